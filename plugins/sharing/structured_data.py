"""Structured data: a page told to search engines, as schema.org JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from plugins.musings.reader import iso
from plugins.proofreading.settings import Settings
from plugins.sharing.feed import changed

Absolute = Callable[[str], str]
CONTEXT = "https://schema.org"


def describe_musing(musing: Any, site: Settings, absolute: Absolute, picture: Any = None) -> Markup:
    """One BlogPosting, ready to stand in a `<script type="application/ld+json">`.

    picture: the Photo whose card is shown with the page, or None.
    """
    part = musing.series_part
    return as_script(
        {
            "@type": "BlogPosting",
            "headline": musing.title,
            "description": musing.summary,
            # A draft may have no date yet.
            "datePublished": musing.date and iso(musing.date),
            "dateModified": musing.date and iso(changed(musing)),
            "inLanguage": site.practice.language,
            "image": _image(picture, absolute),
            "author": _author(site),
            "publisher": _publisher(site),
            "isPartOf": part and {"@type": "CreativeWorkSeries", **_series(part.series, absolute)},
            "position": part and part.number,
        }
    )


def describe_series(series: Any, site: Settings, absolute: Absolute, picture: Any = None) -> Markup:
    """One CreativeWorkSeries, ready to stand in a script element."""
    return as_script(
        {
            "@type": "CreativeWorkSeries",
            **_series(series, absolute),
            "description": series.summary,
            "inLanguage": site.practice.language,
            "image": _image(picture, absolute),
            "author": _author(site),
            "publisher": _publisher(site),
        }
    )


def describe_album(album: Any, photos: Iterable[Any], site: Settings, absolute: Absolute) -> Markup:
    """One ImageGallery with the photos of this page of the album, ready to stand in a script element."""
    return as_script(
        {
            "@type": "ImageGallery",
            "name": album.title,
            "url": absolute(album.address),
            "description": album.description,
            "datePublished": album.date and iso(album.date),
            "contentLocation": album.place and {"@type": "Place", "name": album.place},
            "inLanguage": site.practice.language,
            "author": _author(site),
            "publisher": _publisher(site),
            "image": [_photo(photo, absolute) for photo in photos],
        }
    )


def describe_photo(photo: Any, album: Any, site: Settings, absolute: Absolute) -> Markup:
    """One ImageObject, ready to stand in a script element."""
    gallery = {"@type": "ImageGallery", "name": album.title, "url": absolute(album.address)}
    return as_script({**_photo(photo, absolute), "isPartOf": gallery, "publisher": _publisher(site)})


def describe_site(site: Settings, absolute: Absolute) -> Markup:
    """One WebSite, for the home page: search engines take the site's name from it."""
    practice = site.practice
    elsewhere = [link.address for link in site.links if link.address.startswith("https://")]
    return as_script(
        {
            "@type": "WebSite",
            "name": practice.name,
            "alternateName": practice.short_name if practice.short_name != practice.name else None,
            "url": absolute("/"),
            "description": practice.description,
            "inLanguage": practice.language,
            "publisher": _publisher(site) | ({"sameAs": elsewhere} if elsewhere else {}),
        }
    )


def as_script(data: dict[str, Any]) -> Markup:
    """The data as compact JSON that cannot end the script element it stands in.

    Keys keep their order, those without a value are left out. Of all characters only "<" can open
    `</script` or `<!--`, so it alone is escaped (HTML standard, 4.12.1.3, restrictions for script contents).
    """
    told = {key: value for key, value in {"@context": CONTEXT, **data}.items() if value}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # Safe: JSON without "<" cannot leave the element.
    return Markup(text.replace("<", "\\u003c"))


def _photo(photo: Any, absolute: Absolute) -> dict[str, Any]:
    """A photo's largest JPEG, and its own page."""
    told = {
        "@type": "ImageObject",
        "contentUrl": absolute(photo.largest.address),
        "url": absolute(photo.address),
        "name": photo.title,
        "caption": photo.caption,
        "description": photo.alt,
        "width": photo.largest.width,
        "height": photo.largest.height,
    }
    return {key: value for key, value in told.items() if value}


def _image(picture: Any, absolute: Absolute) -> str | None:
    return absolute(picture.card.address) if picture and picture.card else None


def _series(series: Any, absolute: Absolute) -> dict[str, str]:
    return {"name": series.title, "url": absolute(series.address)}


def _author(site: Settings) -> dict[str, Any]:
    """The coach as a person; the practice where the coach goes by its name."""
    if site.practice.coach == site.practice.name:
        return _publisher(site)
    return {"@type": "Person", "name": site.practice.coach, "url": site.practice.address + "/"}


def _publisher(site: Settings) -> dict[str, Any]:
    return {"@type": "Organization", "name": site.practice.name, "url": site.practice.address + "/"}
