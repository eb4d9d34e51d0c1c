"""Links the coach writes: what each leads to, or the mistake that it leads nowhere.

A coach may write a file name relative to the musing (`its-not-your-session.md`), Pelican's
`{filename}` and `{static}` forms, or an address of the site (`/about/`).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from plugins.musings import addresses
from plugins.musings.addresses import PICTURES
from plugins.musings.library import Library, composed
from plugins.musings.source import Source
from plugins.proofreading.nearest import is_slip, nearest

ELSEWHERE = re.compile(r"(https?:)?//|mailto:|tel:|sms:", re.IGNORECASE)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
HARMLESS = frozenset(
    "ftp ftps sftp irc ircs xmpp webcal feed geo magnet news nntp sip sips skype facetime whatsapp signal matrix "
    "callto about view-source maps spotify slack zoommtg msteams doi urn gopher gemini bitcoin git ssh steam".split()
)
"""Schemes that some program may know; to a browser that does not, they do nothing."""
DANGEROUS = frozenset({"javascript", "vbscript", "data", "blob"})
ON_DISK = re.compile(r"file:|[a-z]:[\\/]|\\\\|~/|/(?:Users|home|Volumes|mnt|private|tmp|var|etc)/", re.IGNORECASE)
LOCAL = re.compile(
    r"(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}"
    r"|[^.]+\.(?:local|localhost|internal|lan|home\.arpa|test)|[^.]+|.*deploy-preview-.*)",
    re.IGNORECASE,
)
"""Hosts that exist on one machine or network only (RFC 1918, RFC 6761, RFC 6762), and previews."""
WEBLIKE = re.compile(
    r"(?:www\.|(?:[\w-]+\.)+(?:com|org|net|uk|eu|de|fr|io|info|co|me|blog|coach|edu|gov)(?:/|$))", re.IGNORECASE
)
MAILLIKE = re.compile(r"[^\s@/:]+@[^\s@/]+\.\w+")
UNQUOTED = "/-._~!$&'()*+,;=:@"
"""What may stand in the path of an address as it is (RFC 3986, pchar and the slash)."""
PELICAN_FORM = re.compile(r"[{|](filename|static|attach|index|tag|category|author)[|}]")
CURLY = re.compile("[“”‘’„«»\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff]|%E2%80%9[89CD]", re.IGNORECASE)
CONTENT = "content/"
DRAFTS = "/drafts/"
COPY_IT = "Open the page you mean in your browser and copy its address."
BY_NAME = "Link to a musing by its file name, such as its-name.md, or to /an/address/."


@dataclass(frozen=True)
class Broken:
    """Why a link leads nowhere: the mistake's code, what is wrong and the fix.

    kept: whether readers get the link all the same, as it was written. cure: what to write instead, where it is known.
    """

    code: str
    wanted: str
    fix: str
    kept: bool = False
    cure: str = ""


def links_elsewhere(href: str) -> bool:
    """Whether a link leaves the site: another host, a mail address, a telephone number."""
    return bool(ELSEWHERE.match(href))


def is_malformed(href: str) -> bool:
    """Whether an address is empty, or holds signs that a word processor put there; proofreading tells of both."""
    return not href.strip() or bool(CURLY.search(href))


def is_dangerous(href: str) -> bool:
    """Whether an address could run something in a reader's browser."""
    scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", href))
    return scheme is not None and scheme[1].lower() in DANGEROUS


def resolve(href: str, source: Source, library: Library) -> str | Broken:
    """The address that a link of this source leads to.

    An internal one starts with `addresses.BASE`; one that leads to another host, or to an anchor
    of the same page, comes back as it was written.
    """
    href = href.strip()
    if links_elsewhere(href):
        inner = own_address(href, library)
        if inner is None:
            return _elsewhere(href)
        href = inner
    if href.startswith("#"):
        return href
    if broken := _strange(href):
        return broken
    if SCHEME.match(href):
        return href
    # What has neither a scheme nor a host can always be taken apart.
    parts = urlsplit(PELICAN_FORM.sub("", href))
    tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    path = unquote(parts.path)
    if "\0" in path:
        return Broken("link-broken", "This address holds a sign that none can hold.", COPY_IT)
    file = _file(path, source)
    if download := _download(path, file, library):
        return f"{addresses.BASE}{quote(download, UNQUOTED)}{tail}"
    if not path.startswith("/") and not file.startswith(CONTENT):
        return Broken("path-outside", "This leads out of the folder content/, where readers can't follow.", BY_NAME)
    if path.endswith(".md"):
        return _to_file(file, tail, source, library)
    if path.startswith("/"):
        return _to_address(path, tail, library)
    if not path:  # ?reading=this-page
        return f"{addresses.BASE}{source.address}{tail}"
    if PurePosixPath(path).suffix.lower() in PICTURES:
        wanted = "A link can't lead to a photograph's own file, which is not published."
        return Broken("link-broken", wanted, f"Show it: ![What it shows]({path}), or link to its album.")
    if file.startswith("content/files/"):
        names = [address for address in library.addresses if address.startswith("/files/")]
        guess = nearest(f"/{file.removeprefix(CONTENT)}", names)
        hint = f' Did you mean "{guess}"?' if guess else ""
        return Broken("link-broken", f"There is no such download.{hint}", "Put the file into content/files/.", cure="")
    # A name without .md, or with .html
    wanted, cure = _guess(f"{PurePosixPath(path.rstrip('/')).stem}.md", tail, source, library)
    return Broken("link-broken", f"I can't find what this link leads to. {wanted}".strip(), BY_NAME, cure=cure)


