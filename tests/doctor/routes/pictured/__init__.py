"""The app of the pictures of ``flask cors``."""
