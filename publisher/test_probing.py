"""The site itself is asked whether it is the new one, and what it says is believed."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from publisher import probing

OLD, NEW = "a" * 40, "b" * 40


def build(commit, out=0):
    return json.dumps({"commit": commit, "scheduled_out": out}).encode()


@pytest.fixture
def host():
    """A host whose answers a test hands over, one for each question; the last one again and again."""
    answers, asked = [], []

    class Host(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            status, body = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    server.address, server.answers, server.asked = f"http://127.0.0.1:{server.server_port}", answers, asked
    yield server
    server.shutdown()
    server.server_close()


def test_it_waits_while_the_old_site_is_served_and_says_so_once(host, capsys, monkeypatch):
    monkeypatch.setattr(probing, "PAUSES_S", (0.01,))
    host.answers += [(503, b""), (200, b"<!doctype html>"), *[(200, build(OLD, 2))] * 3, (200, build(NEW, 2))]
    assert probing.main([f"{host.address}/", f"{NEW}-2"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{host.address} does not answer as it should: HTTP Error 503: Service Unavailable.",
        f"{host.address} does not answer as it should: it is no build.json of Cairn's.",
        f"{host.address} serves aaaaaaa-2.",
        f"{host.address} serves bbbbbbb-2.",
    ]
    assert len(set(host.asked)) == len(host.asked), "a question asked twice is answered by a cache"


def test_the_same_commit_with_fewer_musings_out_is_not_the_new_site(host, capsys):
    host.answers.append((200, build(NEW, 1)))
    assert probing.main([host.address, f"{NEW}-2"], patience_s=0) == 1
    assert probing.main([host.address, f"{NEW}-1"], patience_s=0) == 0
    assert probing.main([host.address, NEW], patience_s=0) == 0


def test_a_site_that_stays_old_is_told_with_the_cure_on_the_page_of_the_run(host, capsys):
    host.answers.append((200, build(OLD)))
    assert probing.main([host.address, f"{NEW}-0"], patience_s=0) == 1
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("::error title=not-live::Your site was built, and ")
    assert "still does not serve it (bbbbbbb-0)" in said and "Change any file a little" in said


def test_nobody_there_is_no_traceback(host, capsys):
    host.answers.append((200, b""))
    address = host.address
    host.shutdown()
    host.server_close()
    assert probing.main([address, NEW], patience_s=0) == 1
    assert "does not answer as it should" in capsys.readouterr().out


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', build(None), build("main"), b"\xff"])
def test_what_names_no_commit_is_no_release(tmp_path, body, capsys):
    (tmp_path / "build.json").write_bytes(body)
    assert probing.main([str(tmp_path / "build.json")]) == 1
    assert "does not tell which release it is" in capsys.readouterr().err


def test_a_built_site_is_named_for_the_steps_that_follow(tmp_path, capsys):
    (tmp_path / "build.json").write_bytes(build(NEW, 3))
    assert probing.main([str(tmp_path / "build.json")]) == 0
    assert capsys.readouterr().out == f"release={NEW}-3\n"


@pytest.mark.parametrize("arguments", [[], ["ftp://x", NEW], ["https://x", "main"], ["https://x", NEW, "more"]])
def test_a_command_that_is_not_understood_ends_with_two(arguments, capsys):
    assert probing.main(arguments) == 2
    assert capsys.readouterr().err == f"{probing.USAGE}\n"
