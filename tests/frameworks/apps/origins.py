"""The pages, and the policies that name them."""

from __future__ import annotations

from typing import Final

from crossorigin import Policy

APP: Final = "https://app.example.com"
GROUP: Final = "https://group.example.com"
VIEW: Final = "https://view.example.com"
EVIL: Final = "https://evil.example"
FOR_APP: Final = Policy(APP, allow_headers=["Authorization"])
FOR_GROUP: Final = Policy(GROUP)
FOR_VIEW: Final = Policy(VIEW)
# Beside the policy of the app: it would refuse the pages of the app.
TIGHTER: Final = Policy(GROUP)
