"""Check what a page's fetch comes to, and look for the causes."""
