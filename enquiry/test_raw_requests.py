"""Any bytes at all come over the wire: the service answers or hangs up, goes on, and keeps what it said it has."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir

from enquiry.enquiry import Enquiry, clean, parse
from tests.attacking import A_MOMENT_S, HOUSE, Attacked, Reply, attacked
from tests.long import SEED, SOAK, count, done
from tests.raw_requests import FRESH, requests, well_formed

set_hypothesis_home_dir(HOUSE / ".cache" / "hypothesis")
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.http"))
FOUND = HOUSE / ".cache/fuzzing"
"""In the soak, a request that was answered like none before it is left here, and may be taken into the corpus."""
BY_CHANCE = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("attacked")) as running:
        yield running


def send(service: Attacked, request: bytes, ends_after_s: float | None = None) -> Reply:
    """Sends a request with a fresh token in its place; an answer comes, or the connection ends, and it is never a 5xx.

    503 would be one that was not kept: no request may lead there.
    """
    reply = service.raw(request.replace(FRESH, service.token().encode()), ends_after_s=ends_after_s)
    assert reply.status < 500, (reply, request)
    return reply


def check_that_it_goes_on(service: Attacked, replies: list[Reply]) -> None:
    """A good post arrives, and all that was answered "received" is in the database."""
    assert service.row(service.post(service.filled())).state == "new"
    kept = service.kept()
    received = [reply.reference for reply in replies if reply.reference]
    assert [reference for reference in received if reference not in kept] == []
    assert "Traceback" not in service.log
    done("posts answered “received”, all of them in the database", len(received))


def kind_of(service: Attacked, reply: Reply) -> str:
    """What a reply says, without what was typed: two requests of one kind test the same."""
    if reply.reference:
        row = service.row(reply)
        return f"{reply.status} {row.state} {sorted(row.codes - {'same_words', 'block_10_min', 'block_day'})}"
    if reply.text.startswith('{"ok":'):
        said = json.loads(reply.text)
        return f"{reply.status} {sorted((error['field'], error['message']) for error in said.get('errors', []))}"
    return f"{reply.status} {len(reply.text) > 2_000}"


def test_the_corpus_is_answered_as_it_was_when_it_was_found(service: Attacked) -> None:
    """A file's name begins with the status that is expected: it was looked at once, and judged to be right."""
    assert len(CORPUS) >= 30
    assert sum(path.stat().st_size for path in CORPUS) < 200_000
    replies = []
    for path in CORPUS:
        reply = send(service, path.read_bytes())
        assert reply.status == int(path.name[:3]), (path.name, reply)
        replies.append(reply)
    check_that_it_goes_on(service, replies)


@pytest.mark.parametrize("part", range(count(1, 12)))
def test_no_request_of_any_bytes_stops_the_service(service: Attacked, part: int) -> None:
    replies: list[Reply] = []
    kinds: set[str] = {path.name[4:12] for path in FOUND.glob("*.http")}

    @seed(random.Random(f"{SEED} {part}").getrandbits(64))
    @settings(BY_CHANCE, max_examples=count(150, 500))
    @given(requests)
    def try_it(request: bytes) -> None:
        reply = send(service, request, A_MOMENT_S)
        replies.append(reply)
        if SOAK:
            name = hashlib.sha256(kind_of(service, reply).encode()).hexdigest()[:8]
            if name not in kinds:
                kinds.add(name)
                FOUND.mkdir(parents=True, exist_ok=True)
                (FOUND / f"{reply.status:03}-{name}.http").write_bytes(request)

    try_it()
    check_that_it_goes_on(service, replies)
    done("raw requests, none a 500, none left waiting", len(replies))


def test_what_is_kept_is_what_was_typed_whatever_it_was(service: Attacked) -> None:
    sent: list[tuple[Reply, bytes]] = []

    @seed(random.Random(SEED).getrandbits(64))
    @settings(BY_CHANCE, max_examples=count(50, 2_000))
    @given(well_formed())
    def try_it(request: bytes) -> None:
        sent.append((send(service, request), request.partition(b"\r\n\r\n")[2]))

    try_it()
    kept = service.kept()
    for reply, body in sent:
        if reply.reference:
            expected = Enquiry.from_values(clean(parse(body)[0])).as_fields()
            assert kept[reply.reference].values | {"reading": ""} == expected | {"reading": ""}
        else:
            assert reply.status in (200, 422, 400), reply
    check_that_it_goes_on(service, [reply for reply, _ in sent])
