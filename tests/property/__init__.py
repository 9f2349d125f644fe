"""
The laws of the library, each in a sentence, held to examples that Hypothesis makes up.

In CI, every law must hold for at least 300 examples.
"""
