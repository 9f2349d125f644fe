"""The ``crossorigin`` command: it parses, calls and prints; it decides nothing."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import click

_NEEDED: Final = ("click", "crossplane", "flask", "h11", "rich", "yaml")
_INSTALL: Final = 'The crossorigin command needs more packages: pip install "crossorigin[cli]"'
_MISUSED: Final = 2


def main() -> None:
    """Run the command that the program's arguments name."""
    if any(find_spec(name) is None for name in _NEEDED):
        sys.stderr.write(f"{_INSTALL}\n")
        sys.exit(_MISUSED)
    commands()(prog_name="crossorigin")


def commands() -> click.Group:
    """Return every command."""
    import click  # noqa: PLC0415 - only the extra brings it

    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="crossorigin", message="%(package)s %(version)s")
    def crossorigin() -> None:
        """Say who may call a web app from another origin, and why a browser refused."""

    from crossorigin.demo.command import demo  # noqa: PLC0415 - it needs the extra
    from crossorigin.doctor.audit._command import audit  # noqa: PLC0415 - as above
    from crossorigin.doctor.check._command import check  # noqa: PLC0415 - as above
    from crossorigin.doctor.conformance._command import (  # noqa: PLC0415 - as above
        conformance,
    )
    from crossorigin.doctor.explain._command import explain  # noqa: PLC0415 - as above
    from crossorigin.doctor.prove._command import prove  # noqa: PLC0415 - as above
    from crossorigin.doctor.routes._command import routes  # noqa: PLC0415 - as above

    for command in (audit, check, conformance, demo, explain, prove, routes):
        crossorigin.add_command(command)
    return crossorigin
