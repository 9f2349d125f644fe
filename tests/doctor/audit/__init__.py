"""``crossorigin audit``: servers with flaws and without, and the findings of each."""
