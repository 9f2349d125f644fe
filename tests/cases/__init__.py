"""
What a server must answer, as one table that every place of enforcement is held to.

Each case carries the id of a row of the checklist in ``tests/README.md``; :mod:`tests.cases.rows`
says which rows concern a server.
"""
