"""docs/keys.md is what the tables say."""

from pathlib import Path

from plugins.proofreading.keys import page

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_page_of_keys_is_written_from_the_tables() -> None:
    """After a change of a table: python -m plugins.proofreading keys > docs/keys.md"""
    assert PAGE.read_text(encoding="utf-8") == page()
