"""Read a console's messages: which engine says what, and why that may be."""
