"""Tools such as people run on their own machines, each bare and with the guard."""
