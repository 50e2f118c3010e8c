"""Printing: passes as HTML and PDF, read back before they are handed out."""
