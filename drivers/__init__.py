"""Devices of a gate: card readers, gates, inputs, and their virtual twins.

This package knows no person and no rule. Pure decoders turn bytes into
messages, drivers feed them from ports, twins speak the same bytes from the
other end of a pseudo-terminal.
"""
