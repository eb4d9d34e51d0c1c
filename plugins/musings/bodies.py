"""What is wrong in bodies, seen from their facts and from what the whole library holds: before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from plugins.musings import links
from plugins.musings.addresses import BASE
from plugins.musings.callouts import Callout, block_anchor, check_block
from plugins.musings.facts import Block, Finding, Link
from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.musings.whole import SECRETS
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import is_slip, nearest


def check_bodies(library: Library) -> Iterator[Mistake]:
    """Every body's findings, blocks, links and anchors. To be asked when every address is known."""
    for source in library.sources:
        for finding in source.facts.findings:
            if mistake := _mistake(finding, source, library):
                yield mistake
        for callout in callouts_of(source):
            yield from check_block(callout)
        for link in source.facts.links:
            yield from _check_link(link, source, library)


def callouts_of(source: Source) -> Iterator[Callout]:
    """The blocks of a source, as its rooms know them; their words are not rendered."""
    for block in source.facts.blocks:
        yield _callout(block, source)


def _callout(block: Block, source: Source) -> Callout:
    line = block.line + source.body_line - 1
    return Callout(block.word, block.argument, block.text, Markup(), source, line, block.number)


def _mistake(finding: Finding, source: Source, library: Library) -> Mistake | None:
    """The finding as a mistake in this file; None where the practice itself has made it public."""
    code, line, at, wanted, fix, column = finding
    if code == "address-private" and (source.kind != "musing" or _is_our_own(at, library)):
        return None
    mistake = source.mistake(code, None, line + source.body_line - 1, at, wanted, fix, None, column)
    return _without_secret(mistake) if code == "secret-shown" else mistake


def _is_our_own(words: str, library: Library) -> bool:
    """Whether site.toml shows it to everybody anyway."""
    business, form = library.settings.business, library.settings.contact_form
    shown = f"{business.email} {business.telephone} {business.postal_address} {form.recipient}".lower()
    return words.lower() in shown


def _without_secret(mistake: Mistake) -> Mistake:
    """A report may be kept where others read it: of the secret itself it shows the beginning."""
    hint = mistake.at[:4] + "…"
    found = SECRETS.sub(lambda secret: secret[0][:4] + "…", mistake.found.replace(mistake.at, hint))
    return Mistake(mistake.code, mistake.file, mistake.line, found, hint, mistake.wanted, mistake.fix, mistake.grade)


def _check_link(link: Link, source: Source, library: Library) -> Iterator[Mistake]:
    href, line = link.href.strip(), link.line + source.body_line - 1
    if links.is_malformed(href) or (link.kind == "html" and links.is_dangerous(href)):
        return  # told already
    resolved = links.resolve(href, source, library)
    if isinstance(resolved, links.Broken):
        told = resolved.code, None, line, link.href, resolved.wanted, resolved.fix
        yield source.mistake(*told, None, link.column, resolved.cure)
        return
    if link.kind == "html" and resolved.startswith(BASE) and (library.settings.base_path or not href.startswith("/")):
        fix = f"Write it in Markdown: [the words]({link.href})."
        wanted = "A link that is written as HTML is not looked after, and this one would lead nowhere."
        yield source.mistake("link-broken", None, line, link.href, wanted, fix, None, link.column)
        return
    if "#" in resolved and resolved.startswith(("#", BASE)):
        yield from _check_anchor(link, resolved, source, library)


def _check_anchor(link: Link, resolved: str, source: Source, library: Library) -> Iterator[Mistake]:
    address, _, anchor = resolved.partition("#")
    target = library.addresses.get(address.removeprefix(BASE).partition("?")[0]) if address else source
    if not isinstance(target, Source) or anchor in ("", "top") or has_anchor(target, anchor):
        return
    guess = nearest(anchor, target.facts.anchors)
    wanted = f'"{target.title}" has no place called {anchor}.' + (f' Did you mean "{guess}"?' if guess else "")
    cure = f"{link.href.partition('#')[0]}#{guess}" if is_slip(anchor, guess) else ""
    fix = "The name of a heading is its words in small letters with hyphens between them."
    line = link.line + source.body_line - 1
    yield source.mistake("anchor-dead", None, line, link.href, wanted, fix, None, link.column, cure)


def has_anchor(source: Source, anchor: str) -> bool:
    """Whether a link may lead to this place of a page: a heading, a footnote, a name that the coach gave, a block."""
    if anchor in source.anchors or anchor in source.facts.anchors:
        return True
    return any(block_anchor(callout) == anchor for callout in callouts_of(source))
