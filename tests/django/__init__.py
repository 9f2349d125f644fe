"""The Django adapter: its middleware, its decorators, its settings."""
