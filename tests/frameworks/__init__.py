"""The examples of every framework, on real servers."""
