"""``crossorigin check``: the outcome of a page's fetch, and the causes."""
