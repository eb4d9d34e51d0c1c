"""Strangers: files that stand where a photograph should, each named for what it is, with what cures it."""

Said = tuple[str, str]
"""What a file is, and the cure, both for the coach."""

JPEG_INSTEAD = "Export it again as a JPEG, or take it out."
ON_AN_IPHONE = "On an iPhone: Settings, Camera, Formats, Most Compatible."
DAMAGED = "This photograph is damaged: it can't be read to its end."
ANEW = "Copy it again from the camera or phone, or export it again."
RAW = "This is a camera's raw file, which is still to be developed."
DEVELOP = "Develop it in the program that you use for raw files, and export it from there as a JPEG."
VIDEO = "This is a video, not a photograph."
STILL = "Save the one picture that you want as a JPEG. What should move can be a video elsewhere, with a link to it."
WEB_PAGE = "This is a web page, not a photograph: a download was answered with words."
DOWNLOAD = "Fetch the photograph itself: open it in the browser, then save the picture."
DOCUMENT = "This is a document, not a photograph."
OUT_OF_IT = "Export the picture that is in it as a JPEG, or take it out."
DRAWING = "This is a vector drawing, not a photograph."
WORKING_FILE = "This is a drawing program's own file, not a photograph."
LFS = "This is only git’s note of where the photograph is kept, not the photograph."
LFS_PULL = "Run “git lfs pull”, or add the photograph itself."
COMPANION = "This is not the photograph but a note that a computer keeps beside it."
THE_OTHER = "Copy the photograph itself: it bears the same name, and is much larger."

SIGNATURES = (  # offset, the bytes that stand there, what the file is, the cure; the first that fits counts
    (0, b"\xff\xd8\xff", DAMAGED, ANEW),
    (0, b"\x89PNG\r\n\x1a\n", DAMAGED, ANEW),
    (0, b"GIF8", DAMAGED, ANEW),
    (8, b"WEBP", DAMAGED, ANEW),
    (4, b"ftypavi", DAMAGED, ANEW),
    (4, b"ftyphei", DAMAGED, ANEW),
    (4, b"ftypmif1", DAMAGED, ANEW),
    (4, b"ftyphev", "This is an HEIC that moves, like a video.", STILL),
    (4, b"ftypmsf1", "This is an HEIC that moves, like a video.", STILL),
    (4, b"ftypcrx", RAW, DEVELOP),
    (4, b"ftypjp2", "This is a JPEG 2000, which browsers don't show.", JPEG_INSTEAD),
    (4, b"ftyp", VIDEO, STILL),
    (4, b"moov", VIDEO, STILL),
    (4, b"mdat", VIDEO, STILL),
    (8, b"AVI ", VIDEO, STILL),
    (0, b"\x1aE\xdf\xa3", VIDEO, STILL),
    (4, b"jP  \r\n\x87\n", "This is a JPEG 2000, which browsers don't show.", JPEG_INSTEAD),
    (0, b"\xff\x4f\xff\x51", "This is a JPEG 2000, which browsers don't show.", JPEG_INSTEAD),
    (4, b"JXL \r\n\x87\n", "This is a JPEG XL, which most browsers don't show.", JPEG_INSTEAD),
    (0, b"\xff\x0a", "This is a JPEG XL, which most browsers don't show.", JPEG_INSTEAD),
    (0, b"FUJIFILMCCD-RAW", RAW, DEVELOP),
    (0, b"IIU\0", RAW, DEVELOP),
    (0, b"IIRO", RAW, DEVELOP),
    (0, b"IIRS", RAW, DEVELOP),
    (0, b"MMOR", RAW, DEVELOP),
    (0, b"FOVb", RAW, DEVELOP),
    (8, b"CR\x02", RAW, DEVELOP),
    (0, b"II*\0", "This is a TIFF of a kind that can't be read here.", JPEG_INSTEAD),
    (0, b"MM\0*", "This is a TIFF of a kind that can't be read here.", JPEG_INSTEAD),
    (0, b"II+\0", "This is a TIFF of a kind that can't be read here.", JPEG_INSTEAD),
    (0, b"MM\0+", "This is a TIFF of a kind that can't be read here.", JPEG_INSTEAD),
    (0, b"8BPS", "This is a Photoshop document.", JPEG_INSTEAD),
    (0, b"gimp xcf", WORKING_FILE, JPEG_INSTEAD),
    (0, b"BM", "This is a BMP, which is far too heavy for readers.", JPEG_INSTEAD),
    (0, b"\0\0\1\0", "This is an icon, not a photograph.", JPEG_INSTEAD),
    (0, b"%PDF", DOCUMENT, OUT_OF_IT),
    (0, b"%!PS", DRAWING, JPEG_INSTEAD),
    (0, b"\xc5\xd0\xd3\xc6", DRAWING, JPEG_INSTEAD),
    (
        0,
        b"PK\3\4",
        "This is a folder packed into one file (a ZIP), or a document.",
        "Unpack it, and use what is in it.",
    ),
    (0, b"\xd0\xcf\x11\xe0", DOCUMENT, OUT_OF_IT),
    (0, b"{\\rtf", DOCUMENT, OUT_OF_IT),
    (0, b"\0\5\x16\7", COMPANION, THE_OTHER),
    (0, b"bplist", COMPANION, THE_OTHER),
    (0, b"version https://git-lfs", LFS, LFS_PULL),
)
MARKUP = (  # the words by which a text in angle brackets gives itself away
    ("<!doctype html", WEB_PAGE, DOWNLOAD),
    ("<html", WEB_PAGE, DOWNLOAD),
    ("<svg", DRAWING, JPEG_INSTEAD),
    ("<plist", COMPANION, THE_OTHER),
    ("<x:xmpmeta", COMPANION, THE_OTHER),
)
MARKUP_BYTES = 2_000
TEXT = "This is a text, not a photograph."
READABLE = "JPEG, HEIC, PNG, WebP, AVIF, TIFF and GIF can be."


def named(data: bytes) -> Said:
    """Say what a file that could not be read as a photograph seems to be, by its first bytes."""
    if not data:
        return "This file is empty.", "Copy the photograph again from the camera or phone."
    if not data.strip(b"\0"):
        return "There is nothing in this file but zeros: a copy went wrong.", ANEW
    for offset, signature, wanted, fix in SIGNATURES:
        if data.startswith(signature, offset):
            return wanted, fix
    if (text := text_of(data[:MARKUP_BYTES])) is None:
        return f"This is not a photograph that can be read: {READABLE}", JPEG_INSTEAD
    for mark, wanted, fix in MARKUP:
        if text.lstrip().startswith("<") and mark in text.lower():
            return wanted, fix
    return TEXT, JPEG_INSTEAD


def text_of(start: bytes) -> str | None:
    """The beginning of a text, None where these bytes are none."""
    try:
        text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end < len(start):
            return None
        text = start[: error.start].decode()  # it ends within a letter
    return None if any(letter < " " and not letter.isspace() for letter in text) else text
