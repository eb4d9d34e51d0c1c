"""The practice's pictures, drawn by a program: `python -m desk.drawings [names]` prints them into content/."""
