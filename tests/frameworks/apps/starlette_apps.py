"""starlette"""
APPS = {}
