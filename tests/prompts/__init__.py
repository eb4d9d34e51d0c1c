"""Answers under questions, in a real browser."""
