"""The parts that the adapters share: calls, layers, crashes and headers of their interfaces."""
