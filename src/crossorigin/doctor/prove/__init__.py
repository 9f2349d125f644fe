"""``crossorigin prove``: what a configuration lets in, or what a change opens and closes."""
