"""What a camera writes into a photo: the moment, the place, the maker, and which way up it was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

MAKE, MODEL, SERIAL_NUMBER = "Cairn", "Cairn Drawing Program", "CDP-000017"
VERSION = b"0232"  # of EXIF; offsets from UTC exist since 2.31
GPS_VERSION = b"\2\3\0\0"
# How the sensor has it, by the orientation mark: the opposite of how a viewer turns it (EXIF 2.32, tag 274).
HELD = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True)
class Taken:
    """How a photo was taken.

    moment bears its offset from UTC; place is (latitude, longitude) in degrees north and east, or nothing where the
    receiver had no fix; orientation is EXIF's, 1 to 8: 6 and 8 are a camera held on its side.
    """

    moment: datetime
    place: tuple[float, float] | None = None
    orientation: int = 1

    def stored(self, image: Image.Image) -> Image.Image:
        """The upright image as the camera stores it: a viewer that honours the mark shows it upright again."""
        return image.transpose(HELD[self.orientation]) if self.orientation in HELD else image

    def exif(self) -> Image.Exif:
        """What the camera writes, tag by tag (CIPA DC-008)."""
        exif = Image.Exif()
        exif[0x010F], exif[0x0110], exif[0x0112] = MAKE, MODEL, self.orientation
        offset = self.moment.strftime("%z")
        exif.get_ifd(0x8769).update(
            {
                0x9000: VERSION,
                0x9003: self.moment.strftime("%Y:%m:%d %H:%M:%S"),
                0x9011: f"{offset[:3]}:{offset[3:]}",
                0xA431: SERIAL_NUMBER,
            }
        )
        if self.place:
            latitude, longitude = self.place
            exif.get_ifd(0x8825).update(
                {
                    0: GPS_VERSION,
                    1: "N" if latitude >= 0 else "S",
                    2: sexagesimal(latitude),
                    3: "E" if longitude >= 0 else "W",
                    4: sexagesimal(longitude),
                }
            )
        return exif


def sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds of an angle without its sign, to a hundredth of a second (some 30 cm)."""
    minutes, hundredths = divmod(round(abs(degrees) * 360_000), 6_000)
    return IFDRational(minutes // 60, 1), IFDRational(minutes % 60, 1), IFDRational(hundredths, 100)
