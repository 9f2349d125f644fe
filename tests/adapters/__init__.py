"""Tests of the parts that the adapters share, and of all adapters side by side."""
