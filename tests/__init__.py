"""Tests of the whole house: a real build, a real browser, the promises that no single room can keep alone."""
