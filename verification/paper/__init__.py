"""Papers: what a code on a sheet says, who signed it, and what it is worth.

Pure: text and trusted keys in, a `Paper` out. Nothing here opens a file or asks
a clock, and no paper whatever makes it raise.
"""
