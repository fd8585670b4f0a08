"""The site of the docs: it builds without a warning, every link leads somewhere, no other server is asked."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import serai
from serai.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "docs" / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    run = subprocess.run(
        [sys.executable, SITE / "build.py", folder], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr  # a warning or a link that leads nowhere is told there
    return folder


@pytest.fixture(scope="module")
def links() -> ModuleType:
    spec = importlib.util.spec_from_file_location("links", SITE / "links.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_page_of_the_docs_is_on_the_site_and_in_its_contents(site: Path):
    first = (site / "index.html").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        built = f"docs/{page.stem}.html"
        assert (site / built).is_file()
        assert f'href="{built}"' in first, f"{page.name} is in no part of the contents"
    decisions = (site / "docs/decisions/index.html").read_text(encoding="utf-8")
    for page in (ROOT / "docs/decisions").glob("*.md"):
        assert f'href="{page.stem}.html"' in decisions


def test_every_public_name_has_its_signature_and_docstring(site: Path):
    told = (site / "docs/api.html").read_text(encoding="utf-8")
    for name in serai.PUBLIC:
        assert f'id="serai.{name}"' in told
    assert "Judge every need of a corridor from an instant on" in told


def test_every_command_has_its_help(site: Path):
    told = (site / "docs/commands.html").read_text(encoding="utf-8")
    for command, *_ in COMMANDS:
        assert f"Usage: serai {command} " in told


def test_nothing_is_wrong_with_the_built_pages(site: Path, links: ModuleType):
    assert links.faults(site) == []
    assert len(list(site.rglob("*.html"))) > 40


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="gone.html">x</a>', "index.html: gone.html leads nowhere"),
        ('<a href="other.html#gone">x</a>', "index.html: other.html#gone leads nowhere"),
        ('<a href="#gone">x</a>', "index.html: #gone leads nowhere"),
        ('<img src="gone.png">', "index.html: gone.png leads nowhere"),
        ('<script src="https://elsewhere.example/a.js"></script>', "asks https://elsewhere.example/a.js"),
        ('<link rel="stylesheet" href="//elsewhere.example/a.css">', "asks //elsewhere.example/a.css"),
        ('<a href="https://elsewhere.example/">x</a>', None),
        ('<a href="other.html#here">x</a><a id="top" href="#top">y</a>', None),
    ],
)
def test_a_link_that_leads_nowhere_and_a_request_elsewhere_are_found(tmp_path, links, page, said):
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "other.html").write_text('<h1 id="here">there</h1>', encoding="utf-8")
    found = links.faults(tmp_path)
    assert [said] == [line[-len(said) :] for line in found] if said else found == []


def test_a_font_of_another_server_is_found_in_a_style_sheet(tmp_path, links):
    (tmp_path / "own.css").write_text("@font-face{src:url(fonts/a.woff2)}", encoding="utf-8")
    assert links.faults(tmp_path) == []
    (tmp_path / "other.css").write_text(
        'a{background:url("https://elsewhere.example/a.png")}', encoding="utf-8"
    )
    assert links.faults(tmp_path) == ["other.css: asks another server"]
