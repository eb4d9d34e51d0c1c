"""No line of a push is broken by the terminal, and no word of a report is lost on the way."""

from publisher.fitting import WIDTH, fitted

SAID = [
    "content/musings/new-one.md, line 7",
    "    [x](/nowhere/)",
    "        ^^^^^^^^^ There is no page at this address, and it may be that you have meant another one.",
    "    Open the page you mean in your browser and copy its address.                 link-broken",
    "",
    "https://practice.example/" + "long/" * 20,
]


def test_each_line_fits_and_every_word_is_there():
    lines = list(fitted(SAID, "   "))
    assert all(len(line) <= WIDTH for line in lines[:-1])
    assert " ".join(lines).split() == " ".join(SAID).split()
    assert lines[2:5] == [
        "           ^^^^^^^^^",
        "       There is no page at this address, and it may be that you have",
        "       meant another one.",
    ]
    assert lines[-1] == "   " + SAID[-1]


def test_a_mistakes_name_is_whole_and_stands_below_its_cure_where_there_is_no_room():
    cure = "    Copy it again from the camera or phone, or export it again."
    assert list(fitted([f"{cure}                 fix: photo-unusable"], "   ")) == [
        f"   {cure}",
        "       fix: photo-unusable",
    ]
    assert list(fitted([f"{cure}                link-broken"])) == [cure, "    link-broken"]
