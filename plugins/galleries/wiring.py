"""The room's edge to the house: which signal and which list leads to which function."""

from pelican import Pelican, signals

from plugins.galleries.blocks import check_gallery, draw_gallery, draw_in_line, draw_pictures
from plugins.galleries.checks import check_folders, check_photographs
from plugins.galleries.downloads import check_downloads
from plugins.galleries.pages import AlbumGenerator, give_lead_photos, publish_photos
from plugins.galleries.preparation import prepare_photographs
from plugins.musings import register_callout, register_picture_drawer
from plugins.proofreading import register_check, register_preparation
from plugins.proofreading.reading import register_ending


def add_generator(pelican: Pelican) -> type[AlbumGenerator]:
    """Pelican's `get_generators`."""
    return AlbumGenerator


def connect() -> None:
    """Called once, by `register`."""
    register_check(check_photographs)
    register_check(check_downloads)
    register_check(check_folders)
    register_preparation(prepare_photographs)
    register_callout("gallery", draw_gallery, styles=("galleries/photo-gallery",), check=check_gallery)
    register_picture_drawer(draw_pictures, draw_in_line)
    signals.get_generators.connect(add_generator)
    signals.article_generator_finalized.connect(give_lead_photos)
    signals.page_generator_finalized.connect(give_lead_photos)
    register_ending(publish_photos)
