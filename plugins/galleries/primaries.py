"""Primaries: what red, green, blue and white a photograph's numbers are mixed of, and how such are reckoned with."""

Chromaticities = tuple[float, ...]
"""x and y of red, of green, of blue and of white (CIE 1931)."""
Colorants = tuple[float, ...]
"""X, Y and Z of red, of green and of blue, adapted to D50 by Bradford as ICC.1:2022, annex E, asks."""
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

D50: Vector = (0.9642, 1.0, 0.8249)
BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
D65, C, E, THEATRE = (0.3127, 0.3290), (0.310, 0.316), (1 / 3, 1 / 3), (0.314, 0.351)
IN_P3 = (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)
IN_170M = (0.630, 0.340, 0.310, 0.595, 0.155, 0.070)
CHROMATICITIES: dict[int, Chromaticities] = {  # ITU-T H.273, table 2
    1: (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, *D65),
    4: (0.670, 0.330, 0.210, 0.710, 0.140, 0.080, *C),
    5: (0.640, 0.330, 0.290, 0.600, 0.150, 0.060, *D65),
    6: (*IN_170M, *D65),
    7: (*IN_170M, *D65),
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, *C),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *D65),
    10: (1.0, 0.0, 0.0, 1.0, 0.0, 0.0, *E),  # X, Y and Z themselves
    11: (*IN_P3, *THEATRE),
    12: (*IN_P3, *D65),
    22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077, *D65),
}


def colorants_of(chromaticities: Chromaticities) -> Colorants:
    """The colorants of these primaries; raises `ZeroDivisionError` where they span no colours at all."""
    red, green, blue, white = (tristimulus(*chromaticities[at : at + 2]) for at in (0, 2, 4, 6))
    unscaled = transposed((red, green, blue))
    shares = applied(inverse(unscaled), white)
    mixed = tuple(tuple(part * share for part, share in zip(row, shares, strict=True)) for row in unscaled)
    adapted = product(adaptation(white), mixed)  # type: ignore[arg-type]
    return tuple(part for column in transposed(adapted) for part in column)


def tristimulus(x: float, y: float) -> Vector:
    """X, Y and Z of a chromaticity, so bright that they sum up to 1 or, where there is light in it, Y is 1."""
    scale = y or 1.0
    return x / scale, y / scale, (1 - x - y) / scale


def adaptation(white: Vector) -> Matrix:
    """What makes colours seen in this white those that look alike in D50."""
    theirs, ours = applied(BRADFORD, white), applied(BRADFORD, D50)
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    scaled = ((ratios[0], 0.0, 0.0), (0.0, ratios[1], 0.0), (0.0, 0.0, ratios[2]))
    return product(inverse(BRADFORD), product(scaled, BRADFORD))


def to_light(colorants: Colorants) -> Matrix:
    """The matrix that makes red, green and blue into X, Y and Z."""
    return transposed((colorants[:3], colorants[3:6], colorants[6:]))  # type: ignore[arg-type]


def transposed(matrix: Matrix) -> Matrix:
    return tuple(zip(*matrix, strict=True))  # type: ignore[return-value]


def applied(matrix: Matrix, vector: Vector) -> Vector:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    x, y, z = vector
    return a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z


def product(left: Matrix, right: Matrix) -> Matrix:
    return transposed(tuple(applied(left, column) for column in transposed(right)))  # type: ignore[arg-type]


def inverse(matrix: Matrix) -> Matrix:
    """Raises `ZeroDivisionError` for a matrix that has none."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / whole, (c * h - b * i) / whole, (b * f - c * e) / whole),
        ((f * g - d * i) / whole, (a * i - c * g) / whole, (c * d - a * f) / whole),
        ((d * h - e * g) / whole, (b * g - a * h) / whole, (a * e - b * d) / whole),
    )


SRGB, P3, BT_2020 = (colorants_of(CHROMATICITIES[number]) for number in (1, 12, 9))
ADOBE_RGB = colorants_of((0.640, 0.330, 0.210, 0.710, 0.150, 0.060, *D65))
