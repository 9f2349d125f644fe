"""
Show what CORS is: an example API, and a page of another origin that calls it.

``crossorigin demo`` starts both. The page sends real requests from a real browser, and says
for each what was sent, what arrived, what the browser let it read, why, and which line of
Python decides it.
"""
