"""Scenarios of Express, Fastify and Socket.IO on Node.js."""

from __future__ import annotations

from typing import Final

from tests.zoo.scenario import PAGE, WWW, Scenario

_TOKEN: Final = (("X-Token", "1"),)
_BEARER: Final = (("Authorization", "Bearer a"),)
_CORS: Final = 'const cors = require("cors");\n'
_CORS_ANY: Final = _CORS + "app.use(cors());"
_THROWING: Final = f"""
const cors = require("cors");
const allowed = ["{WWW}"];
app.use(cors({{
  origin: (origin, callback) => {{
    if (!origin || allowed.includes(origin)) callback(null, true);
    else callback(new Error("Not allowed by CORS"));
  }},
}}));
"""
_BY_HAND: Final = """
app.use((request, response, next) => {
  response.header("Access-Control-Allow-Origin", "*");
  response.header("Access-Control-Allow-Headers", "Origin, X-Requested-With, Content-Type, Accept");
  next();
});
"""
_LOGIN: Final = """
app.use((request, response, next) => {
  if (!request.headers.authorization) return response.status(401).json({ error: "login" });
  next();
});
"""
_CRASHING: Final = """
const cors = require("cors");
app.use(() => { throw new Error("no database"); });
app.use(cors());
"""
_POLLING: Final = "/socket.io/?EIO=4&transport=polling"

SCENARIOS: Final = (
    Scenario(id="express-bare", kind="express", cause="cors-not-enabled"),
    Scenario(id="express-bare-put", kind="express", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="express-crash",
        kind="express",
        cause="server-error",
        parts={"policy": _CRASHING},
        mended={"policy": _CORS_ANY},
    ),
    Scenario(
        id="express-another-origin",
        kind="express",
        cause="origin-not-listed",
        parts={"policy": f'{_CORS}app.use(cors({{ origin: "{WWW}" }}));'},
    ),
    Scenario(
        id="express-list",
        kind="express",
        cause="origin-not-listed",
        parts={"policy": f'{_CORS}app.use(cors({{ origin: ["{WWW}", "https://b.example"] }}));'},
    ),
    Scenario(
        id="express-list-put",
        kind="express",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": f'{_CORS}app.use(cors({{ origin: ["{WWW}", "https://b.example"] }}));'},
    ),
    Scenario(
        id="express-slash-after-the-origin",
        kind="express",
        cause="origin-misspelled",
        parts={"policy": f'{_CORS}app.use(cors({{ origin: "{PAGE}/" }}));'},
    ),
    Scenario(
        id="express-after-the-routes",
        kind="express",
        cause="cors-not-enabled",
        parts={"last": _CORS_ANY},
        mended={"last": ""},
    ),
    Scenario(
        id="express-after-the-routes-put",
        kind="express",
        method="PUT",
        cause="cors-not-enabled",
        parts={"last": _CORS_ANY},
        mended={"last": ""},
    ),
    Scenario(
        id="express-throws", kind="express", cause="origin-not-listed", parts={"policy": _THROWING}
    ),
    Scenario(
        id="express-throws-put",
        kind="express",
        method="PUT",
        cause="origin-not-listed",
        parts={"policy": _THROWING},
    ),
    Scenario(
        id="express-by-hand-put",
        kind="express",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": _BY_HAND},
    ),
    Scenario(
        id="express-by-hand-header",
        kind="express",
        headers=_TOKEN,
        cause="header-not-listed",
        parts={"policy": _BY_HAND},
    ),
    Scenario(
        id="express-star-with-cookies",
        kind="express",
        credentials=True,
        cause="wildcard-with-credentials",
        parts={"policy": _CORS_ANY},
    ),
    Scenario(
        id="express-credentials-off",
        kind="express",
        credentials=True,
        cause="credentials-not-enabled",
        parts={"policy": _CORS + "app.use(cors({ origin: true }));"},
    ),
    Scenario(
        id="express-login-first",
        kind="express",
        headers=_BEARER,
        cause="auth-before-preflight",
        parts={"policy": f"{_LOGIN}{_CORS_ANY}"},
        mended={"more": _LOGIN},
    ),
    Scenario(
        id="express-correct",
        kind="express",
        method="PUT",
        headers=_TOKEN,
        credentials=True,
        parts={"policy": f'{_CORS}app.use(cors({{ origin: ["{PAGE}"], credentials: true }}));'},
    ),
    Scenario(id="fastify-bare", kind="fastify", cause="cors-not-enabled"),
    Scenario(id="fastify-bare-put", kind="fastify", method="PUT", cause="cors-not-enabled"),
    Scenario(
        id="fastify-another-origin",
        kind="fastify",
        cause="origin-not-listed",
        parts={
            "policy": f'app.register(require("@fastify/cors"), {{ origin: ["{WWW}", "https://b.example"] }});'
        },
    ),
    Scenario(
        id="fastify-methods",
        kind="fastify",
        method="PUT",
        cause="method-not-listed",
        parts={"policy": 'app.register(require("@fastify/cors"), { origin: true });'},
    ),
    Scenario(
        id="fastify-star-with-cookies",
        kind="fastify",
        credentials=True,
        cause="wildcard-with-credentials",
        parts={"policy": 'app.register(require("@fastify/cors"), {});'},
    ),
    Scenario(
        id="fastify-correct",
        kind="fastify",
        method="PUT",
        headers=_TOKEN,
        parts={
            "policy": 'app.register(require("@fastify/cors"), { origin: true, methods: ["PUT"] });'
        },
    ),
    Scenario(
        id="socket.io-bare",
        kind="socket.io",
        path=_POLLING,
        cause="cors-not-enabled",
        parts={"policy": "const io = new Server(httpServer);"},
    ),
    Scenario(
        id="socket.io-another-origin",
        kind="socket.io",
        path=_POLLING,
        cause="origin-not-listed",
        parts={"policy": f'const io = new Server(httpServer, {{ cors: {{ origin: "{WWW}" }} }});'},
    ),
    Scenario(
        id="socket.io-star-with-cookies",
        kind="socket.io",
        path=_POLLING,
        credentials=True,
        cause="wildcard-with-credentials",
        parts={"policy": 'const io = new Server(httpServer, { cors: { origin: "*" } });'},
    ),
)
