"""What differs when the site is public: its address, and that drafts leave no trace."""

import dataclasses
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403
from pelicanconf import ADDRESS
from pelicanconf import ORDER as DEVELOPMENT

ORDER = dataclasses.replace(DEVELOPMENT, address=ADDRESS, published=True)
