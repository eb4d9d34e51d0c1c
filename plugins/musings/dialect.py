"""The one dialect: Python-Markdown with its usual extensions, lists as people write them, and the house's blocks."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.preprocessors import Preprocessor

from plugins.musings.at_work import AtWork
from plugins.musings.callouts import CalloutDrawer, CalloutProcessor, LineMarker, MarkRemover
from plugins.musings.lists import ListForm
from plugins.musings.tree import HouseTree, ScrollingCode

EXTENSIONS = ["abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "sane_lists"]
CONFIGURED: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TEXT": "←", "BACKLINK_TITLE": "Back to reference {} in the text"},
}
CUSTOM = re.compile(r"<[a-z]+-[a-z-]+[ >]")
PLAIN = re.compile(r"""(?:(?:[^\W\d_]|["'(“‘…£€$])[^\n|]*(?:\n|\Z))+\Z""")
"""Lines that begin with a letter, a quotation mark, a bracket or a sum of money: a paragraph, and nothing else."""


def make_markdown(at_work: AtWork, *, inside: bool = False) -> Markdown:
    """A Markdown instance for a whole build. inside: for the words of a block, which hold no block and no footnote."""
    names = [name for name in EXTENSIONS if not (inside and name == "footnotes")]
    # By module and not by name: for a name Python-Markdown would look through every package that is installed.
    modules = {name: import_module(f"markdown.extensions.{name}") for name in names}
    usual: list[Extension] = [module.makeExtension(**CONFIGURED.get(name, {})) for name, module in modules.items()]
    md = Markdown(extensions=[*usual, House(at_work, callouts=not inside)], output_format="html")
    # Looked up by number for every piece of text, or walked through for every block: a list does that faster than a
    # registry, and everybody has registered by now.
    md.treeprocessors["inline"].inlinePatterns = list(md.inlinePatterns)
    md.parser.blockprocessors = list(md.parser.blockprocessors)
    return md


class House(Extension):
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
        md.preprocessors.register(OnlyWhereTagsAre(md, md.preprocessors["html_block"]), "html_block", 20)
        md.parser.blockprocessors.register(PlainParagraph(md.parser), "plain_paragraph", 200)
        md.postprocessors.register(OwnElements(md), "raw_html", 30)
        md.postprocessors.register(ScrollingCode(md, self.at_work), "scrolling_code", 4)
        md.treeprocessors.register(HouseTree(md, self.at_work), "house", 4)


class OwnElements(RawHtmlPostprocessor):
    """A custom element that a room draws (`<photo-gallery>`) is a block, and stands in no paragraph."""

    def isblocklevel(self, html: str) -> bool:
        return CUSTOM.match(html) is not None or super().isblocklevel(html)


class PlainParagraph(ParagraphProcessor):
    """A short cut: what can only be a paragraph is asked of none of the other fifteen processors."""

    def test(self, parent: Element, block: str) -> bool:
        return PLAIN.match(block) is not None


class OnlyWhereTagsAre(Preprocessor):
    """Another: the search for raw HTML is left out of texts that hold none. It changes nothing in them."""

    def __init__(self, md: Markdown, search: Preprocessor) -> None:
        super().__init__(md)
        self.search = search

    def run(self, lines: list[str]) -> list[str]:
        found: list[str] = self.search.run(lines) if any("<" in line or "&" in line for line in lines) else lines
        return found
