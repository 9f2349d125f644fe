"""Tests of the Flask extension and its decorators."""
