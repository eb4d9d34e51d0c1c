"""The thin edge to Pelican: gives templates what their page wears, writes what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins import room_folders
from plugins.assets.errors import PageUnknown
from plugins.assets.fingerprints import Asset, find_asset, minify
from plugins.assets.fonts import FACES, face_asset
from plugins.assets.policy import policy
from plugins.assets.stylesheets import bundle
from plugins.assets.typeface import face_rules

FIRST_PAINT = "first-paint.js"


@dataclass(frozen=True)
class Dress:
    """What the head of one page holds: its style sheet, its inline script, the policy for both, its modules."""

    style: Markup
    script: Markup
    policy: Markup
    modules: list[str]


@dataclass
class Wish:
    """What a page that is being written has asked for so far."""

    styles: set[str] = field(default_factory=set)
    scripts: list[str] = field(default_factory=list)


class Wardrobe:
    """Everything that the pages of one build wear."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        theme = Path(settings["THEME"])
        self.templates = [*map(Path, room_folders("templates")), theme / "templates"]
        self.statics = [*map(Path, room_folders("static")), theme / "static"]
        self._assets: dict[str, Asset] = {}
        self._wishes: dict[str, Wish] = {}
        self._styles: dict[frozenset[str], str] = {}

    @property
    def assets(self) -> Iterable[Asset]:
        """What pages have asked for so far."""
        return self._assets.values()

    def asset(self, name: str) -> str:
        """The address of a static file, which will be published because of this question."""
        if name not in self._assets:
            found, *needs = find_asset(name, self.statics)
            self._assets |= {name: found} | {asset.address: asset for asset in needs}
        return self._path(self._assets[name].address)

    def uses(self, context: Context, *names: str) -> str:
        """Add styles to the page that is being written; gives nothing to print."""
        self._wish(context, *names).styles.update(names)
        return ""

    def admit(self, context: Context, text: str) -> str:
        """Let the page's policy name this text, the inside of a `<script>`; gives it back as it is.

        Browsers ask that of code alone; the Nu checker asks it of data too (JSON-LD).
        """
        self._wish(context, "admit").scripts.append(str(text))
        return text

    def dress(self, context: Context) -> Dress:
        """What the page that is being written wears; asked for once, after all else of it is drawn."""
        wish = self._wish(context, "dress")
        del self._wishes[context["output_file"]]
        styles = frozenset(wish.styles)
        if styles not in self._styles:
            self._styles[styles] = bundle(styles, self.templates, self._faces)
        chosen = policy(self._styles[styles], [self._first_paint, *wish.scripts], styles)
        # All three are the house's own texts, hashed as they stand: nothing of the coach's is in them.
        return Dress(Markup(self._styles[styles]), Markup(self._first_paint), Markup(chosen), self._modules(styles))

    def _modules(self, styles: Iterable[str]) -> list[str]:
        """The elements that the page's parts are: a style `room/name` whose room has a static `room/name.js` brings it.

        Bodies are drawn before any asset has an address, and say which styles they need all the same. A style that is
        asked for with a value brings no element: it has another use here.
        """
        names = [f"{style}.js" for style in sorted(styles)]
        return [self.asset(name) for name in names if any((folder / name).is_file() for folder in self.statics)]

    def _wish(self, context: Context, *names: str) -> Wish:
        page = context.get("output_file")
        if page is None:
            raise PageUnknown(names)
        return self._wishes.setdefault(page, Wish())

    @cached_property
    def _faces(self) -> str:
        library = self.settings.get("LIBRARY")
        assets = [face_asset(face, library.cache if library else None) for face in FACES]
        self._assets.update((asset.address, asset) for asset in assets)
        return face_rules([self._path(asset.address) for asset in assets])

    @cached_property
    def _first_paint(self) -> str:
        folder = next(folder for folder in self.statics if (folder / FIRST_PAINT).is_file())
        return minify((folder / FIRST_PAINT).read_text(encoding="utf-8"))

    def _path(self, address: str) -> str:
        """With the base path. Asked late: the room that knows it may register after this one."""
        path: Callable[[str], str] = self.settings["JINJA_GLOBALS"]["path"]
        return path(address)


def globals_for(settings: dict[str, Any]) -> dict[str, Callable[..., Any]]:
    """The names that templates may use, all of one wardrobe for each build."""
    wardrobe: Wardrobe = settings.setdefault("WARDROBE", Wardrobe(settings))

    @pass_context
    def uses(context: Context, *names: str) -> str:
        return wardrobe.uses(context, *names)

    @pass_context
    def dress(context: Context) -> Dress:
        return wardrobe.dress(context)

    @pass_context
    def admit(context: Context, text: str) -> str:
        return wardrobe.admit(context, text)

    return {"asset": wardrobe.asset, "uses": uses, "admit": admit, "dress": dress}


def offer(pelican: Any) -> None:
    """Put the names where Pelican's generators look for them."""
    pelican.settings["JINJA_GLOBALS"].update(globals_for(pelican.settings))


def publish(pelican: Any) -> None:
    """Write the files that pages asked for, and no others."""
    wardrobe: Wardrobe = pelican.settings["WARDROBE"]
    for asset in wardrobe.assets:
        target = Path(pelican.output_path) / asset.address.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.content)
