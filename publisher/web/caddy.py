"""The site for Caddy, to be imported in `/etc/caddy/Caddyfile`. Written for 2.6.2, Debian 12's.

It gets and renews its certificate by itself, and leads from http to https. It cannot count posts: the service can.
"""

from __future__ import annotations

import re

from publisher.headers import ASK_FIRST, EVERYWHERE, RULES, SECURE, value, varying
from publisher.installation import Installation
from publisher.web.place import LARGEST_FORM_MB, SERVICE, Place, place_of
from publisher.web.types import FEED, TYPES, UNKNOWN


def caddyfile(installation: Installation, service: str = SERVICE) -> str:
    """The configuration of this installation's site. Raises PublisherError."""
    place = place_of(installation)
    return f"""\
# {installation.address}: written by Cairn's publisher, and written anew by its `upgrade`.
({place.name}) {{
{_headers(place)}
}}

{place.origin} {{
{_listening(place)}
    root * "{place.root}"
    import {place.name}
{_headers_of_some(place)}
{_types()}
{_static(place, service)}
{_errors(place)}
}}
"""


def _listening(place: Place) -> str:
    lines = [f"    bind {place.host.strip('[]')}"] if place.is_here else []
    if place.certificate:
        lines.append(f'    tls "{place.certificate}" "{place.key}"')
    elif place.is_secure and place.is_here:
        lines.append("    tls internal")
    return "\n".join(lines)


def _headers(place: Place) -> str:
    """What every answer says. What the service has said of its own stands: `?`, each alone, for in one block all such
    headers are left out as soon as one of them is there."""
    ours = [name for name in varying() if value(name, None)]
    columns = " ".join(f"{{cairn_{_variable(name)}}}" for name in ours)
    lines = [f"    map {{http.request.uri.path}} {columns} {{"]
    for rule in RULES:
        said = " ".join(f'"{value(name, rule)}"' for name in ours)
        lines.append(f'        "~^{re.escape(place.base)}{rule.paths[1:]}" {said}')
    lines += ["        default " + " ".join(f'"{value(name, None)}"' for name in ours), "    }"]
    lines += [f'    header ?{name} "{said}"' for name, said in _constant(place).items()]
    lines += [f"    header ?{name} {{cairn_{_variable(name)}}}" for name in ours]
    return "\n".join([*lines, "    header -Server"])


def _headers_of_some(place: Place) -> str:
    """What only some paths say at all."""
    # Caddy says it only with what it sends compressed; who keeps the plain one on the way would give it to everybody.
    lines = [f'    @text path_regexp "{_text()}"', "    header @text ?Vary Accept-Encoding"]
    for rule in RULES:
        if some := {name: said for name, said in rule.headers.items() if not value(name, None)}:
            lines.append(f'    @{rule.name} path_regexp "^{re.escape(place.base)}{rule.paths[1:]}"')
            lines += [f'    header @{rule.name} ?{name} "{said}"' for name, said in some.items()]
    return "\n".join(lines)


def _text() -> str:
    """The paths of what may lie there compressed as well."""
    kinds = [suffixes.split() for said, suffixes in TYPES.items() if "charset" in said or "json" in said]
    return f"/$|\\.(?:{'|'.join(suffix for suffixes in kinds for suffix in suffixes)})$"


def _constant(place: Place) -> dict[str, str]:
    everywhere = {name: said for name, said in EVERYWHERE.items() if name not in varying()}
    return everywhere | (dict(SECURE) if place.is_secure else {})


def _types() -> str:
    rows = [f'        "~(?i)\\.(?:{"|".join(suffixes.split())})$" "{said}"' for said, suffixes in TYPES.items()]
    return "\n".join(
        [
            "    map {http.request.uri.path} {type} {",
            f'        "~\\.atom\\.xml$" "{FEED}"',
            '        "~/$" "text/html; charset=utf-8"',
            *rows,
            f'        default "{UNKNOWN}"',
            "    }",
        ]
    )


def _static(place: Place, service: str) -> str:
    base = place.base
    return f"""\
    route {{
        # What compression left beside a file, what a host of static files reads, and what begins with a dot.
        @twisted vars_regexp {{http.request.uri.path}} "//|/\\.|/_(?:headers|redirects)$"
        error @twisted 404
        @twins {{
            path_regexp "\\.(?:br|zst|gz)$"
            not path_regexp "/files/"
        }}
        error @twins 404
        @index path_regexp index "^((?:/[\\w.~-]+)*/)index\\.html$"
        redir @index {{http.regexp.index.1}} 301

        @moved file {{
            root "{place.moved}"
            try_files {{http.request.uri.path}}/_.html
        }}
        handle @moved {{
            root * "{place.moved}"
            rewrite * {{http.matchers.file.relative}}
            templates
            file_server {{
                status 301
            }}
        }}
{_contact(place, service)}
        @previews path {base}/previews/*
        root @previews "{place.previews_root}"
        @other not method GET HEAD
        error @other 405
        header Content-Type {{type}}
        file_server {{
            precompressed br zstd gzip
        }}
    }}"""


def _contact(place: Place, service: str) -> str:
    form = f"{place.base}/contact {place.base}/contact/"
    others = f"{place.base}/contact/token {place.base}/contact/not-spam/ {place.base}/contact/thanks/"
    length = "{http.request.header.Content-Length}"
    # Before another web server that one tells whose post it is; from anybody else the header is thrown away.
    believed = "\n            trusted_proxies 127.0.0.0/8 ::1" if place.is_here else ""
    return f"""\
        @service {{
            path {form} {others}
            not {{
                path {form}
                method GET HEAD
            }}
        }}
        # What says how long it is is refused at once, in words; what does not, when it has become too long.
        @large {{
            path {form} {others}
            expression `{length}.matches("^[0-9]+$") && int({length}) > {LARGEST_FORM_MB * 1024 * 1024}`
        }}
        error @large 413
        request_body @service {{
            max_size {LARGEST_FORM_MB}MiB
        }}
        reverse_proxy @service {service} {{
            transport http {{
                dial_timeout 5s
                response_header_timeout 60s
            }}{believed}
        }}"""


def _errors(place: Place) -> str:
    base = place.base
    form = f"{base}/contact {base}/contact/ {base}/contact/token {base}/contact/not-spam/"
    pages = [
        # of which paths, of which errors, the page, its status
        (f"{base}/contact/thanks/", "{err.status_code} >= 500", "/contact/thanks/index.html", "200"),
        (form, "{err.status_code} == 413", "/contact/unavailable/index.html", "413"),
        (form, "{err.status_code} >= 500", "/contact/unavailable/index.html", "503"),
        ("*", "{err.status_code} in [403, 404]", "/404.html", "404"),
    ]
    lines = [_page(number, base, *page) for number, page in enumerate(pages, 1)]
    return f"""\
    handle_errors {{
        import {place.name}
        header Cache-Control {ASK_FIRST}
{"".join(lines)}\
        handle {{
            header Content-Type "text/plain; charset=utf-8"
            respond "{{err.status_code}} {{err.status_text}}" {{err.status_code}}
        }}
    }}"""


def _page(number: int, base: str, paths: str, error: str, page: str, status: str) -> str:
    return f"""\
        @page{number} {{
            path {paths}
            expression `{error}`
        }}
        handle @page{number} {{
            method GET
            rewrite * {base}{page}
            header Content-Type "text/html; charset=utf-8"
            file_server {{
                status {status}
            }}
        }}
"""


def _variable(name: str) -> str:
    """As headers are called for short: csp, coop, corp."""
    return "".join(word[0] for word in name.lower().split("-"))
