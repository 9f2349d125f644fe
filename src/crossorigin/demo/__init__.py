"""
Show CORS at work: an example API, and a page of another origin that calls it.

``crossorigin demo`` starts both. The page sends real requests from a real browser, and says
for each the request, its arrival, the part that the browser let it read, and the line of
Python that decides it.
"""
