"""The configurations of gateways; a name in ``<<`` and ``>>`` stands for a part."""

from __future__ import annotations

from typing import Final

NGINX: Final = """
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
    default_type application/json;
    <<http>>
    server {
        <<listen>>
        <<server>>
        location /items/ {
            <<policy>>
            <<answer>>
        }
    }
}
"""

APACHE: Final = """
ServerRoot <<folder>>
ServerName localhost
PidFile <<folder>>/pid
Listen 127.0.0.1:<<port>>
ErrorLog <<folder>>/errors
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authn_file_module /usr/lib/apache2/modules/mod_authn_file.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule auth_basic_module /usr/lib/apache2/modules/mod_auth_basic.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
LoadModule setenvif_module /usr/lib/apache2/modules/mod_setenvif.so
<<policy>>
<<answer>>
"""

CADDY: Final = """
{
    admin off
    auto_https off
}
http://127.0.0.1:<<port>> {
    <<policy>>
    <<answer>>
}
"""

HAPROXY: Final = """
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend api
    bind 127.0.0.1:<<port>>
    <<policy>>
    default_backend app
backend app
    <<answer>>
"""

VARNISH: Final = """
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "<<backend>>"; }
<<policy>>
"""
