"""The table of headers: each path has its own, and no rule is written for nothing."""

from __future__ import annotations

import re

import pytest

from publisher.headers import EVERYWHERE, RULES, headers_for, is_immutable, static_host_headers, value, varying

A_PATH_OF = {
    "asset": "/assets/fonts/italic.0123456789.woff2",
    "photo": "/photos/dawn-on-the-hill-0123456789-480.avif",
    "worker": "/worker.js",
    "download": "/files/a/price list.pdf",
    "preview": "/previews/3f9a/assets/theme-switch.0123456789.js",
    "": "/musings/why-listening-matters/",
}


def rule_of(path):
    return next((rule for rule in RULES if re.match(rule.paths, path)), None)


def test_each_rule_counts_for_a_path_and_no_path_is_without_headers():
    assert {rule.name for rule in RULES} | {""} == A_PATH_OF.keys()
    for name, path in A_PATH_OF.items():
        rule = rule_of(path)
        assert (rule.name if rule else "") == name
        said = headers_for(path, is_secure=False)
        assert {header: value(header, rule) for header in varying() if value(header, rule)}.items() <= said.items()
        assert EVERYWHERE.keys() <= said.keys() and "Strict-Transport-Security" not in said
        assert headers_for(path, is_secure=True)["Strict-Transport-Security"] == "max-age=63072000"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/theme-switch.js",
        "/assets/",
        "/musings/x.0123456789.js",
        "/photos/0123456789",
        "/photos/dawn-012345678g-480.avif",
        "/previews/token/assets/x.0123456789.js",
    ],
)
def test_only_a_fingerprinted_file_is_kept_for_ever(path):
    assert not is_immutable(path) and "immutable" not in headers_for(path, is_secure=True)["Cache-Control"]


@pytest.mark.parametrize("base", ["", "/sub"])
def test_hosts_of_static_files_get_no_header_twice_but_a_policy(base):
    rules = {}
    for block in static_host_headers(base).split("\n\n"):
        path, *lines = block.strip().split("\n")
        assert path.startswith(f"{base}/") and all(line.startswith("  ") for line in lines)
        rules[path] = dict(line.strip().split(": ", 1) for line in lines)
    everywhere = rules[f"{base}/*"]
    assert {"Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options"} <= everywhere.keys()
    for path, said in rules.items():
        if path != f"{base}/*":
            assert said and said.keys() & everywhere.keys() <= {"Content-Security-Policy"}
    assert rules[f"{base}/photos/*"] == {"Cache-Control": "public, max-age=31536000, immutable"}
    assert rules[f"{base}/"] == {"Cross-Origin-Resource-Policy": "same-origin"}
