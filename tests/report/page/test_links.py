"""Sources that are on the web can be opened from the page, and no text becomes markup."""

from __future__ import annotations

import pytest

from serai.report.page.headline import with_options_whole
from serai.report.page.links import linked


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("no address", []),
        ("CelesTrak; https://celestrak.org/NORAD/elements/", ["https://celestrak.org/NORAD/elements/"]),
        ("see http://a.example/b?c=1&d=2, row 3", ["http://a.example/b?c=1&amp;d=2"]),
        ("https://a.example/b. Read on.", ["https://a.example/b"]),
        ("(https://a.example/b)", ["https://a.example/b"]),
        ("Yang 2022, doi 10.1186/s43020-022-00066-2", ["https://doi.org/10.1186/s43020-022-00066-2"]),
        (
            "10.57677/BRD400DLR; https://b.example",
            ["https://doi.org/10.57677/BRD400DLR", "https://b.example"],
        ),
        ("version 10.2, 10.57/x", []),  # a registrant has four digits at least
        ("javascript:alert(1) ftp://a.example", []),
        ('https://a.example/"onclick="x', ["https://a.example/"]),
    ],
)
def test_addresses_become_links_and_nothing_else_does(text, hrefs):
    said = linked(text)
    assert [part.split('"')[0] for part in said.split('href="')[1:]] == hrefs
    assert said.count("<a ") == said.count('rel="noopener noreferrer"') == len(hrefs)


def test_a_text_keeps_its_words_and_is_escaped():
    assert linked("a < b & c") == "a &lt; b &amp; c"
    assert ">https://a.example/b</a> and &lt;more&gt;" in linked("https://a.example/b and <more>")


def test_an_option_of_a_command_is_never_broken():
    said = with_options_whole("serai assess --at 2026-08-28 --need N01 < now")
    assert said == (
        'serai assess <span class="whole">--at</span> 2026-08-28 '
        '<span class="whole">--need</span> N01 &lt; now'
    )
