"""``crossorigin check``: servers that misbehave, and the report about each."""