def own_address(href: str, library: Library) -> str | None:
    """The address within this site that a full one means; None where it leads elsewhere."""
    own = library.settings.practice.address
    bare, mine = (re.sub(r"^(?:https?:)?//(?:www\.)?", "", each, flags=re.IGNORECASE) for each in (href, own))
    if not mine or not (bare + "/").startswith(mine + "/") or not re.match(r"(https?:)?//", href, re.IGNORECASE):
        return None
    return bare[len(mine) :] or "/"


def _elsewhere(href: str) -> str | Broken:
    """A link to another host, unless nobody but the coach can follow it."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return Broken("link-broken", "This address can't be read.", "Copy it once more from your browser.")
    if parts.scheme.lower() in ("mailto", "tel", "sms"):
        return href
    if not host or " " in host:
        return Broken("link-broken", "This address names no website.", "Copy it once more from your browser.")
    if LOCAL.fullmatch(f"[{host}]" if ":" in host else host):
        wanted = f"{host} is on your own machine or network, or a preview: your readers would find nothing there."
        path = parts.path if parts.path not in ("", "/") else "/an/address/"
        return Broken("link-local", wanted, f"Write the address on your site, such as {path}", kept=True)
    return href


def _strange(href: str) -> Broken | None:
    """What no reader's browser could follow, said for what it is."""
    if ON_DISK.match(href):
        wanted = "This is a place on your own computer, where readers can't go."
        return Broken("link-to-disk", wanted, "Put the file into content/files/ and write /files/its-name.pdf.")
    if MAILLIKE.fullmatch(href):
        return Broken("link-broken", f'This is a mail address. Did you mean "mailto:{href}"?', "Begin it with mailto:")
    scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", href))
    if scheme and is_dangerous(href):
        wanted = f"An address that begins with {scheme[1].lower()}: could run a script in your reader's browser."
        return Broken("link-unsafe", wanted, "Link to a page instead, with https://.")
    if re.match(r"h?t*ps?:?/+|https?[;:]", href, re.IGNORECASE):
        return Broken("link-broken", "This address is not written in full.", "Begin it with https:// and the name.")
    if scheme and scheme[1].lower() not in HARMLESS and not re.fullmatch(r"[\w.-]+\.\w+", scheme[1]):
        wanted = "I don't know this kind of link."
        fix = "Begin it with https://, mailto: or tel:, or lead to a page of the site."
        return Broken("link-unknown", wanted, fix)
    if WEBLIKE.match(href):
        wanted = f'This looks like another website. Did you mean "https://{href}"?'
        return Broken("link-broken", wanted, "Begin it with https://.")
    return None


def _file(path: str, source: Source) -> str:
    """The file that a path means, as the coach knows it: from the source's folder, or from `content/` with a slash."""
    start = CONTENT if path.startswith("/") else f"{posixpath.dirname(source.file)}/"
    return composed(posixpath.normpath(start + path.lstrip("/")))


def _download(path: str, file: str, library: Library) -> str | None:
    """The address of a file in `content/files/` that is named by its address or relative to the source."""
    address = path if path.startswith("/") else f"/{file.removeprefix(CONTENT)}"
    return address if address.startswith("/files/") and library.addresses.get(address) == "file" else None


def _to_file(file: str, tail: str, source: Source, library: Library) -> str | Broken:
    target = library.by_file.get(file)
    if target is not None:
        return _to(target, tail, library)
    wanted, cure = _guess(posixpath.basename(file), tail, source, library)
    wanted = f"There is no such file. {wanted}".strip()
    return Broken("link-broken", wanted, "Write the file's name as it stands in its folder.", cure=cure)


def _guess(name: str, tail: str, source: Source, library: Library) -> tuple[str, str]:
    """A sentence with the file that was surely meant by a name, as this source would write it, and that alone."""
    found = nearest(name, library.by_name)
    if not found:
        return "", ""
    meant = posixpath.relpath(library.by_name[found].file, posixpath.dirname(source.file))
    certain = name == found or is_slip(name, found)
    return f'Did you mean "{meant}"?', meant + tail if certain else ""


def _to_address(path: str, tail: str, library: Library) -> str | Broken:
    for address in (path, path.rstrip("/") + "/"):
        target = library.addresses.get(address)
        if isinstance(target, Source):
            return _to(target, tail, library, address)
        if target is not None:
            return f"{addresses.BASE}{quote(address, UNQUOTED)}{tail}"
    plain = path.rstrip("/") + "/"
    if source := library.by_address.get(plain):
        return _to(source, tail, library)
    found = nearest(path, library.addresses)
    guess = f' Did you mean "{found}"?' if found else ""
    cure = found + tail if is_slip(path.strip("/"), found.strip("/")) else ""
    return Broken("link-broken", f"There is no page at this address.{guess}", COPY_IT, cure=cure)


def _to(target: Source, tail: str, library: Library, address: str = "") -> str | Broken:
    if address.startswith(DRAFTS) and library.shows(target) and target.state in ("draft", "scheduled"):
        wanted = "This is an address of the preview, which exists on your own machine only."
        return Broken("link-to-draft", wanted, f"Write {target.public_address}, once it is published.")
    if not library.shows(target):
        when = "a draft" if target.state == "draft" else "not published yet"
        wanted = f'This leads to "{target.title}", which is {when}: readers would find nothing there.'
        return Broken("link-to-draft", wanted, "Publish it first, or take the link out.")
    return f"{addresses.BASE}{address or target.address}{tail}"
