"""The web server that readers meet: configuration for Caddy and nginx, from the one table in `publisher.headers`."""

from __future__ import annotations

from publisher.installation import Installation, write_whole
from publisher.web.caddy import caddyfile
from publisher.web.nginx import nginx_configuration
from publisher.web.place import lay_paths, place_of

CONFIGURATIONS = {"caddy": ("Caddyfile", caddyfile), "nginx": ("nginx.conf", nginx_configuration)}
"""By web server: the name of its file in `web_folder`, and what writes it."""


def write(installation: Installation) -> None:
    """Write the configuration for the installation's web server, if it has one; what runs is not told.

    Raises PublisherError for an address or a folder that a web server cannot be told of.
    """
    if installation.web == "none":
        return
    name, configuration = CONFIGURATIONS[installation.web]
    text = configuration(installation)
    installation.web_folder.mkdir(parents=True, exist_ok=True)
    lay_paths(place_of(installation))
    write_whole(installation.web_folder / name, text)
