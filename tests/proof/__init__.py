"""Tests of the room of proofs: each verdict, and the laws that hold for all of them."""
