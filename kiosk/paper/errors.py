"""What can go wrong with a file that a paper should be in."""


class NotReadable(Exception):
    """A file in which no codes can be looked for; the text says why."""
