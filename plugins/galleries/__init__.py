"""Galleries: photographs, in albums and in musings.

The coach puts a folder of photographs into `content/albums/`, with an `album.md` that says what each
shows, and writes `> [!gallery] hill-session` or `> [!gallery] hill-session: dawn.jpg, summit.jpg`,
`![Five runners](hill-session/dawn.jpg)`, or `photo: hill-session/dawn.jpg` above a musing. Readers get
each photograph upright, in true colours, in the size and format that suits their screen, without a
trace of where and with what it was taken; and a page for each album at `/albums/<slug>/`.
"""


def register() -> None:
    """Connect this room."""
    # Imported here: each process of the darkroom imports this package, and has no use for Pelican.
    from plugins.galleries.wiring import connect

    connect()
