"""The room of proofs: which origins a configuration lets in."""
