"""Reflection prompts: a question to stop at, with a quiet place to answer it.

The coach types `> [!reflect]` and the question below it. Readers get the question set large, with
lines to write on when the page is printed. A prompt's id derives from the musing and the question's
words; `> [!reflect] {#held-back}` pins one.
"""

from plugins.prompts.prompts import register

__all__ = ["register"]
