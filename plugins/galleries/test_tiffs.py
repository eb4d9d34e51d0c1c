"""The many ways of a TIFF: each comes out right, or as one plain mistake."""

import struct

import pytest

from plugins.galleries.conversion import to_srgb
from plugins.galleries.photographs import open_photograph
from plugins.galleries.refusals import UnusablePhotograph

PX = 32
DOTS = PX * PX
COLOUR = (200, 120, 60)
LONG = 4
BITS, COMPRESSION, KIND, PLACES, SAMPLES, ROWS, SIZES = 258, 259, 262, 273, 277, 278, 279
PLANAR, TILE_WIDTH, TILE_HEIGHT, TILE_PLACES, TILE_SIZES, EXTRA, SAMPLE_FORMAT = 284, 322, 323, 324, 325, 338, 339
Tags = dict[int, list[int]]
GREY, INVERSE, INK, LAB, ICC_LAB, FILTERS = 1, 0, 5, 8, 9, 32803
TILED: Tags = {TILE_WIDTH: [16], TILE_HEIGHT: [16]}
INKS16: Tags = {BITS: [16] * 4, SAMPLES: [4], KIND: [INK]}


def tiff(tags: Tags, parts: list[bytes], order: str = "<") -> bytes:
    """A TIFF of 32 by 32 dots in these strips or tiles; RGB in 8 bits but for what `tags` says."""
    places, sizes = (TILE_PLACES, TILE_SIZES) if TILE_WIDTH in tags else (PLACES, SIZES)
    plain: Tags = {256: [PX], 257: [PX], BITS: [8] * 3, COMPRESSION: [1], KIND: [2], SAMPLES: [3], ROWS: [PX]}
    lengths = [len(part) for part in parts]
    whole = plain | tags | {places: [sum(lengths[:number]) for number in range(len(parts))], sizes: lengths}
    start = 8 + 2 + 12 * len(whole) + 4
    pixels = start + sum(4 * len(values) for values in whole.values() if len(values) > 1)
    entries, values_apart = b"", b""
    for tag in sorted(whole):
        values = [pixels + value for value in whole[tag]] if tag == places else whole[tag]
        packed = struct.pack(f"{order}{len(values)}I", *values)
        apart = struct.pack(f"{order}I", start + len(values_apart))
        entries += struct.pack(f"{order}HHI", tag, LONG, len(values)) + (packed if len(values) == 1 else apart)
        values_apart += packed if len(values) > 1 else b""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, len(whole))
    return head + entries + bytes(4) + values_apart + b"".join(parts)


def deep(order: str, *values: int) -> bytes:
    return struct.pack(f"{order}{len(values)}H", *values)


IN_16_BITS = [value * 257 for value in COLOUR]
RIGHT = {
    "in big-endian strips": (tiff({ROWS: [8]}, [bytes(COLOUR) * (DOTS // 4)] * 4, ">"), COLOUR),
    "one plane after the other": (tiff({PLANAR: [2]}, [bytes([value]) * DOTS for value in COLOUR]), COLOUR),
    "planes in strips": (
        tiff({PLANAR: [2], ROWS: [16]}, [bytes([value]) * (DOTS // 2) for value in COLOUR for _ in "ab"], ">"),
        COLOUR,
    ),
    "in tiles": (tiff(TILED, [bytes(COLOUR) * 256] * 4), COLOUR),
    "planes in tiles": (
        tiff(TILED | {PLANAR: [2]}, [bytes([value]) * 256 for value in COLOUR for _ in "abcd"]),
        COLOUR,
    ),
    "in 16 bits": (tiff({BITS: [16] * 3}, [deep(">", *IN_16_BITS) * DOTS], ">"), COLOUR),
    "planes in 16 bits": (
        tiff({BITS: [16] * 3, PLANAR: [2]}, [deep("<", value) * DOTS for value in IN_16_BITS]),
        COLOUR,
    ),
    "inks in 16 bits": (tiff(INKS16, [deep("<", 0, 65535, 65535, 0) * DOTS]), (255, 0, 0)),
    "an ink of one's own": (
        tiff({BITS: [8] * 5, SAMPLES: [5], KIND: [INK], EXTRA: [0]}, [bytes([0, 255, 255, 0, 9]) * DOTS]),
        (255, 0, 0),
    ),
    "in L*a*b*": (tiff({KIND: [LAB]}, [bytes([147, 29, 45]) * DOTS]), (198, 117, 59)),
    "black and white": (tiff({BITS: [1], SAMPLES: [1], KIND: [GREY]}, [b"\xff" * (DOTS // 8)]), (255,) * 3),
    "white and black": (tiff({BITS: [1], SAMPLES: [1], KIND: [INVERSE]}, [b"\xff" * (DOTS // 8)]), (0,) * 3),
    "four bits, inverse": (tiff({BITS: [4], SAMPLES: [1], KIND: [INVERSE]}, [b"\xaa" * (DOTS // 2)]), (85,) * 3),
    "something beside the colours": (
        tiff({BITS: [8] * 4, SAMPLES: [4], EXTRA: [0]}, [bytes([*COLOUR, 0]) * DOTS]),
        COLOUR,
    ),
}
FLOATS: Tags = {SAMPLE_FORMAT: [3] * 3}
TOLD = {
    "floating point": tiff(FLOATS | {BITS: [32] * 3}, [struct.pack("<3f", 0.8, 0.5, 0.2) * DOTS]),
    "half of it": tiff(FLOATS | {BITS: [16] * 3}, [struct.pack("<3e", 0.8, 0.5, 0.2) * DOTS]),
    "grey in floating point": tiff(
        {SAMPLE_FORMAT: [3], BITS: [32], SAMPLES: [1], KIND: [GREY]}, [struct.pack("<f", 0.5) * DOTS]
    ),
    "signed grey": tiff({SAMPLE_FORMAT: [2], BITS: [16], SAMPLES: [1], KIND: [GREY]}, [deep("<", 16_000) * DOTS]),
    "in 32 bits": tiff({BITS: [32] * 3}, [bytes(12) * DOTS]),
    "in 10 bits": tiff({BITS: [10] * 3}, [bytes(DOTS * 30 // 8)]),
    "L*a*b* as printers have it": tiff({KIND: [ICC_LAB]}, [bytes(3) * DOTS]),
    "a sensor's raw dots": tiff({BITS: [8], SAMPLES: [1], KIND: [FILTERS]}, [bytes(DOTS)]),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_a_tiff_is_right_in_every_dot(kind: str) -> None:
    data, colour = RIGHT[kind]
    photograph = open_photograph(data)
    found = to_srgb(photograph.image, photograph.profile).getcolors(9)
    assert found is not None and len(found) == 1
    assert max(abs(a - b) for a, b in zip(found[0][1], colour, strict=True)) <= 2  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", TOLD)
def test_a_tiff_that_cant_be_shown_is_told(kind: str) -> None:
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(TOLD[kind])
    assert told.value.wanted.startswith(("This is a TIFF of a kind", "This picture holds measurements"))
