"""The desk: the coach's tools on their own machine. The Makefile calls them by name."""
