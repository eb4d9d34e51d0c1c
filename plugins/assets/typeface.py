"""The `@font-face` rules: the house's typeface, and stand-ins with its measures until it has arrived.

A stand-in is a serif that the reader's machine has, scaled until a line of it is as long as one of ours and its
letters stand where ours will: when the typeface arrives the words change their dress, not their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.assets.fonts import ASCENT, DESCENT, FACES, FAMILY, REGULAR, SEMIBOLD, Face

# Kerning draws a line of ours together by so much more than one of the stand-ins (Chromium, all the words of the
# demonstration site; what remains varies by 0.6 % from one paragraph to another).
KERNING = 0.987
# How far, in parts of the em, a baseline may move unseen: 0.4 px in running text.
SEEN = 0.02


@dataclass(frozen=True)
class StandIn:
    """One cut of a serif that machines have, in place of one of our faces.

    family: how our style sheets call it. names: the full names under which systems know the cut.
    advance, ascent, descent: as of our faces, in parts of its em.
    """

    family: str
    face: Face
    names: tuple[str, ...]
    advance: float
    ascent: float
    descent: float


# From the fonts' own tables: Georgia, its widths by Gelasio, which has them; Times New Roman and Liberation Serif,
# which are as wide; Noto Serif, the serif of Android. Italics are short here, and go without.
STAND_INS = (
    StandIn("G", REGULAR, ("Georgia",), 0.4340, 0.917, 0.219),
    StandIn("G", SEMIBOLD, ("Georgia Bold",), 0.5059, 0.917, 0.219),
    StandIn("T", REGULAR, ("Times New Roman", "Liberation Serif"), 0.3952, 0.891, 0.216),
    StandIn("T", SEMIBOLD, ("Times New Roman Bold", "Liberation Serif Bold"), 0.4204, 0.891, 0.216),
    StandIn("N", REGULAR, ("Noto Serif",), 0.4722, 1.069, 0.293),
    StandIn("N", SEMIBOLD, ("Noto Serif Bold",), 0.5015, 1.069, 0.293),
)


def face_rules(addresses: Sequence[str]) -> str:
    """The rules for our faces at these addresses (one for each of `FACES`) and for their stand-ins."""
    ours = [our_rule(face, address) for face, address in zip(FACES, addresses, strict=True)]
    return "".join([*ours, *map(stand_in_rule, STAND_INS)])


def our_rule(face: Face, address: str) -> str:
    """The rule for one of our faces."""
    return f'@font-face{{font-family:{FAMILY};src:url("{address}");{_cut(face)}font-display:swap}}'


def stand_in_rule(font: StandIn) -> str:
    """Scaled to our width; and where its letters would then stand higher or lower than ours, moved as well.

    Every line height is set in CSS, so height and depth only place the baseline, in the middle of what
    they leave. The overrides count in parts of the scaled em.
    """
    scale = font.face.advance * KERNING / font.advance
    moved = abs((font.ascent - font.descent) * scale - (ASCENT - DESCENT)) / 2
    override = f";ascent-override:{ASCENT / scale:.0%};descent-override:{DESCENT / scale:.0%}"
    names = ",".join(f"local({name})" for name in font.names)
    moves = override if moved > SEEN else ""
    return f"@font-face{{font-family:{font.family};src:{names};{_cut(font.face)}size-adjust:{scale:.1%}{moves}}}"


def _cut(face: Face) -> str:
    """What tells this cut from the regular one."""
    weight = "" if face.weight == 400 else f"font-weight:{face.weight};"
    return weight + ("" if face.style == "normal" else f"font-style:{face.style};")
