"""List the requests of the page: the routes are those of the example API beside this file."""

from __future__ import annotations

from typing import Final

from crossorigin.demo.case import Case, Line
from crossorigin.demo.messages import (
    HEADER_NOT_LISTED,
    METHOD_NOT_LISTED,
    NO_HEADER,
    NO_HEADER_ON_PREFLIGHT,
    WILDCARD_WITH_CREDENTIALS,
)

_ON_THE_ROUTE: Final = "between the route and its function"
_IN_THE_POLICY: Final = "in the policy"
_JSON: Final = ("Content-Type", "application/json")
_JSON_ASKS: Final = "the header `Content-Type: application/json`"
_REQUEST_ID: Final = ("X-Request-ID", "demo-1")
_REQUEST_ID_ASKS: Final = "the header `X-Request-ID`"
_SHOP: Final = Line("CORS(shop, PARTNERS)", "once, for the whole blueprint")

_OPEN: Final = "One line opens a route"
_ASK: Final = "The browser asks first"
_CREDENTIALS: Final = "Cookies and credentials"
_EVERY_WAY_OUT: Final = "Errors, redirects and headers"

CASES: Final = (
    Case(
        id="no-decorator",
        group=_OPEN,
        title="A route without a decorator",
        path="/plain",
        via="XMLHttpRequest",
        refusal=NO_HEADER,
        why="The server answered, and the answer reached the browser. But nothing in it says that"
        " a page of another origin may read it, so the browser threw it away. CORS never stops"
        " such a request from arriving; it only decides who may read the answer.",
        line=Line('@crossdomain(origin="*")', _ON_THE_ROUTE),
        effect="fixes",
        fixed_in="crossdomain",
    ),
    Case(
        id="crossdomain",
        group=_OPEN,
        title="The same route, with one line more",
        path="/my_service",
        via="XMLHttpRequest",
        status=200,
        why="`Access-Control-Allow-Origin: *` lets the pages of every origin read this answer.",
        line=Line('@crossdomain(origin="*")', _ON_THE_ROUTE),
        effect="works",
    ),
    Case(
        id="other-origin",
        group=_OPEN,
        title="A route for another site’s pages",
        path="/prices",
        refusal=NO_HEADER,
        why="The policy lists `https://app.example.com` and nobody else. An origin is scheme,"
        " host and port together, and this page’s is not on the list, so the answer carries no"
        " permission. An origin that is refused is never named in the answer.",
        line=Line('origins=["https://app.example.com", "http://127.0.0.1:*"],', _IN_THE_POLICY),
        effect="fixes",
        fixed_in="preflight",
    ),
    Case(
        id="preflight",
        group=_ASK,
        title="PUT with JSON and a header of its own",
        path="/orders/{number}",
        method="PUT",
        headers=(_JSON, _REQUEST_ID),
        body='{"pears": 3}',
        preflight=("the method `PUT`", _JSON_ASKS, _REQUEST_ID_ASKS),
        status=200,
        why="No plain HTML form could send this, so the browser asks the server first, with an"
        " `OPTIONS` request: the preflight. The policy permits the method and the header, so the"
        " `PUT` followed. `Content-Type` never needs listing.",
        line=Line("@cross_origin(PARTNERS)", _ON_THE_ROUTE),
        effect="works",
    ),
    Case(
        id="header-not-listed",
        group=_ASK,
        title="A header that the policy does not list",
        path="/drafts/{number}",
        method="PUT",
        headers=(_JSON, _REQUEST_ID),
        body='{"pears": 3}',
        preflight=("the method `PUT`", _JSON_ASKS, _REQUEST_ID_ASKS),
        refusal=HEADER_NOT_LISTED,
        why="The policy permits this origin and `PUT`, but not the header `X-Request-ID`. The"
        " preflight’s answer shows what is permitted, so the browser never sent the `PUT`.",
        line=Line('allow_headers=["X-Request-ID"],', _IN_THE_POLICY),
        effect="fixes",
        fixed_in="preflight",
    ),
    Case(
        id="method-not-listed",
        group=_ASK,
        title="A method that the policy does not list",
        path="/drafts/{number}",
        method="DELETE",
        preflight=("the method `DELETE`",),
        refusal=METHOD_NOT_LISTED,
        why="The route itself knows `DELETE`, but its policy permits only `GET` and `PUT` to other"
        " origins. The browser read that in the preflight’s answer and never sent the `DELETE`.",
        line=Line('methods=["GET", "PUT", "DELETE"],', _IN_THE_POLICY),
        effect="fixes",
    ),
    Case(
        id="same-origin",
        group=_ASK,
        title="A route that stays closed",
        path="/shop/refunds/{number}",
        method="POST",
        headers=(_JSON,),
        body='{"all": true}',
        preflight=(_JSON_ASKS,),
        refusal=NO_HEADER_ON_PREFLIGHT,
        why="Everything else under `/shop` is open to this page. This one view is marked, so it"
        " has no cross-origin access, whatever the blueprint says. The `POST` was never sent.",
        line=Line("@same_origin", _ON_THE_ROUTE),
        effect="closes",
    ),
    Case(
        id="credentials-wildcard",
        group=_CREDENTIALS,
        title="Credentials, and a route open to everyone",
        path="/public",
        credentials="include",
        refusal=WILDCARD_WITH_CREDENTIALS,
        why='With `credentials: "include"` a page asks to use the visitor’s cookies, and for'
        " that `*` is not enough: otherwise any site could read what only the visitor may see."
        " The way out is to list who may. `*` with `credentials=True` is an error at start-up.",
        line=Line('@cross_origin(origins="http://127.0.0.1:*", credentials=True)', _ON_THE_ROUTE),
        effect="fixes",
        fixed_in="credentials-listed",
    ),
    Case(
        id="credentials-listed",
        group=_CREDENTIALS,
        title="Credentials, and an origin that is listed",
        path="/me",
        credentials="include",
        status=200,
        why="The answer names this page’s origin and says `Access-Control-Allow-Credentials:"
        " true`. It also says `Vary: Origin`, so that no cache hands it to somebody else.",
        line=Line('@cross_origin(origins="http://127.0.0.1:*", credentials=True)', _ON_THE_ROUTE),
        effect="works",
    ),
    Case(
        id="not-found",
        group=_EVERY_WAY_OUT,
        title="An address that does not exist",
        path="/shop/nothing-here",
        status=404,
        why="An error is an answer too. Without the headers the page would see a CORS failure"
        " here, and somebody would look for the mistake in the wrong place.",
        line=_SHOP,
        effect="works",
    ),
    Case(
        id="method-missing",
        group=_EVERY_WAY_OUT,
        title="A method that the route does not have",
        path="/shop/orders/{number}",
        method="DELETE",
        preflight=("the method `DELETE`",),
        status=405,
        why="The policy permits `DELETE`, so the preflight passed and the request was sent. The"
        " route has no such method, and the page can read just that: 405.",
        line=_SHOP,
        effect="works",
    ),
    Case(
        id="crash",
        group=_EVERY_WAY_OUT,
        title="A view that crashes",
        path="/shop/crash",
        status=500,
        why="The view raised an exception. The page reads a 500 and can tell its user the truth,"
        " rather than “blocked by CORS policy”.",
        line=_SHOP,
        effect="works",
    ),
    Case(
        id="redirect",
        group=_EVERY_WAY_OUT,
        title="A redirect",
        path="/shop/old-orders",
        status=200,
        hidden=("X-Served-By",),
        why="The browser checks every step of the way, so the 302 needs the headers as much as"
        " the answer behind it.",
        line=_SHOP,
        effect="works",
    ),
    Case(
        id="exposed-headers",
        group=_EVERY_WAY_OUT,
        title="Response headers: one exposed, one hidden",
        path="/shop/orders",
        status=200,
        hidden=("X-Served-By",),
        why="A page may read a handful of harmless response headers, and those that the policy"
        " exposes. `X-Total-Count` is exposed; `X-Served-By` arrived too, and stays hidden.",
        line=Line('expose_headers=["X-Total-Count"],', _IN_THE_POLICY),
        effect="works",
    ),
)
