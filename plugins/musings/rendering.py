"""Bodies into HTML: one Markdown instance for the whole build, and what the house adds to its tree.

Everything is done on Markdown's element tree, never on finished HTML. It happens when proofreading has passed;
what a room meets only now is told by `library.tell_late`.
"""

from __future__ import annotations

from markupsafe import Markup

from plugins.musings import partials
from plugins.musings.at_work import AtWork
from plugins.musings.dialect import make_markdown
from plugins.musings.library import Library
from plugins.musings.source import Source


class Renderer:
    """Renders one source after another."""

    def __init__(self, library: Library) -> None:
        self.at_work = AtWork(library, library.sources[0], self._inner)
        self.whole = make_markdown(self.at_work)
        self.inside = make_markdown(self.at_work, inside=True)

    def render(self, source: Source) -> None:
        """Fill in the source's html, anchors, styles and words."""
        self.at_work.begin(source)
        partials.collect_styles(source.styles)
        source.html = self.whole.reset().convert(source.body)

    def _inner(self, text: str) -> Markup:
        inside = self.inside.reset()
        inside.references.update(self.whole.references)
        return Markup(inside.convert(text))


def render_all(library: Library) -> None:
    """Render every source, drafts too."""
    if library.sources:
        renderer = Renderer(library)
        for source in library.sources:
            renderer.render(source)


def minutes(words: int) -> int:
    """Minutes of reading, at least one: 220 words a minute, near the mean of 238 for English non-fiction
    (Brysbaert 2019, Journal of Memory and Language 109), a little slower because one stops at questions.
    """
    return max(1, round(words / 220))
