"""
Say why a page cannot read a response: the failing step, the cause, and the fix.

``explain`` reads what a browser printed. All of it is behind the command ``crossorigin``.
"""
