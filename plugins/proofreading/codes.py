"""Every mistake that Cairn knows, by its code: how grave it is. `docs/mistakes.md` has a section for each.

`stop`: the musing would be dropped, wrong or unsafe. `fix`: published as it is, and readers lose something.
`hint`: it could be better. A mistake that the table does not name counts as a stop.
"""

from __future__ import annotations

from typing import Literal

Grade = Literal["stop", "fix", "hint"]
GRADES: tuple[Grade, ...] = ("stop", "fix", "hint")

_STOPS = """
    content-missing settings-missing settings-unreadable setting-missing setting-wrong address-wrong
    recipient-placeholder form-placeholder form-nowhere
    file-unreadable file-misplaced file-linked download-unsafe not-utf-8 conflict-left
    front-matter-missing front-matter-unclosed header-old header-toml yaml-broken key-repeated
    title-missing date-missing date-unreadable date-ambiguous date-impossible status-unknown
    slug-missing address-taken redirect-unsafe redirect-hides redirect-loop redirect-twice
    series-unknown series-title-taken
    link-broken link-to-draft link-unsafe link-to-disk path-outside
    picture-missing picture-elsewhere picture-in-html picture-in-files
    album-missing album-unknown photo-unknown photo-nameless photos-wrong people-not-agreed
    block-unknown block-broken prompt-option prompt-kind footnote-in-block call-to-action-unknown call-to-action-words
    html-unsafe text-tangled kept-words form-words
"""
_FIXES = """
    setting-unknown setting-type business-incomplete complaints-missing recipient-missing form-setting-idle
    file-unknown name-unsafe name-twins
    key-unknown value-wrong words-swallowed tag-empty quiet-wrong
    part-wrong part-taken part-gap part-alone address-gone
    link-unknown link-syntax link-undefined link-empty link-local anchor-dead anchor-taken
    alt-missing alt-file-name photo-unusable photo-repeated focus-wrong hide-wrong album-empty
    prompt-empty block-run-on gallery-words album-unwritten code-unclosed html-unbalanced
    footnote-missing footnote-repeated words-garbled header-again heading-title heading-skipped
    html-unknown html-attribute secret-shown
"""
_HINTS = """
    byte-order-mark date-to-come updated-early title-repeated title-long summary-missing summary-long
    tag-near tag-lonely series-empty series-unpublished quiet-idle
    link-bare alt-in-caption picture-small picture-large photo-twice photo-title-repeated photo-hidden
    download-unread heading-bold
    comment-published menu-long text-missing words-unfinished import-leftover address-private word-doubled
    question-closed question-why question-double question-long prompts-many next-step-missing
    workbook-letters workbook-sign privacy-form
"""

CODES: dict[str, Grade] = {
    code: grade for grade, codes in zip(GRADES, (_STOPS, _FIXES, _HINTS), strict=True) for code in codes.split()
}
"""Code to grade, the gravest first."""
