"""Hostile pushes: each a commit that somebody could push, and words of the reason with which it is refused."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bombs import bmp, chunk, gif, heif, jpeg, png, svg, tiff, webp, zipped
from tests.building import SMALL_SITE
from tests.objects import FILE, FOLDER, LINK, SUBMODULE, Objects

MUSING = "---\ntitle: At Pace\ndate: 2026-03-02\nsummary: Why slow is a skill.\n---\n\nSlow is a skill.\n"
ORDINARY = {**SMALL_SITE, "content/musings/at-pace.md": MUSING}
"""A site that is published: what stands before each hostile push, and in it."""


Made = tuple[tuple[bytes, ...], str, str]
"""One file more: the parts of its path, its mode, the id of its content."""
Make = Callable[[Objects], list[Made]]


@dataclass(frozen=True)
class Push:
    """One hostile push.

    make: the files that are added to the ordinary site, in place of those of the same path.
    words: what the reason says.
    without: the beginning of paths of the ordinary site that are left out.
    told_by: "tree" where `publisher.pushed` tells it, "site" where the proofreader does, "refs" where the hook does.
    refspec: what is pushed to where. is_rooted: it builds on what is live. unsent: git's own client can't send it.
    """

    name: str
    make: Make
    words: str
    without: tuple[str, ...] = ()
    told_by: str = "tree"
    refspec: str = "{commit}:refs/heads/main"
    is_rooted: bool = True
    unsent: bool = False

    def commit(self, objects: Objects, *parents: str) -> str:
        """Write the commit; return its id."""
        more = self.make(objects)
        taken = {parts for parts, _, _ in more}
        files = [made for made in ordinary(objects, self.without) if made[0] not in taken]
        return objects.commit(objects.folders([*files, *more]), *parents)


def ordinary(objects: Objects, without: tuple[str, ...] = ()) -> list[Made]:
    """The files of the ordinary site."""
    return files_of(
        objects, {name: text for name, text in ORDINARY.items() if not (without and name.startswith(without))}
    )


def files_of(objects: Objects, files: Mapping[str, str | bytes], mode: str = FILE) -> list[Made]:
    """Files by their path and content. The path may hold bytes as surrogates."""
    parts = {name: tuple(name.encode("utf-8", "surrogateescape").split(b"/")) for name in files}
    return [(parts[name], mode, objects.blob(data)) for name, data in files.items()]


def added(files: Mapping[str, str | bytes], mode: str = FILE) -> Make:
    """Add these files."""
    return lambda objects: files_of(objects, files, mode)


def named(*parts: str | bytes, data: str | bytes = "x", mode: str = FILE) -> Make:
    """Add one file, whose parts may hold anything, slashes too."""
    path = tuple(part.encode() if isinstance(part, str) else part for part in parts)
    return lambda objects: [(path, mode, objects.blob(data))]


def in_musings(name: str | bytes) -> Make:
    """A file of that name among the musings."""
    return named("content", "musings", name, data=MUSING)


def musing(words: str) -> Make:
    """Another musing that says this."""
    return added({"content/musings/other.md": MUSING.replace("At Pace", "Other").replace("Slow is a skill.\n", words)})


def submodule(objects: Objects) -> list[Made]:
    """A repository within, of which only the name comes along."""
    return [((b"content", b"musings", b"theirs"), SUBMODULE, "1" * 40)]


def pipe(objects: Objects) -> list[Made]:
    """What is neither a file, a folder nor a link."""
    return [((b"content", b"musings", b"a.md"), "10644", "1" * 40)]


def many(objects: Objects) -> list[Made]:
    """A hundred thousand files, of which each is the same."""
    one = objects.blob("x")
    folder = objects.tree((FILE, b"%06d.txt" % number, one) for number in range(100_000))
    return [((b"content", b"files", b"many"), FOLDER, folder)]


def bomb(objects: Objects) -> list[Made]:
    """A thousand million files: ten folders that are the same, nine times over."""
    return _tenfold(objects, objects.tree([(FILE, b"a", objects.blob("x"))]))


def hollow(objects: Objects) -> list[Made]:
    """A thousand million folders, and no file in any."""
    return _tenfold(objects, objects.tree([]))


def _tenfold(objects: Objects, folder: str) -> list[Made]:
    for _ in range(9):
        folder = objects.tree((FOLDER, b"%d" % number, folder) for number in range(10))
    return [((b"content", b"bomb"), FOLDER, folder)]


def deep(objects: Objects) -> list[Made]:
    """Folders within folders."""
    folder = objects.tree([(FILE, b"a.md", objects.blob("x"))])
    for _ in range(200):
        folder = objects.tree([(FOLDER, b"d", folder)])
    return [((b"content", b"d"), FOLDER, folder)]


def heavy(objects: Objects) -> list[Made]:
    """One file of 60 MB, a thousand times: a few kilobytes of a push fill any disk."""
    blob = objects.blob(bytes(49_000_000))
    folder = objects.tree((FILE, b"%03d.pdf" % number, blob) for number in range(500))
    return [((b"content", b"files"), FOLDER, folder)]


def drawing(inside: str, attributes: str = "") -> Make:
    """A drawing among the downloads."""
    return added({"content/files/plan.svg": svg(inside, attributes)})


def photo(data: bytes, suffix: str) -> Make:
    """A photograph beside a musing."""
    return added({f"content/musings/large.{suffix}": data})


LEADS_OUT, GITS, OBEYED = "leads out of your site", "This name is git's own", "git is told to change files"
UNSEEN, WINDOWS = "can't be seen", "Windows keeps this name for itself"
TOO_LARGE, RUNS, LINKED = "This photograph is too large", "would run on your site", "This is a link to another place"
CODE = "This server takes content only"
HUGE = (60_000, 50_000)
BOM = unicodedata.lookup("ZERO WIDTH NO-BREAK SPACE")

IN_TREES = (
    # what is no file
    Push("a link to a file of the server", named("content", "musings", "a.md", data="/etc/passwd", mode=LINK), LINKED),
    Push("a link in place of a folder", named("content", "files", data="/etc", mode=LINK), LINKED),
    Push("a link in place of all content", named("content", data="/etc", mode=LINK), LINKED, without=("content/",)),
    Push("a link in place of site.toml", named("site.toml", data="/etc/passwd", mode=LINK), LINKED),
    Push("a submodule", submodule, "a repository inside yours"),
    Push("a pipe, which git takes for a submodule", pipe, "a repository inside yours"),
    Push(
        "a repository without its .git",
        added({f"content/x/{name}": "x" for name in ("HEAD", "config", "objects/a", "refs/b")}),
        "Git would take this folder for a repository",
    ),
    # names that lead elsewhere
    Push("a way up", named("content", "musings", "..", "..", "..", "evil.md"), LEADS_OUT),
    Push("a way up in one name", named("content", "../../../evil.md"), LEADS_OUT),
    Push("a way from the root", named("/etc/cron.d/evil"), LEADS_OUT),
    Push("a folder that is this one", named("content", ".", "a.md"), LEADS_OUT),
    Push("a name that ends with a slash", named("content", "a/"), LEADS_OUT),
    Push("a name without a letter", named("content", ""), "empty filename in tree entry", unsent=True),
    Push("Windows' way up", in_musings("..\\..\\evil.md"), "a backslash"),
    Push("Windows' drive", named("content", "C:", "evil.md"), "a colon"),
    Push("Windows' hidden part of a file", in_musings("at-pace.md::$DATA"), "a colon"),
    # names that git obeys
    Push("a hook", named("content", ".git", "hooks", "post-checkout"), GITS),
    Push("a hook, in capitals", named("content", ".GIT", "hooks", "post-checkout"), GITS),
    Push("a hook, in Windows' short name", named("content", "git~1", "config"), GITS),
    Push("a hook, as a Mac reads it", named("content", ".g\u200cit", "config"), GITS),
    Push("a hook, behind a mark", named("content", f"{BOM}.git", "config"), GITS),
    Push("a hook, as Windows reads it", named("content", ".git. ", "config"), GITS),
    Push("a hook, in a hidden part", named("content", ".git::$INDEX_ALLOCATION", "config"), GITS),
    Push("modules", added({".gitmodules": '[submodule "a"]\n\tpath = a\n\turl = -u./evil\n'}), OBEYED),
    Push("attributes", added({".gitattributes": "* export-ignore\n"}), OBEYED),
    Push("attributes among the musings", added({"content/musings/.gitattributes": "*.md ident\n"}), OBEYED),
    Push("attributes, in capitals", added({"content/.GitAttributes": "*.md filter=x\n"}), OBEYED),
    Push("attributes beside documents", added({"docs/x/.gitattributes": "* filter=x\n"}), "change files on their way"),
    # names that deceive
    Push("a name of two lines", in_musings("a\nrefused.md"), "ends a line"),
    Push("a name that writes on the terminal", in_musings("a\x1b[2J.md"), "(U+001B)"),
    Push("a name that is no UTF-8", in_musings(b"caf\xe9.md"), "not written in UTF-8"),
    Push("a slash in a roundabout way", in_musings(b"..\xc0\xaf..\xc0\xafevil.md"), "not written in UTF-8"),
    Push("half a character", in_musings(b"a\xed\xa0\x80.md"), "not written in UTF-8"),
    Push("a name that is read backwards", in_musings("a\u202edm.md"), "turns the direction of writing"),
    Push("a name with nothing to see", in_musings("a\u200b.md"), UNSEEN),
    Push("a name with tags", in_musings("a\U000e0041.md"), UNSEEN),
    Push("the site's own mark", in_musings("\ue000.md"), "(U+E000)"),
    # names that others can't keep
    Push("Windows' own name", in_musings("aux.md"), WINDOWS),
    Push("Windows' own folder", named("content", "files", "COM1", "a.pdf"), WINDOWS),
    Push("a full stop at the end", named("content", "files", "plan.", "a.pdf"), "ends with a full stop"),
    Push("a space at the end", named("content", "files", "plan.pdf "), "ends with a space"),
    Push("twins in capitals", added({"content/musings/At-Pace.md": MUSING}), "differs from this only in capitals"),
    Push("folders that are twins", added({"Content/musings/b.md": MUSING}), "differs from this only in capitals"),
    Push(
        "twins in full", added({"content/files/straße.pdf": "x", "content/files/STRASSE.pdf": "x"}), "only in capitals"
    ),
    Push("twins in accents", added({"content/files/é.pdf": "x", "content/files/e\u0301.pdf": "y"}), "how an accent"),
    Push(
        "a file and a folder of one name",
        lambda objects: [
            ((b"content", b"a"), FILE, objects.blob("x")),
            ((b"content", b"a"), FOLDER, objects.tree([(FILE, b"b", objects.blob("x"))])),
        ],
        "A file and a folder both have this name",
    ),
    Push(
        "one name twice",
        lambda objects: [((b"content", b"a.md"), FILE, objects.blob(words)) for words in "xy"],
        "This name is there twice",
    ),
    Push("a name too long for a disk", named("content", "files", "a" * 256), "This name takes 256 bytes"),
    Push("a path too long", named("content", *["a" * 200] * 6, "b"), "with its folders, takes"),
    Push("a path too deep", deep, "folders deep"),
    Push("a Mac's notes", added({"content/albums/.DS_Store": "x"}), "Nothing is wrong with your own files"),
    Push("Windows' small copies", added({"content/files/Thumbs.db": "x"}), "small copies of your photographs"),
    Push(
        "a Mac's shadow of a photograph", added({"content/albums/a/._dawn.jpg": "x"}), "A Mac put this beside your file"
    ),
    # sizes
    Push("a hundred thousand files", many, "There are more than 50,000 files"),
    Push("a thousand million files", bomb, "There are more than 50,000 files"),
    Push("a thousand million folders", hollow, "There are more than 50,000 files and folders"),
    Push("a film", added({"content/albums/a/run.mov": bytes(26_000_000)}), "Put it at a service for films"),
    Push("a photograph of 101 MB", photo(bytes(101_000_000), "tif"), "6,000 pixels on its longer side"),
    Push("a musing of five megabytes", musing("word " * 1_000_000), "a text may take 4 MB"),
    Push("more than a disk", heavy, "All files together take 24.5 GB"),
    # code
    Push("settings that read the server", added({"pelicanconf.py": "print(open('/etc/passwd').read())\n"}), CODE),
    Push("a plugin", added({"plugins/evil/__init__.py": "import os\n"}), CODE),
    Push("a template", added({"theme/templates/base.html": "{{ x }}"}), CODE),
    Push("a Makefile", added({"Makefile": "publish:\n\tcat /etc/passwd\n"}), CODE),
    Push("packages", added({"requirements.lock": "evil==1.0\n"}), CODE),
    Push("hooks in the tree", added({"hooks/pre-receive": "#!/bin/sh\n"}, "100755"), CODE),
    Push(
        "a folder that is called site.toml",
        added({"site.toml/a": "x"}),
        "There is no site.toml",
        without=("site.toml",),
    ),
    Push("no content", lambda objects: [], "There is no folder content", without=("content/",)),
    Push("no site.toml", lambda objects: [], "There is no site.toml", without=("site.toml",)),
    # what unpacks to more than a machine has
    Push("a PNG of 3,000 megapixels", photo(png(*HUGE), "png"), TOO_LARGE),
    Push("a JPEG of 3,000 megapixels", photo(jpeg(*HUGE), "jpg"), TOO_LARGE),
    Push("a GIF of 3,000 megapixels", photo(gif(*HUGE), "gif"), TOO_LARGE),
    Push("a WebP of 200 megapixels", photo(webp(16_000, 16_000), "webp"), TOO_LARGE),
    Push("a TIFF whose second page has 3,000 megapixels", photo(tiff(*HUGE), "tif"), TOO_LARGE),
    Push("a BMP of 3,000 megapixels", photo(bmp(*HUGE), "bmp"), TOO_LARGE),
    Push("an HEIC of 3,000 megapixels", photo(heif(*HUGE), "heic"), TOO_LARGE),
    Push("an AVIF of 3,000 megapixels", photo(heif(*HUGE, b"avif"), "avif"), TOO_LARGE),
    Push("a PNG under another name", photo(png(*HUGE), "jpg"), TOO_LARGE),
    *(
        Push(
            f"a PNG whose {name.decode()} unpacks to 50 MB",
            photo(png(9, 9, chunk(name, start + zlib.compress(bytes(50_000_000)))), "png"),
            "unpack to more than 32 MB",
        )
        for name, start in ((b"iCCP", b"a\0\0"), (b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"))
    ),
    Push("a ZIP that unpacks to 300 MB", added({"content/files/a.zip": zipped(300_000_000)}), "on your readers' disks"),
    Push("a ZIP with a way up", added({"content/files/a.zip": zipped(1_000_000, "../evil")}), "outside of the folder"),
    Push("a packed twin of a page", added({"content/files/plan.pdf.gz": "x"}), "in place of another file"),
    Push("a packed drawing", added({"content/files/plan.svgz": "x"}), "in place of another file"),
    # what runs
    Push("a page among the downloads", added({"content/files/a.html": "<script>alert(1)</script>"}), RUNS),
    Push("a script among the downloads", added({"content/files/a.js": "alert(1)"}), RUNS),
    Push("a drawing with a script", drawing("<script>alert(1)</script>"), "there is <script> in it"),
    Push("a drawing that hears", drawing("", 'onload="alert(1)"'), "there is onload= in it"),
    Push("a drawing with a link that runs", drawing('<a href="java&#10;script:alert(1)"/>'), "fetched from elsewhere"),
    Push("a drawing with a page in it", drawing("<foreignObject/>"), "<foreignobject>"),
    Push(
        "a drawing whose link changes", drawing('<set attributeName="href" to="javascript:1"/>'), "a link that changes"
    ),
    Push(
        "a drawing with a script under another name",
        drawing('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
        "there is <script> in it",
    ),
    Push(
        "a drawing that unfolds",
        added({"content/files/a.svg": b'<!DOCTYPE svg [<!ENTITY a "a">]>' + svg("&a;")}),
        "stand for others",
    ),
    Push(
        "a drawing with a style sheet",
        added({"content/files/a.xml": b'<?xml-stylesheet href="a.xsl" type="text/xsl"?>' + svg("")}),
        "a style sheet",
    ),
    Push("a drawing that calls home", drawing('<image href="https://evil.example/a.png"/>'), "fetched from elsewhere"),
    Push("a drawing that is none", added({"content/files/a.svg": b"<svg><script>"}), "can't be read as a drawing"),
    Push(
        "a drawing in an encoding of its own",
        added({"content/files/a.svg": b"<?xml version='1.0' encoding='x-evil'?><a/>"}),
        "can't be read",
    ),
    # what is nobody's business
    Push(
        "a private key",
        added({"content/files/id_ed25519": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbg==\n"}),
        "This is a private key",
    ),
    # what Pelican could read, had it not been told otherwise
    Push(
        "reStructuredText that reads the server",
        added({"content/musings/a.rst": ".. include:: /etc/passwd\n"}),
        "Cairn reads Markdown only",
    ),
    Push("a page of HTML", added({"content/pages/a.html": "<title>x</title>"}), "Cairn reads Markdown only"),
)
"""Told by `publisher.pushed`, each where no code is trusted."""

IN_WORDS = (
    Push("a script in a musing", musing("<script>alert(1)</script>\n"), "A script", told_by="site"),
    Push("a frame in a musing", musing('<iframe src="https://evil.example"></iframe>\n'), "A frame", told_by="site"),
    Push("a link that runs", musing("[x](javascript:alert(1))\n"), "link-unsafe", told_by="site"),
    Push("a tag that hears", musing('<b onclick="alert(1)">x</b>\n'), "html-unsafe", told_by="site"),
    Push("a link out of the site", musing("[x](../../../etc/passwd)\n"), "path-outside", told_by="site"),
)
"""Told by the proofreader, in a build."""

BOTH = "{commit}:refs/heads/main {commit}:refs/heads/other"
IN_REFS = (
    Push("another branch", musing("More.\n"), "takes main", told_by="refs", refspec="{commit}:refs/heads/x"),
    Push("a tag", musing("More.\n"), "This server takes main", told_by="refs", refspec="{commit}:refs/tags/v1"),
    Push("a note", musing("More.\n"), "This server takes main", told_by="refs", refspec="{commit}:refs/notes/commits"),
    Push(
        "a commit in place of another",
        musing("More.\n"),
        "This server takes main",
        told_by="refs",
        refspec="{commit}:refs/replace/" + "1" * 40,
    ),
    Push("a branch below main", musing("More.\n"), "takes main", told_by="refs", refspec="{commit}:refs/heads/main/x"),
    Push("main in capitals", musing("More.\n"), "takes main", told_by="refs", refspec="{commit}:refs/heads/Main"),
    Push("a good push beside a bad one", musing("More.\n"), "takes main", told_by="refs", refspec=BOTH),
    Push("no main", musing("More.\n"), "can't be deleted", told_by="refs", refspec=":refs/heads/main"),
    Push(
        "another history, by force",
        musing("More.\n"),
        "your push would undo it",
        told_by="refs",
        refspec="+{commit}:refs/heads/main",
        is_rooted=False,
    ),
)
"""Told by the hook, from the name that is pushed to."""
