"""``crossorigin conformance``: servers that keep a policy, and servers that do not."""
