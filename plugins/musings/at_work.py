"""The source that is being rendered, and what is met on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markupsafe import Markup

from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading import Mistake

if TYPE_CHECKING:
    from plugins.musings.callouts import Callout


@dataclass
class AtWork:
    """What Markdown's processors share while a source is rendered.

    inner: renders Markdown within a block, as HTML. counts: how many of each thing the source has had.
    met: the blocks that have been read, unknown ones too. waiting: those that have not been drawn yet, with the
    paragraph that keeps their place.
    """

    library: Library
    source: Source
    inner: Callable[[str], Markup]
    counts: Counter[str] = field(default_factory=Counter)
    met: list[Callout] = field(default_factory=list)
    waiting: list[tuple[Element, Callout]] = field(default_factory=list)

    def begin(self, source: Source) -> None:
        """Turn to the next source."""
        self.source, self.counts, self.met, self.waiting = source, Counter(), [], []

    def count(self, thing: str) -> int:
        """How many of this thing the source has had, this one included."""
        self.counts[thing] += 1
        return self.counts[thing]

    def mistake(self, mistake: Mistake) -> None:
        """Record a mistake that shows only now; proofreading has told nearly all there are."""
        self.library.tell_late(mistake)
