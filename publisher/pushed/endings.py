"""Files that are not accepted for their ending alone: what can't be read here, and what would run or deceive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from publisher.pushed.reasons import Reason

CONTENT, FILES = "content/", "content/files/"
OTHER_WORDS = frozenset(".rst .rest .adoc .asciidoc .org .textile .mdx .html .htm .xhtml .xht .shtml".split())
RUNS = frozenset(
    ".html .htm .xhtml .xht .shtml .mht .mhtml .hta .js .mjs .cjs .wasm .xsl .xslt .swf .jar .php .htc".split()
)
PACKED = frozenset(".br .zst .gz .svgz .svgbr .tgz".split())
LAST = re.compile(r"\.[^./]*$")


def check_endings(paths: Iterable[str]) -> Iterator[Reason]:
    """A reason for each file of content that no site can take, by its name."""
    for path in paths:
        if not path.startswith(CONTENT):
            continue
        ending = LAST.search(path)
        suffix = ending[0].lower() if ending else ""
        stem = PurePosixPath(path).stem
        if path.startswith(FILES) and suffix in RUNS:
            wanted = (
                f"A file that ends in {suffix} would run on your site as if it were part of it, "
                "where your readers keep their answers."
            )
            yield Reason(path, wanted, "Write it as a page, in Markdown; a PDF, or a ZIP, may be downloaded.")
        elif suffix in OTHER_WORDS:
            wanted = f"Cairn reads Markdown only, and this ends in {suffix}."
            yield Reason(path, wanted, f"Write it in Markdown, as {stem}.md, or move it out of content/.")
        elif suffix in PACKED:
            wanted = f"This ends in {suffix}: your server would send it in place of another file, to be unpacked."
            yield Reason(path, wanted, "Put it here unpacked, or packed as a ZIP.")
