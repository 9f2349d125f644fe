"""The server's half: a policy, and the decision that it makes on a request."""
