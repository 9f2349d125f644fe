"""
Fuzz what reads a stranger's bytes: ``python -m fuzz --seconds 60``, or ``make fuzz SECONDS=60``.

With ``--inputs`` and ``--seed``, the inputs are the same every time. What it finds becomes a row of
``tests/attacks/test_found_by_fuzzing.py``.
"""
