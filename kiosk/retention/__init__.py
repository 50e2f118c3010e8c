"""How long a site keeps what it knows of people, and what makes it forget."""
