"""How refusals are seen, and those that there would be, in every adapter."""
