"""HDR: photographs whose numbers reach beyond the white of paper, brought into the range of a page.

They are shown as Chromium shows them on a screen without HDR, by the "reference white tone mapping operator" of SMPTE
ST 2094-50, annex D: paper white becomes half as bright, all below it likewise, and what is above it is bent into the
rest. All three channels are dimmed alike, by the largest of them, so that a colour stays the colour it was.
"""

from collections.abc import Callable
from functools import lru_cache
from math import exp, log2, pow, sqrt

from plugins.galleries.icc import table_profile
from plugins.galleries.primaries import BT_2020, Colorants, Vector, applied, inverse, product, to_light

PAPER_NITS = 203.0  # what HDR calls the white of paper (ITU-R BT.2408)
USUAL_NITS = 1000  # of the brightest spot, where a file does not tell
MOST_NITS = 10_000  # that PQ can say
KAPPA = 0.65  # how long the bend stays near its two straight ends (ST 2094-50, D.2)


def perceptual_quantizer(number: float) -> float:
    """Light, paper white being 1, for a number of the PQ kind (SMPTE ST 2084)."""
    root = pow(number, 1 / 78.84375)
    nits = MOST_NITS * pow(max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root), 1 / 0.1593017578125)
    return nits / PAPER_NITS


def hybrid_log_gamma(number: float) -> float:
    """The scene's light, 0 to 1, for a number of the HLG kind (ITU-R BT.2100, table 5)."""
    return number * number / 3 if number <= 0.5 else (exp((number - 0.55991073) / 0.17883277) + 0.28466892) / 12


def on_screen(scene: Vector) -> Vector:
    """The light of a screen of 1,000 nits, paper white being 1, for that of an HLG scene (the same table)."""
    red, green, blue = scene
    gain = 1000 / PAPER_NITS * pow(max(0.2627 * red + 0.6780 * green + 0.0593 * blue, 0.0), 0.2)
    return red * gain, green * gain, blue * gain


def dimmed(light: float, brightest: float) -> float:
    """Bring light from 0 to `brightest`, paper white being 1, into 0 to 1 (ST 2094-50, D.2).

    Straight up to paper white; from there a quadratic Bézier curve without a kink.
    """
    if brightest <= 1:
        return min(light, 1.0)
    paper = 1 - 0.5 * min(log2(brightest) / log2(USUAL_NITS / PAPER_NITS), 1)
    if light <= 1:
        return light * paper
    middle, height = 1 - KAPPA + KAPPA / paper, (1 - KAPPA) * paper + KAPPA
    a, b, c = 1 - 2 * middle + brightest, 2 * (middle - 1), 1 - min(light, brightest)
    t = -2 * c / (b + sqrt(b * b - 4 * a * c))
    return (1 - t) ** 2 * paper + 2 * t * (1 - t) * height + t * t


@lru_cache(maxsize=8)
def hdr_profile(colorants: Colorants, curve: Callable[[float], float], nits: int = USUAL_NITS) -> bytes:
    """The ICC profile for an HDR photograph. curve: one of the two above; nits: of its brightest spot."""
    brightest = nits / PAPER_NITS
    mixing = product(inverse(to_light(BT_2020)), to_light(colorants))
    light, shown = lru_cache(curve), to_light(BT_2020)

    def as_shown(red: float, green: float, blue: float) -> Vector:
        mixed = applied(mixing, (light(red), light(green), light(blue)))
        mixed = on_screen(mixed) if curve is hybrid_log_gamma else mixed
        most = max(mixed)
        gain = dimmed(most, brightest) / most if most > 0 else 0.0
        return applied(shown, (mixed[0] * gain, mixed[1] * gain, mixed[2] * gain))

    return table_profile(as_shown)
