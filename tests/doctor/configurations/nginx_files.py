"""Configurations of nginx in files, as they are read and as they are served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crossorigin.doctor.configurations._nginx import read_nginx

if TYPE_CHECKING:
    from pathlib import Path

    from crossorigin.doctor.configurations._configuration import Configuration
    from tests.doctor.configurations.nginx_cases import Case

WHOLE: Final = """
daemon off;
master_process off;
pid <<folder>>/nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path <<folder>>/body;
    proxy_temp_path <<folder>>/proxy;
    fastcgi_temp_path <<folder>>/fastcgi;
    uwsgi_temp_path <<folder>>/uwsgi;
    scgi_temp_path <<folder>>/scgi;
    <<http>>
    server {
        listen 127.0.0.1:<<port>>;
        server_name api.example.com;
        location = / { return 204; }
        <<server>>
    }
}
"""


def reading(folder: Path, text: str, name: str = "nginx.conf") -> Configuration:
    """Return *text* as it is read."""
    path = folder / name
    path.write_text(text)
    return read_nginx(path, name)


def whole(case: Case) -> str:
    """Return the configuration of *case*, which is not served."""
    parts = {"http": case.http, "server": case.server, "port": "80", "folder": "."}
    return re.sub("<<([a-z]+)>>", lambda found: parts[found[1]], WHOLE)
