"""The doctor: its causes, its probes, and its three commands."""
