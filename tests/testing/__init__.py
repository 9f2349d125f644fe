"""The browser for tests, and the apps that it drives."""
