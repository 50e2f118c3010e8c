"""The office of our own passes: keys, lists, and what is printed."""
