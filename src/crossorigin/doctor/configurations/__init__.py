"""Read what says which origins are let in: a policy of this library, or the configuration of another."""
