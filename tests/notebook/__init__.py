"""The notebook in a real browser: every answer in its place, and nothing lost or sent unasked."""
