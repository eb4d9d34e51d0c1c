"""Sets of questions, in a real browser."""
