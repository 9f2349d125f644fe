"""``crossorigin explain``: the messages of three engines, and the report about each."""
