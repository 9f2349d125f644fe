"""The guard in each adapter, on real servers, and before real clients."""
