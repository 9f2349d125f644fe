"""Test what an audit finds, and what it does not."""
