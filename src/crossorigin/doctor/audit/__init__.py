"""``crossorigin audit``: the origins of an attacker, and the answers of a server to them."""
