"""`make devserver`: the site at 127.0.0.1, built anew on every save, with a contact form that works.

It is built into the cache and nowhere else: its drafts never lie where a site to be published is looked for.
The builds are Pelican's, each in a process of its own, so that a change in a plugin counts at once. One
process serves the site and receives enquiries: into var/enquiries.db, their letters into var/mail/.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import uvicorn
from starlette.applications import Starlette

from desk import preview
from desk.build import ROOT, Job, check
from desk.changes import Changes, watch
from desk.ending import end_with_signals
from desk.news import News
from desk.output import Refused
from desk.rebuilding import build, keep_building, say
from enquiry.app import create_app
from enquiry.settings import EnquiryError, Settings
from plugins.proofreading import site_toml

HOST = "127.0.0.1"


class Server(uvicorn.Server):
    """uvicorn that tells its address once it listens, and leaves the signals to us.

    Its own way ends the process with the signal that it caught, and so with the status of a failure.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if sockets and self.started:
            host, port = sockets[0].getsockname()
            say(f"Your site is at http://{host}:{port}/ (Ctrl-C ends the preview).")

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave every signal as it is."""
        yield


def main() -> int:
    """Serve until Ctrl-C; return the exit status."""
    try:
        port = read_port(os.environ.get("CAIRN_PORT") or "8000")
        with open_port(port) as listener:
            job = job_of(port, os.environ)
            check(job)
            asyncio.run(serve(job, listener))
    except asyncio.CancelledError:
        say("\nThe preview has ended.")
    except (Refused, EnquiryError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def job_of(port: int, environment: Mapping[str, str]) -> Job:
    """What the preview builds, and into the cache: not even an OUTPUT= puts drafts where a site is published from."""
    job = Job.from_environment("development", {"CAIRN_ADDRESS": f"http://{HOST}:{port}", **environment})
    return replace(job, output=job.cache / "preview", report=None, colophon=False)


def read_port(text: str) -> int:
    """The number of a port. Raises Refused where the text is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    raise Refused(f"PORT={text} is not a port: choose a number such as 8000.")


def open_port(port: int) -> socket.socket:
    """A socket bound to the port, not yet listening. Raises Refused where the port is not free."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        with socket.socket() as caller:  # two programs may bind one port as long as neither listens
            if caller.connect_ex((HOST, port)) == 0:
                raise OSError
        listener.bind((HOST, port))
    except PermissionError as error:
        listener.close()
        raise Refused(f"Port {port} is reserved for the system: choose another, such as PORT=8000.") from error
    except OSError as error:
        listener.close()
        other = port + 1 if port < 65_535 else 8000
        raise Refused(
            f"Port {port} is in use, perhaps by another preview: stop that one, or choose another port: "
            f"make devserver PORT={other}"
        ) from error
    return listener


async def serve(job: Job, listener: socket.socket) -> None:
    """Build, serve, and build again after each save, until a signal cancels this task."""
    end_with_signals(make="MAKELEVEL" in os.environ)
    news, changes = News(), Changes()
    folders = [job.content, *(ROOT / name for name in ("theme", "plugins", "enquiry"))]
    files = [job.source / "site.toml", ROOT / "pelicanconf.py"]
    try:
        async with asyncio.TaskGroup() as tasks:
            # What is saved during the first build counts too, so the watching comes before it.
            tasks.create_task(watch(folders, files, changes))
            await asyncio.sleep(0)
            say("Building your site …")
            await build(job, news)
            tasks.create_task(keep_building(job, changes, news))
            await serve_pages(job, news, listener)
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None


async def serve_pages(job: Job, news: News, listener: socket.socket) -> None:
    """Serve the site; when cancelled, let every page go first."""
    config = uvicorn.Config(application(job, news), log_level="error", timeout_graceful_shutdown=1)
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        news.end()
        server.should_exit = True
        await serving
        raise


def application(job: Job, news: News) -> Starlette:
    """The enquiry service and the preview as one application."""
    enquiries = create_app(enquiry_settings(job, os.environ))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        enquiries.state.service.open()
        try:
            yield
        finally:
            enquiries.state.service.close()

    return Starlette(routes=[*enquiries.routes, *preview.routes(job.output, news)], lifespan=lifespan)


def enquiry_settings(job: Job, environment: Mapping[str, str]) -> Settings:
    """The service's settings for a preview; ENQUIRY_… variables win. Letters stay here, as files."""
    site, _ = site_toml.load(job.source / "site.toml")
    own = {
        "ENQUIRY_RECIPIENT": site.contact_form.recipient or site.business.email or "coach@example.org",
        "ENQUIRY_DATABASE": f"sqlite:///{ROOT / 'var' / 'enquiries.db'}",
        "ENQUIRY_KEEP_MONTHS": str(site.contact_form.keep_months),
        "ENQUIRY_KEEP_HELD_DAYS": str(site.contact_form.keep_held_days),
        "ENQUIRY_SITE": str(job.output),
        "ENQUIRY_ADDRESS": job.address,
    }
    return Settings.from_environment({**own, **environment})


if __name__ == "__main__":
    sys.exit(main())
