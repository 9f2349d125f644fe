"""Apps that show, for each adapter, what it can do."""
