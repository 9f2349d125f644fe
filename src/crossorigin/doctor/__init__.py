"""
Say why a page cannot read a response: the failing step, the cause, and the fix.

``explain`` reads the console messages of a browser. All of it is behind the command ``crossorigin``.
"""
