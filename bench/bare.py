"""A bare Starlette that reads a posted form and says thank you, served in the same way as the enquiries' service."""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from enquiry.serving import config_of, open_socket


async def receive(request: Request) -> Response:
    """Reads the form; nothing is kept."""
    form = await request.form()
    assert form["message"]
    return RedirectResponse("/contact/thanks/?r=AAAA-AAAA", 303)


async def token(request: Request) -> Response:
    """What the client asks for before it posts."""
    return JSONResponse({"token": "none"})


if __name__ == "__main__":
    routes = [Route("/contact/", receive, methods=["POST"]), Route("/contact/token", token)]
    uvicorn.Server(config_of(Starlette(routes=routes))).run(sockets=[open_socket(("127.0.0.1", int(sys.argv[1])))])
