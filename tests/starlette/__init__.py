"""The adapter of Starlette and FastAPI."""
