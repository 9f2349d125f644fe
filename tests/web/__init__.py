"""Tests of the terms of the web that both halves share."""
