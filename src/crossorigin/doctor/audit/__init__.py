"""Audit what a server permits: send the origins that an attacker has, and judge the answers."""
