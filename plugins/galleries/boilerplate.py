"""Boiler-plate: what cameras and programs write where a caption belongs, which no reader wants to read."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 2_000  # characters; as long as IPTC lets a caption be
PROGRAMS = (
    "gimp|picasa|vsco|snapseed|photoshop|lightroom|adobe|imagemagick|instagram|canva|picsart|meitu|krita|affinity|darktable"
    "|rawtherapee|google|iphone|oneplus|redmi|poco|mi|realme|vivo|oppo|galaxy|samsung|huawei|honor"
)
SCENES = "oz|nor|co|cof|dav|dig|edf|sdr|r?hdr|rbt|ptr?|pl|fbt|bty|mde|_|soft|s|b"  # Huawei's marks, strung together
KINDS = "image|photo|picture|jpeg|scan|title|caption|description|untitled|user comments?"
NOTHING = "none|null|unknown|undefined|n/a|ascii|default|x-default|copyright,?"
CAMERAS = "dsc[nf]?|mg|mvimg|img|imag|image|pict?|pxl|wp|gopr|dji|cimg|sam|p|scan|photo|foto|bild"
SUFFIXES = "jpe?g|png|heic|heif|tiff?|webp|avif|gif|dng|nef|cr[23]|arw|psd"
SAY_NOTHING = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[\w-]+ ){0,2}(?:digital (?:still )?camera|dsc)|samsung csc|dcf [\d.]+|exif[ _]jpeg\w*|dcim\b.*|<[^<>]*>",
        rf"(?=.{{2,24}}$)(?:{SCENES})+",
        rf"(?:charset=\S+ )?(?:created|made|edited|processed|generated|taken|captured|shot) (?:with|by|using|in|on) "
        rf"(?:the )?(?:{PROGRAMS})\b.*",
        r"(?:file written by )?(?:adobe (?:photoshop|imageready|lightroom)|picasa|lead technologies)\b.*",
        r"software: .*|.* version \d[\d.]*|\{.*\}",
        r"screen ?shot[\W\d_]*(?:at)?[\W\d_]*(?:[ap]m)?|whatsapp image\b.*",
        rf"(?:my |new )?(?:{KINDS}|{NOTHING})(?:[-_ ]?\d+)?",
        rf"_?(?:{CAMERAS})[\W_]*\d[\d_.-]*\S*",  # IMG_1234, _DSC0012, P1010001
        rf"[^/\\]*\.(?:{SUFFIXES})|[a-z]:\\.*|/\S+",
    )
)
TURNS_TEXT = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF, 0xFFFD])


def tidy(text: str) -> str:
    """A line of plain text: no control characters, none that turn the writing round, one space between words."""
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST].translate(TURNS_TEXT))
    plain = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(plain).split())[:LONGEST].rstrip()


def is_boilerplate(text: str, machines: Container[str] = ()) -> bool:
    """Whether a tidy text says nothing of what is to be seen. machines: maker, model and program, in small letters."""
    text = text.casefold()
    if not any(letter.isalpha() for letter in text) or text in machines:
        return True
    return any(pattern.fullmatch(text) for pattern in SAY_NOTHING)
