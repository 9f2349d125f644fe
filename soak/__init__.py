"""
Real servers under load and under faults: every response is read, and its headers checked.

The client knows each request that it sent, so a header that belongs to another one is seen.
"""
