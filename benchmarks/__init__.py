"""
Measure what the library costs, beside others: ``python -m benchmarks``.

Everything is measured as a ratio to the same app without the library, in one process, so
that the figures of a slow machine and of a fast one can be compared.
"""
