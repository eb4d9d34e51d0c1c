"""Raw requests made by chance: well-formed posts of the form, and what is left of them after some accidents."""

from __future__ import annotations

from urllib.parse import quote_plus

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

FRESH = b"TIME-TOKEN-OF-THE-MOMENT-WITH-THE-USUAL-LENGTH"
"""Stands where a fresh token goes: it is put in when the request is sent, and is just as long."""
FORM = "application/x-www-form-urlencoded"

_methods = st.sampled_from(["POST"] * 8 + "GET HEAD PUT OPTIONS post FOO".split())
_paths = st.sampled_from(
    ["/contact/"] * 10
    + "/contact /contact/thanks/?r=K7QM-42TD /contact/token /contact/not-spam/?r=K7QM-42TD&s=x /healthz / //".split()
    + ["/contact/?a=%00", "http://example.org/contact/", "*", "/contact/%2e%2e/", "/\xff"]
)
_kinds = st.sampled_from(
    [FORM] * 10
    + [
        f"{FORM}; charset=utf-7",
        FORM.upper(),
        f" {FORM} ;",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
        "\xff",
    ]
)
_accepts = st.sampled_from(["application/json"] * 4 + ["text/html", "*/*", "", "application/json;q=0", "\xff,"])
_others = st.lists(
    st.sampled_from(
        [
            ("Origin", "https://example.org"),
            ("Origin", "http://["),
            ("Origin", "null"),
            ("Referer", "https://example.org/contact/?reading=/musings/held-back/"),
            ("Referer", "http://[::"),
            ("X-Forwarded-For", "203.0.113.7, , x"),
            ("X-Forwarded-For", "::ffff:203.0.113.7%1"),
            ("Cookie", "a=b"),
            ("Connection", "close"),
            ("Connection", "upgrade"),
            ("Host", "b"),
            ("Transfer-Encoding", "chunked"),
            ("Transfer-Encoding", "identity"),
            ("Content-Encoding", "gzip"),
            ("Range", "bytes=0-1"),
            ("X", "\x80\t\xff"),
        ]
    ),
    max_size=3,
)
_names = st.sampled_from("phone reply_by topic reading reflections confirm _next a[b]".split())
_strange = st.sampled_from(
    [
        "\r\nBcc: a@b.example\r\n\r\n",
        "\0",
        "\u2028",
        "\x85",
        "\u202e",
        "\ufeff",
        "Z" + "\u0301" * 50,
        "עדה לוין",
        "раураl",
        "<script>",
        "{{7*7}}",
        "=1+1",
        "' OR 1=1 --",
        "https://a.example/" * 3,
        "[url=x]",
        "a" * 10_001,
        "A" * 25,
        "👩‍💻",
        "phone",
    ]
)
_texts = st.one_of(st.text(max_size=40), _strange, st.lists(_strange, max_size=3).map(" ".join))
_written = st.tuples(_texts, st.sampled_from(["Ada", "May we talk?", ""])).map(lambda pair: f"{pair[0]} {pair[1]}")
_tokens = st.sampled_from([FRESH.decode()] * 4 + ["", "a.b.c", "é", "0" * 46])
_broken = st.sampled_from(
    [
        b"%",
        b"%Z1",
        b"%ED%A0%80",
        b"%FF%C0%AF",
        b"\xff\xfe",
        b"&",
        b"=",
        b"+",
        b";",
        b"&&=&=",
        b"%00",
        b"\r\n",
        b"&message",
        b"name=a&",
    ]
)


@composite
def _fields(draw: DrawFn) -> list[tuple[str, str]]:
    fields = [
        ("name", draw(_written)),
        ("email", draw(st.sampled_from(["ada@example.com"] * 4 + ["ada", "zoë@bücher.example", '"a b"@c.de']))),
        ("message", draw(_written)),
    ]
    fields += draw(st.lists(st.tuples(_names, _texts), max_size=6, unique_by=lambda pair: pair[0]))
    if not draw(st.integers(0, 9)):
        fields += draw(st.lists(st.tuples(st.sampled_from(["name", "email", "message"]), _texts), max_size=2))
    hidden = {"website": "", "release": "r1", "key": draw(st.sampled_from(["", "k1"])), "token": draw(_tokens)}
    return draw(st.permutations([*fields, *(pair for pair in hidden.items() if draw(st.integers(0, 9)))]))


def _urlencoded(fields: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote_plus(name)}={quote_plus(text, errors='surrogatepass')}" for name, text in fields).encode()


@composite
def well_formed(draw: DrawFn) -> bytes:
    """A post of the form, complete in every part, with anything typed into it."""
    body = _urlencoded(draw(_fields()))
    accept = draw(st.sampled_from(["application/json", "text/html"]))
    head = f"POST /contact/ HTTP/1.1\r\nHost: example.org\r\nContent-Type: {FORM}\r\nAccept: {accept}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@composite
def _nearly_formed(draw: DrawFn) -> bytes:
    body = _urlencoded(draw(_fields()))
    for piece in draw(st.lists(_broken, max_size=3)):
        at = draw(st.integers(0, len(body)))
        body = body[:at] + piece + body[at:]
    headers = [("Host", "example.org"), ("Content-Type", draw(_kinds)), ("Accept", draw(_accepts)), *draw(_others)]
    if draw(st.booleans()) and ("Transfer-Encoding", "chunked") in headers:
        sizes = draw(st.sampled_from([1, 7, 4_000]))
        parts = [body[at : at + sizes] for at in range(0, len(body), sizes)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    else:
        headers.append(
            (
                "Content-Length",
                draw(st.sampled_from([str(len(body))] * 8 + ["0", str(len(body) + 9), "-1", "9" * 30, "x", ""])),
            )
        )
    end = draw(st.sampled_from(["\r\n"] * 9 + ["\n"]))
    lines = [f"{draw(_methods)} {draw(_paths)} HTTP/{draw(st.sampled_from(['1.1'] * 9 + ['1.0', '2.0', '']))}"]
    lines += [f"{name}: {text}" for name, text in draw(st.permutations(headers))]
    return (end.join(lines) + end + end).encode("latin-1") + body


@composite
def _damaged(draw: DrawFn) -> bytes:
    request = draw(st.one_of(well_formed(), _nearly_formed()))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(request)))
        until = min(len(request), at + draw(st.integers(0, 60)))
        middle = draw(
            st.one_of(
                st.binary(max_size=8),
                st.just(b""),
                st.just(request[at:until] * 2),
                st.sampled_from([b"\r\n", b"\r\n\r\n", b"\0", b":", b" "]),
            )
        )
        request = request[:at] + middle + request[until:]
    return request


requests: SearchStrategy[bytes] = st.one_of(well_formed(), _nearly_formed(), _damaged(), st.binary(max_size=300))
