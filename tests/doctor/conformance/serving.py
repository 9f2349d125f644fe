"""A server that keeps a policy, as a function, and the ways to make it wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from crossorigin import CORSRequest, Policy
from crossorigin._browser import header_value
from crossorigin.doctor.probing._transport import HTTPResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crossorigin._browser import HeaderList
    from crossorigin.doctor.probing._transport import HTTPRequest, NetworkError

BASE: Final = "https://api.example.com"
# Paths that redirect and fail.
ALSO: Final = ("/old", "/broken")
ACAO: Final = "access-control-allow-origin"
ACAC: Final = "access-control-allow-credentials"
ACAM: Final = "access-control-allow-methods"
ACAH: Final = "access-control-allow-headers"
ACEH: Final = "access-control-expose-headers"
MAX_AGE: Final = "access-control-max-age"
POLICY: Final = Policy(
    ["https://app.example.com", "https://*.example.org"],
    methods=["GET", "PUT", "DELETE"],
    allow_headers=["content-type", "x-token"],
    expose_headers=["x-total"],
    credentials=True,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and what the policy says of it."""

    request: HTTPRequest
    path: str
    origin: str | None
    question: CORSRequest

    @property
    def is_preflight(self) -> bool:
        """Tell whether it is a preflight."""
        return self.question.is_preflight


@dataclass(frozen=True, slots=True)
class FunctionTransport:
    """The transport to a function."""

    answer: Callable[[Asked], HTTPResponse | NetworkError]

    def send(self, request: HTTPRequest) -> HTTPResponse | NetworkError:
        """Return the response of the function."""
        origin = header_value(request.headers, "origin")
        question = CORSRequest(
            request.method,
            origin=origin,
            request_method=header_value(request.headers, "access-control-request-method"),
            request_headers=header_value(request.headers, "access-control-request-headers"),
        )
        path = request.url.removeprefix(BASE)
        return self.answer(Asked(request, path, origin, question))


def own_response(asked: Asked) -> HTTPResponse:
    """Return the response of an app that knows nothing of CORS."""
    vary = ("Vary", "Accept-Encoding")
    if asked.path == "/old":
        return HTTPResponse(status=301, headers=(("Location", "/"), vary))
    if asked.path == "/broken":
        return HTTPResponse(status=500, headers=(("Content-Type", "text/plain"), vary))
    if asked.path != "/":
        return HTTPResponse(status=404, headers=(("Content-Type", "text/plain"), vary))
    headers = (("Content-Type", "text/plain"), ("X-Total", "3"), ("ETag", '"x"'), vary)
    is_known = header_value(asked.request.headers, "if-none-match") == '"x"'
    return HTTPResponse(status=304 if is_known else 200, headers=headers)


def right(asked: Asked, policy: Policy = POLICY) -> HTTPResponse:
    """Return the response of a server that keeps *policy*."""
    decision = policy.decide(asked.question)
    if decision.status is not None:
        return HTTPResponse(status=decision.status, headers=tuple(decision.answer_headers()))
    own = own_response(asked)
    return replace(own, headers=tuple(decision.apply(own.headers)))


def by(policy: Policy) -> Callable[[Asked], HTTPResponse]:
    """Return the server that keeps *policy*."""
    return lambda asked: right(asked, policy)


def without(response: HTTPResponse, *names: str) -> HTTPResponse:
    """Return *response* without the headers called one of *names*, in lower case."""
    kept = tuple(line for line in response.headers if line[0].lower() not in names)
    return replace(response, headers=kept)


def without_cors(response: HTTPResponse) -> HTTPResponse:
    """Return *response* without any header of CORS."""
    return without(response, ACAO, ACAC, ACAM, ACAH, ACEH, MAX_AGE, "timing-allow-origin")


def adding(response: HTTPResponse, *lines: tuple[str, str]) -> HTTPResponse:
    """Return *response* with more *lines*."""
    return replace(response, headers=(*response.headers, *lines))


def setting(response: HTTPResponse, name: str, value: str) -> HTTPResponse:
    """Return *response* with another value of the header *name*, in lower case, if it has that."""
    headers: HeaderList = tuple(
        (key, value if key.lower() == name else old) for key, old in response.headers
    )
    return replace(response, headers=headers)


def letting(is_let_in: Callable[[str], bool]) -> Callable[[Asked], HTTPResponse]:
    """Return the server that also lets in the origins for which *is_let_in*, by repeating them."""

    def answer(asked: Asked) -> HTTPResponse:
        response = right(asked)
        origin = asked.origin or ""
        if header_value(response.headers, ACAO) is not None or not is_let_in(origin):
            return response
        # As the policy answers to an origin that it permits.
        known = replace(asked.question, origin="https://app.example.com")
        permitted = right(replace(asked, question=known))
        return setting(permitted, ACAO, origin)

    return answer


def changing(
    change: Callable[[HTTPResponse], HTTPResponse],
    when: Callable[[Asked, HTTPResponse], bool] = lambda asked, response: True,  # noqa: ARG005 - always
    policy: Policy = POLICY,
) -> Callable[[Asked], HTTPResponse]:
    """Return the server some responses of which have a *change*."""

    def answer(asked: Asked) -> HTTPResponse:
        response = right(asked, policy)
        return change(response) if when(asked, response) else response

    return answer


def on_preflights(asked: Asked, _: HTTPResponse) -> bool:
    """Tell whether a request is a preflight."""
    return asked.is_preflight


def on_actual(asked: Asked, _: HTTPResponse) -> bool:
    """Tell whether a request is none."""
    return not asked.is_preflight


def on_status(*statuses: int) -> Callable[[Asked, HTTPResponse], bool]:
    """Return the function that tells whether an actual response has one of *statuses*."""
    return lambda asked, response: not asked.is_preflight and response.status in statuses


def on_methods(methods: Iterable[str]) -> Callable[[Asked, HTTPResponse], bool]:
    """Return the function that tells whether an actual request has one of *methods*."""
    return lambda asked, _: not asked.is_preflight and asked.request.method in methods
