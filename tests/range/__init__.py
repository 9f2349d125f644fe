"""The range: real engines, real tools on loopback, and the pages that attack them."""
