"""Musings: the coach's Markdown, read once and turned into pages.

The coach types a file in `content/musings/` with YAML front matter, Markdown, and blocks that open
with `> [!word]`. Readers get a page at `/musings/<slug>/`, lists by date and by tag, and old
addresses that still lead there. Other rooms use `register_callout` to own a block's word and
`register_picture_drawer` to draw pictures.
"""

from plugins.musings.callouts import Callout, register_callout
from plugins.musings.tree import Image, register_picture_drawer
from plugins.musings.wiring import register

__all__ = ["Callout", "Image", "register", "register_callout", "register_picture_drawer"]
