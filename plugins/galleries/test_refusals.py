"""What is refused, and that nothing but a refusal comes out of whatever comes in."""

import sys
from contextlib import suppress

import pillow_heif
import pytest
from PIL import Image

from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved, shown
from plugins.galleries.inspection import glance
from plugins.galleries.photographs import FORMATS, open_photograph
from plugins.galleries.refusals import (
    LARGEST_MEGAPIXELS,
    MEASUREMENTS,
    MOVING,
    NO_ROOM,
    ONE_BY_ONE,
    PAGES,
    UnusableHere,
    UnusablePhotograph,
    refuse_giant,
    told_plainly,
)
from plugins.galleries.strangers import ANEW, DAMAGED, DEVELOP, JPEG_INSTEAD, RAW, STILL

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC


def refusal(data: bytes) -> list[str]:
    """What the coach is told of a file that can't be shown, and the cure."""
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(data)
    return [told.value.wanted, told.value.fix]


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
@pytest.mark.parametrize("format", [*FORMATS, "HEIF"])
def test_a_photograph_cut_short_is_called_damaged(format: str, share: float) -> None:
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    data = saved(noise, format)
    cut = data[: int(len(data) * share)]
    try:
        open_photograph(cut)
    except UnusablePhotograph as error:
        assert error.fix == ANEW
    else:
        assert share > 0.9  # a few bytes of padding at the end are nobody's loss


def test_a_damaged_jpeg_is_told_in_these_words(jpeg: bytes) -> None:
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(jpeg[: len(jpeg) // 2])
    assert (told.value.wanted, told.value.fix) == (DAMAGED, ANEW)


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_is_told_and_never_stands_still_in_silence(format: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    moving = saved(frames[0], format, save_all=True, append_images=frames[1:], duration=100)
    assert refusal(moving) == glance(moving) == [MOVING, STILL]
    assert shown(saved(frames[0], format)).size == (40, 30)


def test_a_tiff_of_several_pages_is_told_unless_they_are_small_copies_of_the_first() -> None:
    small = Image.new("RGB", (60, 40))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    with_copy = saved(drawn(), "TIFF", save_all=True, append_images=[small])
    assert like(corners(shown(with_copy)), UPRIGHT)
    pages = saved(drawn(), "TIFF", save_all=True, append_images=[drawn()])
    assert refusal(pages) == glance(pages) == [PAGES, ONE_BY_ONE]


@pytest.mark.parametrize("mark", [{254: 1}, {50706: b"\1\4\0\0"}])
def test_a_raw_file_is_told_and_its_preview_not_shown_for_it(mark: dict[int, object]) -> None:
    """NEF, ARW and DNG are TIFFs, whose first picture is a preview of 160 by 120 px."""
    raw = saved(drawn(160, 120), "TIFF", tiffinfo=mark)
    assert refusal(raw) == glance(raw) == [RAW, DEVELOP]


@pytest.mark.parametrize("mode", ["I", "F"])
def test_measurements_in_32_bits_are_told(mode: str) -> None:
    data = saved(Image.new(mode, (9, 9)), "TIFF")
    assert refusal(data) == glance(data) == [MEASUREMENTS, JPEG_INSTEAD]


def test_a_giant_is_refused_in_words_before_it_is_decoded() -> None:
    """A picture of 20,000 × 20,000 px fits in 50 kB and needs 1.2 GB."""
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    with pytest.raises(UnusablePhotograph, match="too large") as told:
        open_photograph(bomb)
    assert "6,000 pixels" in told.value.fix
    with pytest.raises(UnusablePhotograph, match="12000 × 10001, which is 120 megapixels"):
        refuse_giant((12_000, 10_001))
    refuse_giant((12_000, LARGEST_MEGAPIXELS * 1_000_000 // 12_000))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "HEIF", "GIF"])
def test_every_kind_of_trouble_becomes_one_that_the_coach_can_read(format: str) -> None:
    """Decoders raise what they like; here each byte of a small photograph is spoilt in turn."""
    data = saved(Image.effect_noise((16, 16), 60).convert("RGB"), format)
    for at in range(0, min(len(data), 600)):
        for value in (0, 255):
            spoilt = data[:at] + bytes([value]) + data[at + 1 :]
            with suppress(UnusablePhotograph):
                open_photograph(spoilt)
            assert len(glance(spoilt)) > 1


def test_where_memory_ends_the_photograph_is_called_too_large_and_tried_again_another_time() -> None:
    with pytest.raises(UnusableHere, match=NO_ROOM), told_plainly(b""):
        raise MemoryError


def test_without_pillow_heif_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose set-up is older than the lock file."""
    data = saved(drawn(), "HEIF")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(UnusableHere, match="pillow-heif, which reads it, is not installed") as told:
        open_photograph(data)
    assert "pip install" in told.value.fix and "Most Compatible" in told.value.fix


def test_a_jpeg_that_would_take_minutes_is_called_damaged_at_once() -> None:
    """Each further pass over the dots costs a dozen bytes, and as long as the first."""
    data = saved(Image.new("L", (2000, 2000), 128), progressive=True, quality=30)
    last, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    bomb = data[:end] + data[last:end] * 6_000 + data[end:]
    assert refusal(bomb) == glance(bomb) == [DAMAGED, ANEW]
    assert shown(data).size == (2000, 2000)
