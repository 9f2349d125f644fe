"""Attacks on CORS, each of which broke something somewhere; ``pitfalls.py`` names them."""
