"""What a program prints can be shown to anybody."""

import pytest

from publisher.lines import LONGEST, Lines, clean


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        (b"plain \xe2\x80\x9cwords\xe2\x80\x9d", "plain “words”"),
        (b"\x1b[31mred\x1b[0m and \x1b[2Jgone", "red and gone"),
        (b"\x1b]0;a title\x07after \x1b]8;;https://a.example\x1b\\a link\x1b]8;;\x1b\\", "after a link"),
        (b"\x1b(Bset \x1bcreset", "set reset"),
        (b"not\xffUTF-8", "not�UTF-8"),
        (b"a\x00b\x07c\x7fd\xc2\x9b31me", "abcd31me"),
        (b"10 %\r20 %\r30 %", "30 %"),
        (b"Windows\r", "Windows"),
        (b"one\ttwo", "one two"),
        ("turned\u202eround\u2028and round".encode(), "turnedroundand round"),
        (b"x" * (LONGEST + 1), "x" * LONGEST + " …"),
        (b"\x1b[", ""),
    ],
)
def test_nothing_in_a_line_is_obeyed_by_a_terminal(printed, shown):
    assert clean(printed) == shown


def test_lines_are_whole_however_their_bytes_come():
    text = "ä one\n\nthe second line €\r\nthe end".encode()
    for size in (1, 2, 3, 7, 100):
        lines = Lines()
        parts = [lines.feed(text[start : start + size]) for start in range(0, len(text), size)]
        assert [line for part in parts for line in part] + lines.end() == [
            "ä one",
            "",
            "the second line €",
            "the end",
        ]


def test_a_line_without_an_end_is_shown_once_and_not_kept():
    lines = Lines()
    shown = [line for _ in range(100) for line in lines.feed(b"y" * 1000)]
    assert shown == ["y" * LONGEST + " …"]
    assert lines.feed(b"yyy\nnext\n") == ["next"] and lines.end() == []
