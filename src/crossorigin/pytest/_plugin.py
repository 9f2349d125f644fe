"""
Give every test the fixture ``browser``, unless another plugin has one of that name.

Source: https://docs.pytest.org/en/stable/how-to/writing_plugins.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import crossorigin.pytest

if TYPE_CHECKING:
    from pytest import Config  # noqa: PT013 - the name `pytest` is taken by the package

# Plugins that have a fixture of the same name, which tests will have had before.
_RIVALS: Final = ("playwright", "playwright-asyncio", "splinter")


def pytest_configure(config: Config) -> None:
    """Have pytest find the fixture."""
    plugins = config.pluginmanager
    if not any(map(plugins.hasplugin, _RIVALS)):
        plugins.register(crossorigin.pytest, "crossorigin-browser")
