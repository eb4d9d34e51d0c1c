"""The site for nginx, to be included where sites are (`/etc/nginx/sites-enabled/`). Written for 1.22, Debian 12's.

Precompressed files want Debian's `libnginx-mod-http-brotli-static`; nginx has no zstd.
"""

from __future__ import annotations

import re
from pathlib import Path

from publisher.headers import EVERYWHERE, RULES, SECURE, value, varying
from publisher.installation import Installation
from publisher.web.place import LARGEST_FORM_MB, SERVICE, Place, place_of
from publisher.web.types import FEED, TYPES, UNKNOWN

CERTBOT = "/etc/letsencrypt/live"
CHALLENGES = "/var/www/html"
"""Where certbot lays the proof that the host is ours: the root of the site that Debian's nginx begins with."""
POSTS_PER_MINUTE, POSTS_AT_ONCE = 30, 60
"""Of one network address: an office behind one address, all of them writing, is not kept waiting."""
NO_ADDRESSES = r"/\.(?!well-known/)|/_(?:headers|redirects)$|^(?!.*/files/).*\.(?:br|zst|gz)$"


def nginx_configuration(installation: Installation, service: str = SERVICE) -> str:
    """The configuration of this installation's site. Raises PublisherError."""
    place = place_of(installation)
    parts = [_head(installation), _maps(place), _redirecting_server(place), _server(place, service)]
    return "\n".join(part for part in parts if part)


def _head(installation: Installation) -> str:
    return f"# {installation.address}: written by Cairn's publisher, and written anew by its `upgrade`.\n"


def _maps(place: Place) -> str:
    """What each header says by the path, and which answers of the service already say it."""
    maps = []
    for name in sorted({*EVERYWHERE, *varying()}):
        rules = [rule for rule in RULES if name in rule.headers or (name == "Cache-Control" and rule.cache)]
        rows = [f'    "~^{re.escape(place.base)}{rule.paths[1:]}" "{value(name, rule)}";' for rule in rules]
        rows += [f'    default "{value(name, None)}";']
        # What the service says of its answers stands.
        said, ours = f"$upstream_http_{name.lower().replace('-', '_')}", f"${place.name}_{_variable(name)}"
        maps += [f"map $uri {ours}_here {{", *rows, "}", f"map {said} {ours} {{", f'    "" {ours}_here;', "}"]
    maps += [
        "# A page that has moved: where the link in `.moved` leads.",
        f"map $realpath_root ${place.name}_moved {{",
        f'    "~^.*/releases/[0-9a-f]{{40}}-[0-9.]+(?<{place.name}_there>/.*)index\\.html$" '
        f'"{place.base}${place.name}_there";',
        f'    default "{place.base}/";',
        "}",
    ]
    if not place.is_here:
        maps += [
            "# Posts of one network address are counted; nothing else is, and nobody's is written down.",
            f'map $request_method ${place.name}_posting {{ POST $binary_remote_addr; default ""; }}',
            f"limit_req_zone ${place.name}_posting zone={place.name}:1m rate={POSTS_PER_MINUTE}r/m;",
        ]
    return "\n".join(maps) + "\n"


def _redirecting_server(place: Place) -> str:
    """From http to https, but for the proofs that a certificate is renewed with."""
    if not place.is_secure or place.port != 443:
        return ""
    return f"""\
server {{
    {_listen(place, 80)}
    server_name {place.host};
    server_tokens off;
    access_log off;
    location ^~ /.well-known/acme-challenge/ {{
        root {CHALLENGES};
    }}
    location / {{
        return 301 {place.origin}$request_uri;
    }}
}}
"""


