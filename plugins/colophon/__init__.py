"""The colophon: what a release says of itself.

The coach types nothing for it. `/build.json` names the commit that a site was built from, what made it, and a checksum
of every file, so that anybody who has a release knows which one it is and whether it is whole. Beside it lie `_headers`
and `_redirects`, which Netlify and Cloudflare Pages read. With `REPORT=file` a build tells the one who ordered it, and
nobody else, what will be published when.
"""

from __future__ import annotations

from pelican import signals

from plugins.colophon import edge
from plugins.proofreading import register_check
from plugins.proofreading.reading import register_ending


def register() -> None:
    """Connect this room: the last of all, since what it says is true of what all others have written."""
    register_check(edge.announce_addresses)
    signals.initialized.connect(edge.refuse_lost_report)
    register_ending(edge.write_colophon)
