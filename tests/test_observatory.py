"""What MDN's HTTP Observatory says of the headers that readers get, by its own scanner, without a network."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publisher.installation import write_whole
from tests import tools
from tests.building import Build
from tests.fronting import WEB_SERVERS, Front, before, certificate, free_port, lay_out


@pytest.fixture(scope="module", params=WEB_SERVERS)
def front(request: pytest.FixtureRequest, site: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Over https, with a certificate that the scanner is told to trust; the port leads http to https."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    named = dict(zip(("certificate", "key"), certificate(folder, "localhost"), strict=True))
    installation = lay_out(folder, request.param, site.output, address=f"https://localhost:{port}", **named)
    with before(installation, port) as front:
        yield front


def scan(front: Front) -> dict[str, Any]:
    scanner = tools.node_module("@mdn/mdn-http-observatory/src/scan.js")
    preloaded = scanner.parents[1] / "conf" / "hsts-preload.json"
    if not preloaded.exists():  # its own installation fetches a list of hosts, of which ours is none
        write_whole(Path(preloaded), "{}")
    trusting = {**os.environ, "NODE_EXTRA_CA_CERTS": front.installation.certificate}
    command = [tools.node(), str(scanner), f"localhost:{front.port}"]
    done = subprocess.run(command, env=trusting, capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(done.stdout or "{}")
    assert "scan" in said, done.stdout + done.stderr
    return said


def test_the_observatory_gives_its_best_grade_and_finds_no_fault(front: Front) -> None:
    said = scan(front)
    failed = {name: test["result"] for name, test in said["tests"].items() if not test["pass"]}
    assert failed == {}
    assert said["scan"]["grade"] == "A+"
    # 100, and what it gives beyond: the policy, its frame-ancestors, the referrer, the resource policy.
    assert said["scan"]["score"] == 130
    print(f"\nObservatory, {front.installation.web}: {said['scan']['grade']}, {said['scan']['score']}")
