"""Conversion: a photograph's colours made into those of the page, by its profile."""

import io

from PIL import Image, ImageCms

from plugins.galleries.icc import is_made_table


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB by the photograph's profile, and give back pixels alone: no profile, no metadata, no comment.

    Untagged pixels are sRGB to every browser (CSS Color 4, "untagged images"). A profile that is broken or does not
    belong to the mode is dropped. Done after a resize, where it costs a tenth of what it costs on the original.
    """
    converted = image.convert("RGB") if profile is None else converted_by(image, profile)
    clean = Image.new("RGB", converted.size)
    clean.paste(converted)
    return clean


def converted_by(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by a profile in the way that it asks for; one that does not fit the pixels counts for nothing."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "L" and source.profile.xcolor_space == "RGB ":  # grey is a colour too
            image = image.convert("RGB")
        asked = ImageCms.getDefaultIntent(source)
        intent = ImageCms.Intent(asked if asked in (0, 1, 2) else 1)  # absolute would paint the paper's own white
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        if is_made_table(profile):
            flags |= ImageCms.Flags.NOOPTIMIZE
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), intent, "RGB", flags=flags)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image.convert("RGB")
    return image.convert("RGB") if converted is None else converted
