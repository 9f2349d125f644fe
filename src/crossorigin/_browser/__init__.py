"""
The browser's half: what a page's fetch sends, what the page may read, and why it may not.

Source: https://fetch.spec.whatwg.org/
"""
