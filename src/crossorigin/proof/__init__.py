"""Decide which origins a configuration lets in: no I/O, no engine, no guess."""
