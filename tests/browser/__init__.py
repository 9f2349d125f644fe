"""The browser's half: each file states the behaviour of the module it is named after."""
