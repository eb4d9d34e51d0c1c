"""The web server before a site, as it stands on a coach's machine: the real one, with what is written for it.

A site is laid out as an installation lays it: a release with what is compressed beside each file, and `current` leading
to it. What stands around the written configuration is what Debian's own files hold there.
"""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from ssl import CERT_NONE, SSLContext, create_default_context

import brotli

from publisher.installation import Installation, Web
from publisher.web import CONFIGURATIONS, write
from publisher.web.moved import write_moved
from tests import tools

WEB_SERVERS: tuple[Web, ...] = ("caddy", "nginx")
COMPRESSED = (".html", ".css", ".js", ".json", ".xml", ".ics", ".svg", ".txt", ".webmanifest")
BROTLI_MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
READY_S = 20


@dataclass(frozen=True)
class Answer:
    """What came back. headers: by name in small letters, every value of it."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        """The one value of a header; empty where it is not there."""
        found = self.headers.get(name.lower(), [""])
        assert len(found) == 1, (name, found)
        return found[0]


@dataclass(frozen=True)
class Front:
    """A running web server and the installation before which it stands."""

    installation: Installation
    port: int
    is_secure: bool = False
    http_port: int = 0

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request, the path as it is; a header's underscores stand for hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.connect()
        if self.is_secure:
            connection.sock = trusting().wrap_socket(connection.sock, server_hostname=self.installation.host)
        given = {"Host": self.installation.address.split("/")[2]} | {k.replace("_", "-"): v for k, v in headers.items()}
        try:
            connection.request(method, path, body, given)
            response = connection.getresponse()
            said: dict[str, list[str]] = {}
            for name, value in response.getheaders():
                said.setdefault(name.lower(), []).append(value)
            return Answer(response.status, said, response.read())
        finally:
            connection.close()


def trusting() -> SSLContext:
    """For certificates that nobody has signed."""
    context = create_default_context()
    context.check_hostname, context.verify_mode = False, CERT_NONE
    return context


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def lay_out(
    folder: Path, web: Web, built: Path, *, address: str, redirects: Sequence[tuple[str, str]] = (), **more: str
) -> Installation:
    """An installation whose live release is a copy of a built site."""
    installation = Installation(folder, folder / "site.git", address, web, **more)
    installation.previews.mkdir(parents=True)
    add_release(installation, "0" * 40 + "-0", built, redirects)
    switch_to(installation, "0" * 40 + "-0")
    return installation


def add_release(installation: Installation, name: str, built: Path, redirects: Sequence[tuple[str, str]] = ()) -> Path:
    """One more release, not live."""
    release = Path(shutil.copytree(built, installation.releases / name))
    write_moved(release, redirects, installation.base_path)
    for file in release.rglob("*"):
        if file.suffix in COMPRESSED and file.is_file() and not file.is_symlink():
            compress(file)
    return release


def compress(file: Path) -> None:
    """What lies beside a file in a release, quickly made."""
    text, changed = file.read_bytes(), file.stat().st_mtime
    for suffix, small in (
        (".br", brotli.compress(text, quality=1)),
        (".gz", gzip.compress(text, 1, mtime=0)),
        (".zst", stored(text)),
    ):
        beside = file.with_name(file.name + suffix)
        beside.write_bytes(small)
        os.utime(beside, (changed, changed))


def stored(text: bytes) -> bytes:
    """A frame of zstd with raw blocks (RFC 8878, 3.1.1): as sound as any, and no smaller."""
    most = 1 << 17
    pieces = [text[start : start + most] for start in range(0, len(text), most)] or [b""]
    blocks = [
        (len(piece) << 3 | (number == len(pieces))).to_bytes(3, "little") + piece
        for number, piece in enumerate(pieces, 1)
    ]
    return b"\x28\xb5\x2f\xfd\xa0" + len(text).to_bytes(4, "little") + b"".join(blocks)


def switch_to(installation: Installation, release: str) -> None:
    """Make a release the live one, in one moment."""
    fresh = installation.site / ".current"
    fresh.symlink_to(f"releases/{release}")
    os.replace(fresh, installation.current)


def certificate(folder: Path, host: str) -> tuple[str, str]:
    """A certificate that nobody has signed, and its key."""
    names = [str(folder / "certificate.pem"), str(folder / "key.pem")]
    command = [tools.program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += [
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={host}",
        "-addext",
        f"subjectAltName=DNS:{host}",
        "-out",
        names[0],
        "-keyout",
        names[1],
    ]
    subprocess.run(command, check=True, capture_output=True)
    return names[0], names[1]


@contextmanager
def before(installation: Installation, port: int, service: str = "127.0.0.1:1", http_port: int = 0) -> Iterator[Front]:
    """Start the web server of the installation; the address of a public host is listened to on these ports instead."""
    write(installation)
    name, configuration = CONFIGURATIONS[installation.web]
    text = configuration(installation, service)
    text = text.replace("listen [::]:443 ssl http2;", "").replace("listen [::]:80;", "")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{port} ").replace(
        "listen 80;", f"listen 127.0.0.1:{http_port};"
    )
    (installation.web_folder / name).write_text(text, encoding="utf-8")
    command = COMMANDS[installation.web](installation, port, http_port)
    log = installation.site / f"{installation.web}.log"
    with log.open("wb") as output:
        home = {
            "HOME": str(installation.site),
            "XDG_DATA_HOME": str(installation.site / "data"),
            "PATH": os.environ["PATH"],
        }
        process = subprocess.Popen(command, stdout=output, stderr=output, env=home)
    try:
        wait_for(port, process, log)
        yield Front(installation, port, installation.address.startswith("https:"), http_port)
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"The web server did not start:\n{log.read_text(encoding='utf-8')}")


def _nginx(installation: Installation, port: int, http_port: int) -> list[str]:
    folder = installation.site / "nginx"
    folder.mkdir()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path '{folder}/{kind}';" for kind in kinds)
    user = "user root;" if os.getuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"load_module {tools.file(BROTLI_MODULE, 'libnginx-mod-http-brotli-static')};\n"
        f"{user} daemon off; worker_processes 2; pid '{folder}/pid'; error_log stderr;\n"
        "events { worker_connections 512; }\n"
        # What Debian's own file says before it includes the sites.
        "http { sendfile on; tcp_nopush on; types_hash_max_size 2048; gzip on; default_type application/octet-stream;\n"
        f'{temporary} include "{installation.web_folder}/nginx.conf"; }}\n',
        encoding="utf-8",
    )
    command = [tools.program("nginx"), "-e", "stderr", "-p", f"{folder}/", "-c", str(configuration)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
    return command


def _caddy(installation: Installation, port: int, http_port: int) -> list[str]:
    main = installation.site / "Caddyfile"
    # A port of one's own for http to be led away from is not to be had here: one port hears both.
    both = "servers {\nlistener_wrappers {\nhttp_redirect\ntls\n}\n}\n" if not http_port else ""
    ports = f"http_port {http_port}\nhttps_port {port}\nlocal_certs\ndefault_bind 127.0.0.1\n" if http_port else ""
    secure = both if installation.address.startswith("https:") else ""
    main.write_text(
        f'{{\nadmin off\nskip_install_trust\n{ports}{secure}}}\nimport "{installation.web_folder}/Caddyfile"\n',
        encoding="utf-8",
    )
    command = [tools.program("caddy"), "run", "--adapter", "caddyfile", "--config", str(main)]
    checked = subprocess.run([command[0], "validate", *command[2:]], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    return command


COMMANDS = {"nginx": _nginx, "caddy": _caddy}
