"""Quiet: the coach reads one mistake for a damaged photograph, and no line of a library's own."""

import io
import logging
import os
import warnings
import zlib
from pathlib import Path

import pytest
from PIL import Image

from plugins.galleries.cache import PhotoCache
from plugins.galleries.conftest import drawn, saved
from plugins.galleries.darkroom import Fault
from plugins.galleries.foreman import needed_bytes
from plugins.galleries.inspection import Inspector
from plugins.galleries.quiet import quiet

SAMPLES = b"\x15\x01\x03\0\x01\0\0\0"  # TIFF's tag 277, one short number, little-endian
LONGER_THAN_A_JPEG = Image.new("L", (1, 65_501))


def test_what_compiled_code_writes_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    """It knows of no `sys.stderr`: libjpeg and libtiff write to the number 2."""
    with quiet(), pytest.raises(OSError, match="broken data stream"):
        LONGER_THAN_A_JPEG.save(io.BytesIO(), "JPEG")
    assert capfd.readouterr().err == ""
    with pytest.raises(OSError, match="broken data stream"):
        LONGER_THAN_A_JPEG.save(io.BytesIO(), "JPEG")
    assert "65500" in capfd.readouterr().err, "afterwards everything is heard again"


def test_what_is_said_before_and_after_is_heard(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before ")
    with quiet():
        os.write(2, b"meanwhile ")
    os.write(2, b"after")
    assert capfd.readouterr().err == "before after"


def test_what_goes_wrong_meanwhile_is_raised_and_ends_the_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt), quiet():
        raise KeyboardInterrupt
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"


def test_a_damaged_photograph_is_told_by_us_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Measured over public collections: Pillow logs this one, and warns of the next, in the middle of a build."""
    whole = saved(drawn(), "TIFF")
    assert whole.count(SAMPLES) == 1
    (tiff := tmp_path / "a.tif").write_bytes(whole.replace(SAMPLES + b"\3", SAMPLES + b"\xff"))
    (png := tmp_path / "b.png").write_bytes(moving_in_no_pictures(saved(drawn(), "PNG")))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        inspector = Inspector(PhotoCache(tmp_path / "cache"))
        assert isinstance(inspector.look(tiff), Fault)
        for path in (tiff, png):
            inspector.look(path)
            needed_bytes(path)
    assert capfd.readouterr().err == ""
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def moving_in_no_pictures(png: bytes) -> bytes:
    """A picture that says it is an animation, of no pictures at all."""
    chunk = b"acTL" + bytes(8)
    return png[:33] + (8).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4) + png[33:]
