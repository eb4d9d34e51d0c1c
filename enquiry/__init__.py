"""The contact form's service: a prospect writes, and it arrives.

A prospect posts the form of the built page `/contact/`; the service keeps the enquiry and the letter that
tells the coach in one transaction, and only then says that it arrived. It sets no cookie, asks no one else,
and logs nothing personal.

    python -m enquiry serve          on its own, behind a web server that serves the built site
    create_app(settings)             inside another Starlette application (the coach's live preview)

It imports nothing of the site's own code: what joins the two is the folder of built pages (`ENQUIRY_SITE`),
the names of the form's fields (`enquiry.enquiry.FIELDS`) and the few slots that it fills in those pages
(`enquiry.slots`).
"""

from enquiry.app import create_app
from enquiry.settings import Settings, SettingsFault

__all__ = ["Settings", "SettingsFault", "create_app"]
