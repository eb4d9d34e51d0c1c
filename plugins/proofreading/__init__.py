"""Proofreading: every mistake is told, all at once and in plain words, before anything is built.

A coach types nothing for it: it reads `site.toml` and everything in `content/`. Rooms add what
they know with `register_check`, and what is to be made before bodies are drawn with `register_preparation`. A `stop`
ends the build with status 1 and leaves the last good `output/` as it was; the rest is told and the build goes on.
"""

from plugins.proofreading.mistakes import Mistake, Stopped
from plugins.proofreading.reading import register, register_check, register_preparation

__all__ = ["Mistake", "Stopped", "register", "register_check", "register_preparation"]
