"""Give these tests the fixture, which the project's own runs load no sooner than they measure."""

from crossorigin.pytest import browser

__all__ = ["browser"]
