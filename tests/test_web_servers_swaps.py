"""Releases that change places under load: every answer is one release's file, whole, and none fails."""

from __future__ import annotations

import itertools
import re
import subprocess
import threading
from collections.abc import Iterator

import pytest

from tests import long, tools
from tests.building import Build
from tests.fronting import WEB_SERVERS, Front, add_release, before, free_port, lay_out, switch_to

SECONDS = long.count(2, 30)
FIRST, SECOND = "0" * 40 + "-0", "1" * 40 + "-0"
PATHS = ["/", "/musings/why-listening-matters/", "/feeds/musings.atom.xml"]
LUA = """\
local paths, number = {%s}, 0
request = function()
  number = number + 1
  return wrk.format("GET", paths[number %% #paths + 1], {["Accept-Encoding"] = "br"})
end
"""


@pytest.fixture(scope="module", params=WEB_SERVERS)
def front(request: pytest.FixtureRequest, site: Build, tmp_path_factory) -> Iterator[Front]:
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    redirects = [("/blog/", "/musings/")]
    installation = lay_out(folder, request.param, site.output, address=f"http://127.0.0.1:{port}", redirects=redirects)
    add_release(installation, SECOND, site.output, redirects)
    for path in PATHS:
        file = installation.releases / SECOND / path.lstrip("/") / ("index.html" if path.endswith("/") else "")
        file.write_bytes(file.read_bytes() + b"<!-- the second -->")
    with before(installation, port) as front:
        yield front


def test_no_request_fails_while_releases_change_places(front, tmp_path):
    script, swaps, whole = tmp_path / "paths.lua", itertools.count(), {}
    script.write_text(LUA % ", ".join(f'"{path}"' for path in PATHS))
    installation, is_over = front.installation, threading.Event()
    for release in (FIRST, SECOND):
        switch_to(installation, release)
        whole[release] = {path: front.ask(path).body for path in PATHS}
    assert whole[FIRST]["/"] != whole[SECOND]["/"]

    def swap() -> None:
        for release in itertools.cycle((FIRST, SECOND)):
            if is_over.is_set():
                return
            switch_to(installation, release)
            next(swaps)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        load = [tools.program("wrk"), "-t1", "-c8", f"-d{SECONDS}s", "-s", str(script), installation.address]
        with subprocess.Popen(load, stdout=subprocess.PIPE, text=True) as wrk:
            asked = 0
            while wrk.poll() is None:
                for path in PATHS:
                    assert front.ask(path).body in (whole[FIRST][path], whole[SECOND][path])
                assert front.ask("/blog/").header("Location") == "/musings/"
                asked += len(PATHS) + 1
            assert wrk.stdout
            said = wrk.stdout.read()
    finally:
        is_over.set()
        swapping.join()
    assert "Non-2xx" not in said and "Socket errors" not in said, said
    number = re.search(r"(\d+) requests in", said)
    assert number and int(number[1]) > 100 and asked > 10
    long.done("requests while releases changed places", int(number[1]) + asked)
    long.done("changes of the live release under load", next(swaps))
