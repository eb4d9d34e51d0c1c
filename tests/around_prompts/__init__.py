"""What stands around a prompt, in a real browser."""
