"""The contact form sends in place: a small site under a path, the real service, a real browser."""
