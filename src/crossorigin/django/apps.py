"""Registers the checks, for ``INSTALLED_APPS = ["crossorigin.django", …]``."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class CrossOriginConfig(AppConfig):
    """The app of this package, which has no models: ``manage.py check`` asks it."""

    name = "crossorigin.django"
    label = "crossorigin"

    def ready(self) -> None:
        """Register the checks."""
        from crossorigin.django._checks import check_site  # noqa: PLC0415 - when all apps are there

        register(check_site, Tags.security)
