"""Tests of the server's half: policies and their decisions."""
