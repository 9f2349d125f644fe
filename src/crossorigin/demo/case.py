"""A request of the page: its outcome, the reason, and the line of Python that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crossorigin.demo.messages import ConsoleMessage


@dataclass(frozen=True, slots=True)
class Line:
    """
    A line of the example API.

    Attributes:
        text: The line, as it stands in the source without its indentation.
        place: Where such a line goes.
    """

    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A request and its explanation, in which `` `…` `` marks code.

    Attributes:
        id: The case's name in the page's address, behind the ``#``.
        group: The heading under which it stands.
        title: The attempt, in a few words.
        path: Where it is sent; ``{number}`` stands for a number that is new in every run, so
            that no browser remembers the preflight of an earlier one.
        via: How the page sends it.
        preflight: Why the browser asks first; empty if it does not.
        status: The status that the page reads, or ``None`` if the browser refuses.
        refusal: The text of the console if the browser refuses.
        hidden: Response headers that arrive and that the page cannot read.
        why: The reason, in plain words.
        line: The line that fixes it, made it work, or keeps it closed.
        effect: Which of these three the line does.
        fixed_in: The case that is this one with the line in place.
    """

    id: str
    group: str
    title: str
    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    credentials: Literal["same-origin", "include"] = "same-origin"
    via: Literal["fetch", "XMLHttpRequest"] = "fetch"
    preflight: tuple[str, ...] = ()
    status: int | None = None
    refusal: ConsoleMessage | None = None
    hidden: tuple[str, ...] = ()
    why: str
    line: Line
    effect: Literal["fixes", "works", "closes"]
    fixed_in: str | None = None

    def as_json(self, *, api: str, page: str, number: int) -> dict[str, object]:
        """
        Return the parts from which the page sends the request and explains its outcome.

        Args:
            api: The address of the API.
            page: The origin of the page.
            number: The value of ``{number}`` in the path.
        """
        path = self.path.format(number=number)
        url = f"{api}{path}"
        return {
            "id": self.id,
            "group": self.group,
            "title": self.title,
            "url": url,
            "path": path,
            "method": self.method,
            "headers": self.headers,
            "body": self.body,
            "credentials": self.credentials,
            "via": self.via,
            "preflight": self.preflight,
            "status": self.status,
            "console": self.refusal and self.refusal.printed(page, url, self.via),
            "hidden": self.hidden,
            "why": self.why,
            "line": self.line.text,
            "place": self.line.place,
            "effect": self.effect,
            "fixedIn": self.fixed_in,
        }
