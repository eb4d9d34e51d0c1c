"""`python -m tests.picture`: photographs the demonstration site's home page for the README."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.building import ROOT, build
from tests.serving import serve
from tests.tools import BROWSER_FLAGS, chromium

PICTURE = ROOT / "docs" / "home.png"
SHOWN_PX = {"width": 1280, "height": 760}


def main() -> None:
    """Build the site, open it, keep what a reader sees first, in 256 colours."""
    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "site"
        build(output)
        with serve(output) as host, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
            page = browser.new_page(viewport=SHOWN_PX, color_scheme="light")
            page.goto(f"{host}/", wait_until="networkidle")
            seen = page.screenshot()
            browser.close()
    image = Image.open(io.BytesIO(seen)).convert("RGB")
    image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
