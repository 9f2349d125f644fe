"""The policy of the apps, and who is let in by it."""

from __future__ import annotations

from typing import Final

from crossorigin import Policy

CUSTOMERS: Final = [f"https://customer-{number}.example" for number in range(200)]
SHOPS: Final = [f"https://{name}.shop.example" for name in ("a", "a.b", "x-1", "www", "deep.er.x")]
STRANGERS: Final = [
    *(f"https://stranger-{number}.example" for number in range(200)),
    "https://customer-1.example.evil.example",
    "http://customer-1.example",
    "https://shop.example",
    "https://evilshop.example",
    "null",
    "https://customer-1.example, https://customer-2.example",
    "https://customer-1.example/",
    "https://customer-1.example:443",
]

POLICY: Final = Policy(
    origins=[*CUSTOMERS, "https://*.shop.example"],
    methods=["GET", "POST", "PUT"],
    allow_headers=["X-A"],
    expose_headers=["X-Seen"],
    credentials=True,
)
OPEN: Final = Policy(origins="*")
