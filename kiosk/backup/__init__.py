"""Sealed copies of a site: made while it runs, opened with a key that lies elsewhere.

A backup is a tar file sealed in the format of age (C2SP, age-encryption.org/v1), so
that it can be opened in twenty years with any tool that knows the format. The site
holds only the public key; whoever takes the machine opens no backup with it.
"""
