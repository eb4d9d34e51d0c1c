"""Partials drawn into a body while Markdown is rendered: a prompt, a gallery, an invitation."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_environment: Environment | None = None
_styles: set[str] = set()


def prepare(folders: list[str], options: dict[str, Any], names: dict[str, Any], filters: dict[str, Any]) -> None:
    """Make the environment of this build. folders: of templates, searched in order."""
    global _environment
    _environment = Environment(loader=FileSystemLoader(folders), undefined=StrictUndefined, **options)
    _environment.globals.update(names, uses=_use)
    _environment.filters.update(filters)


def collect_styles(styles: set[str]) -> None:
    """From here on, the styles that partials use are added to this set."""
    global _styles
    _styles = styles


def _use(*names: str) -> str:
    _styles.update(names)
    return ""


def render(template: str, **values: Any) -> Markup:
    """Draw a partial with these values; what comes back is safe to put into a page."""
    assert _environment is not None, "prepare() comes first"
    return Markup(_environment.get_template(template).render(**values))
