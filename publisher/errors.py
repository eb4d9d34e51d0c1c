"""What can go wrong here, in words for whoever runs the command or pushes."""

from __future__ import annotations


class PublisherError(Exception):
    """Something cannot be done. Its words say what, and what to do about it; they go out as they are."""


class NotInstalled(PublisherError):
    """The folder given with --site holds no installation."""


class Refused(PublisherError):
    """A push that is not accepted. Its words are for the coach: what was pushed, why it is refused, and the cure."""


class Busy(PublisherError):
    """Somebody else is publishing, and did not end in the time that one is ready to wait."""
