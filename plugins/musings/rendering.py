"""Bodies into HTML: one Markdown instance for the whole build, and what the house adds to its tree.

Everything is done on Markdown's element tree, never on finished HTML. Rendering also gathers the
facts that proofreading wants (links, anchors, words), so that both see the same document.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markupsafe import Markup

from plugins.musings import partials
from plugins.musings.addresses import BASE
from plugins.musings.at_work import AtWork
from plugins.musings.callouts import CalloutDrawer, CalloutProcessor, LineMarker, MarkRemover
from plugins.musings.checks import check_settings
from plugins.musings.library import Library
from plugins.musings.lists import ListForm
from plugins.musings.redirects import settle_redirects
from plugins.musings.source import Source
from plugins.musings.tree import HouseTree, ScrollingCode, place

EXTENSIONS = ["abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "sane_lists"]
CONFIGURED: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TEXT": "←", "BACKLINK_TITLE": "Back to reference {} in the text"},
}


class Renderer:
    """Renders one source after another."""

    def __init__(self, library: Library) -> None:
        self.at_work = AtWork(library, library.sources[0], self._inner)
        self.whole = _markdown([*EXTENSIONS, _House(self.at_work, callouts=True)])
        inside = [name for name in EXTENSIONS if name != "footnotes"]
        self.inside = _markdown([*inside, _House(self.at_work, callouts=False)])

    def render(self, source: Source) -> None:
        """Fill in the source's html, anchors, styles and words."""
        self.at_work.begin(source)
        partials.collect_styles(source.styles)
        source.html = self.whole.reset().convert(source.body)

    def _inner(self, text: str) -> Markup:
        inside = self.inside.reset()
        inside.references.update(self.whole.references)
        return Markup(inside.convert(text))


def _markdown(extensions: list[str | Extension]) -> Markdown:
    """A Markdown instance for the whole build."""
    configs = {name: config for name, config in CONFIGURED.items() if name in extensions}
    md = Markdown(extensions=extensions, extension_configs=configs, output_format="html")
    # The inline patterns are looked up by number for every piece of text; a list does that faster than a registry.
    md.treeprocessors["inline"].inlinePatterns = list(md.inlinePatterns)
    return md


class _House(Extension):
    """What the house adds to Python-Markdown."""

    def __init__(self, at_work: AtWork, callouts: bool) -> None:
        super().__init__()
        self.at_work, self.callouts = at_work, callouts

    def extendMarkdown(self, md: Markdown) -> None:
        """Priorities: the line marker and lists before fenced code (25), blocks above quotations (20) and drawn before
        the words between them (20); the tree last."""
        if self.callouts:
            md.preprocessors.register(LineMarker(md), "line_marker", 28)
            md.parser.blockprocessors.register(CalloutProcessor(md.parser, self.at_work), "callout", 21)
            md.postprocessors.register(MarkRemover(md), "mark_remover", 5)
            md.treeprocessors.register(CalloutDrawer(md, self.at_work), "callouts", 30)
        md.preprocessors.register(ListForm(md), "list_form", 27)
        md.postprocessors.register(ScrollingCode(md, self.at_work), "scrolling_code", 4)
        md.treeprocessors.register(HouseTree(md, self.at_work), "house", 4)


def render_all(library: Library) -> None:
    """Render every source, drafts too, then check what could only be known at the end: anchors, and `site.toml`."""
    library.mistakes.extend(settle_redirects(library))
    if library.sources:
        renderer = Renderer(library)
        for source in library.sources:
            renderer.render(source)
    for source in library.sources:
        _check_anchors(source, library)
    library.mistakes.extend(check_settings(library))


def _check_anchors(source: Source, library: Library) -> None:
    for written, resolved in source.notes.get("anchored", []):
        address, _, anchor = resolved.partition("#")
        target = library.addresses.get(address.removeprefix(BASE).partition("?")[0]) if address else source
        if isinstance(target, Source) and anchor and anchor not in target.anchors:
            line, at = place(source, written)
            wanted = f'"{target.title}" has no place called {anchor}.'
            fix = "The name of a heading is its words in small letters with hyphens between them."
            library.mistakes.append(source.mistake("anchor-dead", None, line, at, wanted, fix, "fix"))


def minutes(words: int) -> int:
    """Minutes of reading, at least one: 220 words a minute, near the mean of 238 for English non-fiction
    (Brysbaert 2019, Journal of Memory and Language 109), a little slower because one stops at questions.
    """
    return max(1, round(words / 220))
