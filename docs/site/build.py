"""Builds the site of the pages in docs/ and of the public names of serai: build.py [FOLDER], else out/site.

The pages are laid out as they stand in the source tree, so that their links hold; a link to a folder leads
to its README or to a list of what is in it, a link to a file of code to that file. Any warning, any link that
leads nowhere and anything that a page would ask of another server ends the build with 1.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from links import faults
from sphinx.cmd.build import build_main

import serai
from serai.cli import main
from serai.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LISTED = (".py", ".toml", ".csv", ".md")  # what a list of a folder names
LEFT_OUT = ("__pycache__",)

PARTS = {  # the parts of the contents, each with its pages in the order in which a reader wants them
    "Begin": ["docs/concepts", "docs/glossary", "docs/corridor", "docs/settings", "examples/index"],
    "Single questions": ["docs/budgets", "docs/positioning", "docs/monitor", "docs/schedule", "docs/tables"],
    "The record": ["docs/store"],
    "The service": ["docs/serve"],
    "Reference": ["docs/commands", "docs/api", "docs/stable"],
    "The reference corridor": ["corridors/belt-and-road/README", "docs/needs", "docs/sources"],
    "How good it is": ["docs/accuracy", "docs/accuracy-*", "docs/benchmarks"],
    "For developers": [
        "CONTRIBUTING",
        "docs/architecture",
        "docs/decisions/index",
        "docs/releasing",
        "CHANGELOG",
    ],
    "More": ["docs/*"],
    "": ["*/README", "*/index", "decisions/*"],
}


def pages() -> list[Path]:
    """The pages of the source tree that the site shows."""
    folders = ("docs", "corridors", "examples")
    return [*ROOT.glob("*.md"), *(p for folder in folders for p in sorted((ROOT / folder).rglob("*.md")))]


def lay_out(source: Path) -> None:
    """Copy the pages and what they link to; the README becomes the first page."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for target in LINK.findall(FENCE.sub("", text)):
            bring(page.parent / target, source)
        write(source, page, LINK.sub(lambda found, page=page: led(page, found[1]), text))
    folder_list(ROOT / "examples", source)
    folder_list(ROOT / "docs" / "decisions", source)
    (source / "docs" / "api.md").write_text(api(), encoding="utf-8")
    (source / "docs" / "commands.md").write_text(command_pages(), encoding="utf-8")
    index = source / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + contents(source), encoding="utf-8")


def write(source: Path, page: Path, text: str) -> None:
    """Put a page where it stands in the tree."""
    at = source / page.relative_to(ROOT)
    if page == ROOT / "README.md":
        at = source / "index.md"
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(text, encoding="utf-8")


def bring(target: Path, source: Path) -> None:
    """Copy a file that a page links to; of a folder without a README make a list."""
    if target.is_dir():
        if not (target / "README.md").exists():
            folder_list(target.resolve(), source)
    elif target.is_file() and target.resolve() not in pages():
        at = source / target.resolve().relative_to(ROOT)
        at.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, at)


def led(page: Path, target: str) -> str:
    """Where a link of a page leads on the site."""
    there = (page.parent / target).resolve()
    if there == ROOT / "README.md":
        return target.removesuffix("README.md") + "index.md"
    if there.is_dir():
        return target.rstrip("/") + ("/README.md" if (there / "README.md").exists() else "/index.md")
    return target


def folder_list(folder: Path, source: Path) -> None:
    """A page that lists what is in a folder: its pages by their titles, its files, its folders."""
    lines = [f"# {folder.name.replace('_', ' ').capitalize()}", ""]
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in LEFT_OUT:
            bring(path, source)
            lines.append(f"- [{path.name}/]({led(folder / 'index.md', path.name)})")
        elif path.suffix in LISTED:
            bring(path, source)
            lines.append(f"- [{title(path)}]({path.name})")
    at = source / folder.relative_to(ROOT) / "index.md"
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text("\n".join(lines) + "\n", encoding="utf-8")


def title(path: Path) -> str:
    """A page's title, a script's name with what it shows, or a file's name."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    if path.suffix == ".md":
        return first.removeprefix("# ")
    shows = first.strip('"')
    return f"{path.name}: {shows}" if path.suffix == ".py" else path.name


def api() -> str:
    """The page of the public names, in the order a reader meets them, from their docstrings."""
    lines = [
        "# Python",
        "",
        "What `import serai` promises ([what is stable](stable.md)).",
        "",
        "```{eval-rst}",
    ]
    lines += [".. py:currentmodule:: serai", ""]
    for name in serai.PUBLIC:
        if isinstance(getattr(serai, name), type):
            lines += [f".. autoclass:: serai.{name}", "   :members:", "   :undoc-members:", ""]
        else:
            lines += [f".. autofunction:: serai.{name}", ""]
    return "\n".join([*lines, "```", ""])


def command_pages() -> str:
    """The page of the commands: what each says with --help."""
    return "# Commands\n\n" + "\n\n".join(f"## {name}\n\n```text\n{told}\n```" for name, told in helps())


def helps() -> Iterator[tuple[str, str]]:
    """Each command with its help."""
    for name, *_ in COMMANDS:
        told = StringIO()
        with redirect_stdout(told):
            main([name, "--help"])
        yield name, told.getvalue().strip()


def contents(source: Path) -> str:
    """The site's contents, each page in the first part that names it; what no part names is hidden."""
    left = {str(p.relative_to(source).with_suffix("")): p for p in sorted(source.rglob("*.md"))}
    left.pop("index")
    out = []
    for part, patterns in PARTS.items():
        mine = [name for pattern in patterns for name in sorted(left) if Path(name).match(pattern)]
        mine = [name for name in dict.fromkeys(mine) if left.pop(name, None)]
        if not mine:
            continue
        head = f":caption: {part}\n:hidden:\n:maxdepth: 1" if part else ":hidden:"
        out.append("```{toctree}\n" + head + "\n\n" + "\n".join(mine) + "\n```\n")
    return "\n" + "\n".join(out)


def build(site: Path) -> int:
    """Build the whole site anew; 0 when nothing is wrong with it."""
    source = site.with_name(site.name + "-pages")
    for folder in (site, source):
        shutil.rmtree(folder, ignore_errors=True)
    source.mkdir(parents=True)
    lay_out(source)
    asked = ["-b", "html", "-q", "-W", "--keep-going", "-c", str(HERE), "-d", str(source / ".read")]
    code = build_main([*asked, str(source), str(site)])
    wrong = faults(site) if code == 0 else []
    for one in wrong:
        print(one, file=sys.stderr)
    return code or int(bool(wrong))


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "site"
    end = build(folder.resolve())
    if end == 0:
        print(f"the site: {folder}/index.html")
    sys.exit(end)
