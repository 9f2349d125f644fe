"""
Name how CORS gets broken into: P1 to P50, the ids that the tests here carry.

Sources: https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties,
https://portswigger.net/web-security/cors, https://fetch.spec.whatwg.org/#basic-safe-cors-protocol-setup
"""

from __future__ import annotations

from typing import Final

PITFALLS: Final = {
    "P1": "any origin is reflected, with credentials",
    "P2": "the origin null is trusted",
    "P3": "an origin that ends like the trusted one is trusted",
    "P4": "an origin that starts like the trusted one is trusted",
    "P5": "an origin that contains the trusted one is trusted",
    "P6": "a dot stands for any character",
    "P7": "a regular expression is not anchored",
    "P8": "a wildcard is taken for a regular expression",
    "P9": "a browser permits odd characters in host names",
    "P10": "a URL reads in two ways",
    "P11": "folding case makes different characters equal",
    "P12": "an http origin is trusted by an https API",
    "P13": "any subdomain is trusted",
    "P14": "any name below a public suffix is trusted",
    "P15": "origins for development are left in production",
    "P16": "any port is trusted",
    "P17": "extensions and apps share an origin, or have one per installation",
    "P18": "a shared cache answers one origin with what another got",
    "P19": "Vary is sent only sometimes",
    "P20": "the browser's cache serves, to a navigation, what a fetch poisoned",
    "P21": "the app's own Vary is overwritten or doubled",
    "P22": "the origin is judged by a header that Vary does not name",
    "P23": "a cache between keeps preflights, or ignores Vary",
    "P24": "a header, or a line of the log, is injected",
    "P25": "a header is sent twice, by the app and by the layer around it",
    "P26": "Access-Control-Allow-Origin has a value that no browser accepts",
    "P27": "the headers are on 200 only",
    "P28": "response headers are exposed that nobody asked for",
    "P29": "a redirect lacks the headers, or makes the origin null",
    "P30": "a 304 lacks the headers",
    "P31": "a long Access-Control-Request-Headers costs long",
    "P32": "a long Origin costs long",
    "P33": "a cache keyed by origin grows without bound",
    "P34": "authentication or a redirect answers the preflight",
    "P35": "the router answers OPTIONS by itself",
    "P36": "an OPTIONS that is no preflight is swallowed",
    "P37": "a long max-age delays taking an origin out",
    "P38": "a header overrides the method that was permitted",
    "P39": "a refused request still runs",
    "P40": "CORS is taken for authentication",
    "P41": "a WebSocket handshake is not subject to CORS",
    "P42": "a server that only its network protects lets any origin read",
    "P43": "DNS rebinding makes an attack same-origin",
    "P44": "any page may send requests to localhost",
    "P45": "Private Network Access is granted by default",
    "P46": "a rule reads the path in another way than the router",
    "P47": "what a refused request takes tells something",
    "P48": "requests, or apps, share what can change",
    "P49": "Host or X-Forwarded-Host makes an origin the app's own",
    "P50": "JSONP, document.domain or postMessage stay open beside CORS",
}

# What no answer of this library can prevent, and why.
OUT_OF_REACH: Final = {
    "P40": "A program that is no browser sends any Origin it likes. Who calls is for the app"
    " to find out.",
    "P42": "No request says which network protects the server; whoever writes"
    ' origins="*" says that every network may read.',
    "P43": "After rebinding, the browser takes the request for same-origin and asks for no"
    " permission. Which values of Host are the app's own is for the server to check:"
    " TRUSTED_HOSTS in Flask.",
    "P47": "Whatever the app does before it answers takes its time, whether or not the page"
    " may read the answer.",
    "P50": "These ways around CORS are made of the app's own responses.",
}
