"""Our own paper passes: their content, their keys, and the lists that travel."""
