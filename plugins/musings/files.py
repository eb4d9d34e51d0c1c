"""The files of the content folder themselves: which nobody would read, and which names make trouble elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from plugins.musings.addresses import PICTURES
from plugins.musings.library import Library, composed
from plugins.proofreading import Mistake

WORDS = frozenset((".md", ".markdown", ".mdown", ".mkd", ".txt", ".rst", ".html", ".htm", ".mdx", ".adoc", ".org"))
"""What a musing may have been saved as; `.md` alone is read."""
A_CAMERAS_OWN = frozenset(".mov .mp4 .m4v .3gp .aae .thm .xmp .lrv .dop .pp3".split())
"""What cameras, phones and darkrooms put beside a photograph: the film of a live one, notes of an edit."""
DOCUMENTS = frozenset(
    (".doc", ".docx", ".odt", ".rtf", ".pages", ".pdf", ".epub", ".key", ".ppt", ".pptx", ".xls", ".xlsx")
)
RUNS = frozenset(".html .htm .xhtml .xht .shtml .mht .mhtml .hta .js .mjs .cjs .wasm .xsl .xslt .swf .jar".split())
"""What a browser runs as a page or a script of the site when somebody opens the download."""
HIDDEN = (".", "~", "#")
SYSTEMS_OWN = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]|[. ]$')
"""What no file may be called on Windows (Microsoft, Naming Files, Paths, and Namespaces), nor be written in a shell.

Bytes that are no UTF-8, as an old archive leaves them in a name, stand in it as surrogates.
"""
NO_LETTER = "This name has a letter that no program can read: it was not written as UTF-8."


def files_below(root: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Everything below a folder by its name from the root, with slashes, in order; and whether it is a folder itself.

    What the system hides, as editors' own files are, is left out; links to other places are not followed.
    """
    found: list[tuple[str, bool]] = []
    for place, folders, files in os.walk(root / folder):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        here = Path(place).relative_to(root).as_posix()
        found += [(f"{here}/{name}", True) for name in folders]
        found += [(f"{here}/{name}", False) for name in files if not name.startswith(HIDDEN)]
    yield from sorted(found)


def check_files(library: Library) -> Iterator[Mistake]:
    """Everything in `content/` that is not read, and every name that is not safe everywhere."""
    seen: dict[str, str] = {}
    for file, is_folder in files_below(library.root, "content"):
        if file.rpartition("/")[2].casefold() in SYSTEMS_OWN:
            continue
        if os.path.islink(library.root / file):
            wanted = "This is a link to another place, which would be missing wherever your site is built."
            yield Mistake("file-linked", file, wanted=wanted, fix="Put the file itself here.")
            continue
        yield from _name(file, seen)
        suffix = PurePosixPath(file).suffix.lower()
        if file.startswith("content/files/") and not is_folder and suffix in RUNS:
            wanted = f"A file that ends in {suffix} would run as a part of your site, where readers keep their answers."
            fix = "Write it as a page, in Markdown; a PDF, or a ZIP, may be downloaded."
            yield Mistake("download-unsafe", file, wanted=wanted, fix=fix)
        if composed(file) not in library.by_file and not file.startswith("content/files/") and file != "content/files":
            yield from _unread(PurePosixPath(file), is_folder)


def _name(file: str, seen: dict[str, str]) -> Iterator[Mistake]:
    name = file.rpartition("/")[2]
    if unsafe := UNSAFE.search(name):
        sign = "a space or a full stop at its end" if unsafe[0] in ". " else f"the sign {unsafe[0]}"
        wanted = f"This name has {sign}, which not every computer can keep."
        wanted = NO_LETTER if unsafe[0] >= "\ud800" else wanted
        yield Mistake("name-unsafe", file, wanted=wanted, fix="Rename it with letters, digits and hyphens.")
    folded = composed(file).casefold()
    other = seen.setdefault(folded, file)
    if other != file:
        wanted = f"{PurePosixPath(other).name} differs from this only in capitals or accents: on a Mac or on"
        wanted += " Windows there can be only one of the two."
        yield Mistake("name-twins", file, wanted=wanted, fix="Rename one of them.")


def _unread(path: PurePosixPath, is_folder: bool) -> Iterator[Mistake]:
    """Words that would be dropped without a sound: saved under another ending, or where nobody looks."""
    file, suffix = str(path), path.suffix.lower()
    if is_folder:
        if suffix in WORDS:
            wanted, fix = "This is a folder with the name of a file.", "Take the ending out of its name."
            yield Mistake("file-misplaced", file, wanted=wanted, fix=fix)
        return
    if suffix not in WORDS:
        if suffix not in PICTURES:
            yield Mistake("file-unknown", file, wanted=_of_no_use(suffix), fix=_cure(suffix))
        return
    wanted = "Nobody would see this: it is not where musings, pages, series or albums are read."
    stem = path.stem.removesuffix(".md")
    fix = f"Move it to content/musings/ or content/pages/, as {stem}.md."
    if path.parts[1] == "albums" and stem.casefold() == "album":
        fix = "Rename it album.md, in small letters."
    if path.suffix != ".md" and path.parts[1] in ("musings", "pages", "series"):
        wanted = f"Nobody would see this: only files that end in .md are read, and this ends in {path.suffix}."
        fix = f"Rename it {stem}.md, or move it out of content/."
        if suffix in (".rst", ".html", ".htm", ".adoc", ".org"):
            fix = f"Write it in Markdown, as {stem}.md, or move it out of content/."
    yield Mistake("file-misplaced", file, wanted=wanted, fix=fix)


def _of_no_use(suffix: str) -> str:
    ending = f"A file that ends in {suffix}" if suffix else "A file without an ending"
    return f"{ending} is not read here, and readers don't get it."


def _cure(suffix: str) -> str:
    if suffix in (".bak", ".tmp", ".swp", ".orig", ".old", "") or suffix.endswith("~"):
        return "Delete it, or move it out of content/."
    if suffix in DOCUMENTS:
        return "Copy its words into a file that ends in .md; for a download, put it into content/files/."
    if suffix in A_CAMERAS_OWN:
        return "Move it out of content/: a photograph needs nothing beside it, and this may tell where it was taken."
    return "Move it out of content/, or into content/files/ for readers to download."
