"""What is heavy is told in plain words, and refuses nothing."""

import os
import random

from bench.weight import main_text, musings_of
from bench.weight import weigh as weighed
from publisher.checking import weigh
from publisher.compressing import compress
from publisher.plain import columns
from publisher.words import MainText
from tests.building import Build, small_site


def musing(body):
    return f"<!doctype html><title>T</title><main>{body}</main>"


def noise(count):
    """Attributes that no compression makes smaller: markup, not words."""
    dice = random.Random("noise")
    return "".join(f'<i data-x="{dice.getrandbits(256):x}"></i>' for _ in range(count))


def write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return set(files)


def unwrapped(lines):
    return " ".join(" ".join(lines).split())


def test_a_musing_of_much_markup_is_hinted_at_and_one_of_many_words_is_not(tmp_path):
    dice = random.Random("words")
    words = " ".join(f"{dice.getrandbits(60):x}" for _ in range(3000))
    files = write(
        tmp_path,
        {
            "musings/heavy/index.html": musing(f"{noise(150)}Few words."),
            "musings/long/index.html": musing(f"<p>{words}"),
            "musings/page/2/index.html": musing(noise(150)),
            "musings/moved/index.html": f'<meta http-equiv="refresh" content="0; url=/">{musing(noise(150))}',
            "albums/x/index.html": musing(noise(150)),
        },
    )
    lines = weigh(tmp_path, files)
    said = unwrapped(lines)
    assert said.startswith("/musings/heavy/ is ") and said.endswith("Could it do with fewer?")
    assert "bytes beyond its words; at most 4,000 are meant." in said
    assert said.count("/musings/") == 1 and "/albums/" not in said
    assert all(columns(line) <= 72 for line in lines)
    assert weigh(tmp_path, files - {"musings/heavy/index.html"}) == [], "only what has changed"
    compress(tmp_path, files)
    assert weigh(tmp_path, files) == lines, "a page that is compressed already weighs the same"


def gallery(*photos):
    items = [
        f'<li><picture><source srcset="/sub/photos/{name}-480.avif 480w, /sub/photos/{name}-800.avif 800w"'
        f' type="image/avif" sizes="auto, (max-width: 40rem) {share}vw, 9rem">'
        f'<img src="/sub/photos/{name}-800.jpg" alt=""></picture>'
        for name, share in photos
    ]
    return f'<ul class="gallery">{"".join(items)}</ul><ul><li><img src="/sub/photos/other-480.jpg"></ul>'


def test_each_photo_of_a_gallery_after_the_first_has_its_allowance(tmp_path):
    """The very page that is too heavy with one photo keeps to its budget with eleven, which are 1,500 bytes more."""
    few = write(tmp_path, {"musings/a/index.html": musing(noise(125) + gallery(("p", 46)))})
    assert "at most 4,000 are meant" in unwrapped(weigh(tmp_path, few))
    many = write(tmp_path, {"musings/a/index.html": musing(noise(125) + gallery(*[("p", 46)] * 11))})
    assert weigh(tmp_path, many) == []


def test_a_heavy_photo_is_the_one_that_a_phone_would_choose(tmp_path):
    """46 % of 780 dots are served by 480, 90 % by 800; an old photograph is not told again with every push."""
    photos = {
        "photos/dawn-480.avif": os.urandom(26_400),
        "photos/dawn-800.avif": os.urandom(60_000),
        "photos/hill-480.avif": os.urandom(19_000),
        "photos/hill-800.avif": os.urandom(31_000),
    }
    page = {"albums/x/index.html": musing(gallery(("dawn", 46), ("hill", 90)))}
    write(tmp_path, page | photos)
    lines = weigh(tmp_path, {*page, *photos})
    assert unwrapped(lines).startswith("/photos/hill-800.avif is 31 kB on a phone; at most 20 are meant.")
    assert "/photos/dawn-480.avif is 26 kB on a phone" in unwrapped(lines)
    assert unwrapped(lines).count("/photos/") == 2
    assert weigh(tmp_path, set(page)) == []


def test_many_hints_are_cut_short(tmp_path):
    photos = {f"photos/{number}-480.avif": os.urandom(30_000) for number in range(9)}
    page = {"albums/x/index.html": musing(gallery(*((str(number), 46) for number in range(9))))}
    write(tmp_path, page | photos)
    assert weigh(tmp_path, {*page, *photos})[-1] == "And 4 more like these."


def test_a_real_musing_is_weighed_as_the_benchmark_weighs_it(tmp_path):
    """The same text, and no hint for what is within the budget: two programs that count, and one budget."""
    text = "---\ntitle: One\ndate: 2026-01-05\nsummary: S.\n---\n\n[Words](/contact/).\n\n> [!reflect]\n> Why?\n"
    done: Build = small_site(tmp_path, {"content/musings/one.md": text})
    assert done.status == 0, done.text
    [address] = musings_of(done.output)
    assert MainText(done.page(address)).text == main_text(done.page(address))
    one = weighed(done.output, address)
    assert one.beyond <= one.allowed and weigh(done.output, {"musings/one/index.html"}) == []
