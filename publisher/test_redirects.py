"""Old addresses are read from the file that hosts of static files read too."""

from publisher.redirects import read_redirects


def test_each_old_address_is_told_once_and_nothing_that_leads_elsewhere(tmp_path):
    lines = ["# a note", "/blog/x/ /musings/x/ 301", "/blog/x /musings/x/ 301", "/y.html /y/ 301", ""]
    (tmp_path / "_redirects").write_text("\n".join([*lines, "/z https://other.example/ 301", "/q"]))
    assert list(read_redirects(tmp_path)) == [("/blog/x/", "/musings/x/"), ("/y.html", "/y/")]
    assert list(read_redirects(tmp_path / "none")) == []
