"""``crossorigin conformance``: the requests that a policy decides, and a server's answers to them."""
