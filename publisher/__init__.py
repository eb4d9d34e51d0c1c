"""Publish by `git push`: checked before it is accepted, live whole, and undone in a second.

Knows nothing of rooms and themes. Its only contract with the site is `make publish`, and the `/build.json` in what that
makes.
"""
