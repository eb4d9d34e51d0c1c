"""Reflection prompts: a question to stop at, with a quiet place to answer it.

The coach types `> [!reflect]` and the question below it. Readers get the question set large, with
lines to write on when the page is printed, and where scripts run a box whose words stay in their
browser. A prompt's id derives from the musing and the question's words; `> [!reflect] {#held-back}`
pins one, and `> [!reflect] goal` says of which kind it is. What could be better in a question is told
as a hint. All questions together are at `/reflections/`; those of a series are its workbook, as a page
and as a PDF. `> [!kept]` prints, on the privacy page, all that the site keeps in a reader's browser;
`/see-for-yourself/` tells readers how to check that nothing leaves it.
"""

from pelican import signals

from plugins.prompts import (
    kept,
    notebook_pages,
    offline,
    places,
    prompts,
    reflections,
    see_for_yourself,
    workbook_pages,
)


def register() -> None:
    """Connect this room."""
    prompts.register()
    kept.register()
    see_for_yourself.register()
    notebook_pages.register()
    signals.article_generator_finalized.connect(places.tell_musings)
    signals.page_generator_finalized.connect(places.tell_pages)
    reflections.register()
    workbook_pages.register()
    offline.register()