def _server(place: Place, service: str) -> str:
    base = place.base
    return f"""\
server {{
    {_listen(place, place.port, " ssl http2" if place.is_secure else "")}
    server_name {place.host};
{_tls(place)}
    server_tokens off;
    absolute_redirect off;
    # No visitor's address is written down.
    access_log off;
    log_not_found off;
    error_log stderr crit;
    client_header_timeout 20s;
    client_body_timeout 60s;

    root "{place.root}";
    index index.html;
    gzip off;
    gzip_static on;
    gzip_vary on;
    brotli_static on;
{_types()}
{_headers(place)}
    # A folder without a page is no address either.
    error_page 403 404 =404 {base}/404.html;
    if ($request_uri ~ "^((?:/[\\w.~-]+)*/)index\\.html(?:$|\\?)") {{
        return 301 $1;
    }}
    # What compression left beside a file, what a host of static files reads, and what begins with a dot.
    location ~ "{NO_ADDRESSES}" {{
        return 404;
    }}
    location {base}/ {{
        if (-f "{place.moved}$uri/_") {{
            root "{place.moved}$uri/_";
            return 301 ${place.name}_moved;
        }}
        location ~ "\\.atom\\.xml$" {{
            types {{ }}
            default_type "{FEED}";
        }}
    }}
    location {base}/previews/ {{
        root "{place.previews_root}";
        location ~ "\\.atom\\.xml$" {{
            types {{ }}
            default_type "{FEED}";
        }}
    }}
{_contact(place, service)}
}}
"""


def _listen(place: Place, port: int, more: str = "") -> str:
    if place.is_here:
        return f"listen {'127.0.0.1' if place.host == 'localhost' else place.host}:{port}{more};"
    return f"listen {port}{more};\n    listen [::]:{port}{more};"


def _tls(place: Place) -> str:
    if not place.is_secure:
        return ""
    certbot = Path(CERTBOT) / place.host
    certificate, key = place.certificate or certbot / "fullchain.pem", place.key or certbot / "privkey.pem"
    return f"""\
    ssl_certificate "{certificate}";
    ssl_certificate_key "{key}";
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
    ssl_session_cache shared:{place.name}_tls:1m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
    # Who speaks http to this port is sent to https, too.
    error_page 497 =301 {place.origin}$request_uri;"""


def _types() -> str:
    rows = [f'        "{said}" {suffixes};' for said, suffixes in TYPES.items()]
    return "\n".join(["    types {", *rows, "    }", f"    default_type {UNKNOWN};"])


def _headers(place: Place) -> str:
    # All of them here: a location that adds one of its own drops every header of the server.
    names = sorted({*EVERYWHERE, *varying()})
    rows = [f"    add_header {name} ${place.name}_{_variable(name)} always;" for name in names]
    if place.is_secure:
        rows += [f'    add_header {name} "{said}" always;' for name, said in SECURE.items()]
    return "\n".join(rows)


def _contact(place: Place, service: str) -> str:
    """The form's addresses, which the service answers. Who is down or refuses says so with a page of the site."""
    base, unavailable = place.base, f"{place.base}/contact/unavailable/index.html"
    # Before another web server that one tells whose post it is, and the addresses in a row are all believed or not.
    visitor = "$proxy_add_x_forwarded_for" if place.is_here else "$remote_addr"
    limits = f"""
        limit_req zone={place.name} burst={POSTS_AT_ONCE} nodelay;
        limit_req_status 429;
        limit_req_log_level info;"""
    proxied = f"""\
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For {visitor};
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_connect_timeout 5s;
        proxy_read_timeout 60s;
        client_max_body_size {LARGEST_FORM_MB}m;"""
    fallen = f"        error_page 502 504 =503 {unavailable};"
    form = f"""\
{proxied}{"" if place.is_here else limits}
        error_page 413 429 {unavailable};
{fallen}
        limit_except GET {{
            proxy_pass http://{service};
        }}"""
    asked = f"{proxied}\n        proxy_pass http://{service};\n"
    return f"""\
    location = {base}/contact {{
{form}
    }}
    location = {base}/contact/ {{
{form}
    }}
    location = {base}/contact/token {{
{asked}{fallen}
    }}
    location = {base}/contact/not-spam/ {{
{asked}{fallen}
    }}
    location = {base}/contact/thanks/ {{
{asked}        error_page 502 504 =200 {base}/contact/thanks/index.html;
    }}"""


def _variable(name: str) -> str:
    """As headers are called for short: csp, coop, corp."""
    return "".join(word[0] for word in name.lower().split("-"))
