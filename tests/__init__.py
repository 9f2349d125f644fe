"""The tests: each file states the behaviour of the module it is named after."""
