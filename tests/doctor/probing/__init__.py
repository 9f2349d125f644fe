"""Requests and responses: over the network, in this process, from a capture."""
