"""What a page wears: its styles, its scripts, its typeface and the policy that admits nothing else.

The coach types nothing for it. Readers get one style sheet inside the page, holding the rules of what
is on that page and no others; scripts, fonts and the favicon under names that change with their bytes;
and a Content-Security-Policy that names each of them.
"""

from pelican import signals

from plugins.assets import wardrobe
from plugins.proofreading.reading import register_ending


def register() -> None:
    """Offer the names to the templates, and write at the end what the pages asked for."""
    signals.initialized.connect(wardrobe.offer)
    register_ending(wardrobe.publish)
