"""The causes: their catalogue, their pages, and login pages."""
