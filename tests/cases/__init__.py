"""
What a server must answer, as one table that every place of enforcement is held to.

Each case carries the id of a row, C1 to C118; :mod:`tests.cases.rows` says what each row is.
"""
