"""The pages keep their word: every link leads somewhere, every command shown is one that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor.folder import rule_sets
from serai.services import SERVICES
from serai.world import Rules
from serai.world.rules import defaults

ROOT = Path(__file__).resolve().parent.parent
PAGES = tuple(
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corridors").rglob("*.md")])
)
LINK = re.compile(r"\[[^\]]*\]\((?!\w+:|#)([^)#\s]+)[^)]*\)")
SHOWN = re.compile(r"^\$?\s*(?:\./run|serai) +([a-z]+)", re.MULTILINE)
SETTING = re.compile(r"SERAI_[A-Z_]+")
BLOCK = re.compile(r"^```(?:sh|console|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_every_link_between_pages_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken, "\n".join(broken)


def test_every_part_of_the_glossary_is_linked_from_where_its_words_matter():
    parts = re.findall(
        r"^## (.+)$", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    anchors = {re.sub(r"[^\w -]", "", part.lower()).replace(" ", "-") for part in parts}
    linked = {
        anchor
        for page in PAGES
        for anchor in re.findall(r"glossary\.md#([\w-]+)", page.read_text(encoding="utf-8"))
    }
    assert len(anchors) == 6
    assert linked == anchors


def test_the_glossary_gives_each_word_one_meaning_in_the_order_of_the_alphabet():
    for part in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        words = [word.lower() for word in re.findall(r"^- \*\*([^*]+)\*\*", part, re.MULTILINE)]
        assert words == sorted(set(words)), part.partition("\n")[0]


def test_every_file_that_the_architecture_walks_through_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|corridors|tests)/[^`]+)`", page)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_command_shown_on_a_page_exists(capsys):
    shown = {
        (page.relative_to(ROOT), command)
        for page in PAGES
        for block in BLOCK.findall(page.read_text(encoding="utf-8"))
        for command in SHOWN.findall(block)
    }
    unknown = sorted(f"{page}: serai {command}" for page, command in shown if main([command, "--help"]) != 0)
    capsys.readouterr()
    assert not unknown, "\n".join(unknown)


def test_every_setting_of_the_environment_is_explained():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "requirements").glob("*.sh"), ROOT / ".ci" / "run"]
    named = {name for file in sources for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    assert named == set(SETTING.findall(page))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "LICENSE"])
def test_a_newcomer_finds_the_page_expected_at_the_top(name):
    assert (ROOT / name).stat().st_size > 0


def test_the_budget_shown_on_the_page_is_one_that_the_command_reads(tmp_path, capsys):
    page = (ROOT / "docs" / "budgets.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    file = tmp_path / "shown.toml"
    file.write_text(shown, encoding="utf-8")
    assert main(["budget", str(file)]) == 0
    assert "of an average year" in capsys.readouterr().out


def test_every_rule_of_corridor_toml_is_in_the_docs_with_its_default():
    page = (ROOT / "docs" / "corridor.md").read_text(encoding="utf-8")
    own = {f"[rules.{s.section}]": s.defaults for s in rule_sets(SERVICES)}
    sections = {"[rules]": defaults(Rules), **own}
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `[rules")
    ]
    told = {(section, rule): float(default) for section, rule, _, default in rows}
    assert told == {(s, rule): value for s, rules in sections.items() for rule, value in rules.items()}
