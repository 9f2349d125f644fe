"""
Facts that the Web Platform Tests state of fetching, as a table of this project's own.

``rows.json`` has them by the file of https://github.com/web-platform-tests/wpt in which they stand,
numbered in each from 1: what servers answer, by URL, and what a page then fetches and expects.
The hosts are ours; ``ACAO`` and the like stand for ``Access-Control-Allow-Origin`` and so on.
"""
