"""The doctor: what it says of messages, of servers, and of policies."""
