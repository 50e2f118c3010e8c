"""/admin: the pages of the office, one module for each section."""
