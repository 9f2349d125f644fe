"""Tests of ``crossorigin prove``."""
