"""What is read and written goes by the doors of `serai.files`; nothing else opens, unpacks or asks a server.

Only the text of the modules is read. What may pass by the doors is listed here, each with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import MappingProxyType

import pytest

from tests.test_layers import modules

DOORS = "serai.files"
FORBIDDEN_MODULES = (
    "bz2",
    "fileinput",
    "gzip",
    "lzma",
    "mmap",
    "socket",
    "tarfile",
    "tempfile",
    "tomllib",
    "urllib.request",
    "zipfile",
)
FORBIDDEN_CALLS = (
    "json.load",
    "json.loads",
    "np.fromfile",
    "np.genfromtxt",
    "np.load",
    "np.loadtxt",
    "np.memmap",
    "np.save",
    "np.savetxt",
    "np.savez",
    "open",
    "os.open",
    "os.rename",
    "os.replace",
)
FORBIDDEN_METHODS = (
    "mkdir",
    "open",
    "read_bytes",
    "read_text",
    "rename",
    "tofile",
    "touch",
    "write_bytes",
    "write_text",
)
OWN = "a part of serai's own package, read where it lies"
ALLOWED = MappingProxyType(
    {
        ("serai.wording.catalogue", "tomllib"): OWN + "; stands above the doors",
        ("serai.wording.catalogue", "read_text"): OWN + "; stands above the doors",
        ("serai.jit.stamp", "read_bytes"): OWN,
        ("serai.report.drawing.resources", "read_text"): OWN,
        ("serai.report.drawing.projection", "read_text"): OWN,
        ("serai.report.drawing.projection", "json.loads"): OWN,
        ("serai.radio.propagation.itu.p676_slant", "read_text"): OWN,
        ("serai.gnss.atmosphere.nequick_tables", "open"): OWN,
        ("serai.gnss.atmosphere.nequick_tables", "np.load"): OWN,
        ("serai.gnss.atmosphere.nequick_tables", "np.loadtxt"): OWN,
        ("serai.radio.propagation.maps", "np.load"): "a map of the installed package itur, where it lies",
        ("serai.radio.propagation.map_bundle", "np.loadtxt"): "of bytes that came by the door",
        ("serai.radio.propagation.map_bundle", "np.save"): "into memory; it is put from there",
        ("serai.radio.propagation.map_bundle", "tempfile"): "a folder beside the bundle, gone in the end",
        ("serai.radio.propagation.map_bundle", "replace"): "a whole file of that folder into the bundle",
        (
            "serai.store.sweeps.days",
            "tempfile",
        ): "a folder for a corridor of the database, gone in the end",
        ("serai.cli.app", "os.open"): "/dev/null, in the place of a standard output that takes no more",
        (
            "serai.observe.series.images",
            "open",
        ): "GDAL reads windows of images too large to be had whole, which lie where their item says",
        ("serai.navigate.scene", "open"): "no file: a service that all may use",
    }
)


def passes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each line that could open, unpack, write or ask, and by what."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name in FORBIDDEN_MODULES)
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
            yield from ((node.lineno, name) for name in names if name in FORBIDDEN_MODULES)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if called in FORBIDDEN_CALLS:
                yield node.lineno, called
            elif method in FORBIDDEN_METHODS:
                yield node.lineno, method
            elif method == "replace" and len(node.args) == 1 and not node.keywords:
                yield node.lineno, method  # of a path: that of a text has two


def test_nothing_passes_by_the_doors():
    faults = [
        f"{module.name}, line {line}: {what}"
        for module in modules().values()
        if not module.name.startswith(DOORS)
        for line, what in passes(module.tree)
        if (module.name, what) not in ALLOWED
    ]
    assert not faults, "read by serai.files.content or text, write by put or written:\n" + "\n".join(faults)


def test_every_exception_is_used():
    used = {(m.name, what) for m in modules().values() for _, what in passes(m.tree)}
    assert set(ALLOWED) <= used


@pytest.mark.parametrize(
    "line",
    [
        "open('f')",
        "Path('f').read_text()",
        "path.write_bytes(b'')",
        "import gzip",
        "from urllib.request import urlopen",
        "from urllib import request",
        "np.load('f')",
        "beside.replace(path)",
        "json.loads(text)",
        "with path.open('w') as f: pass",
    ],
)
def test_a_way_around_is_seen(line):
    assert list(passes(ast.parse(line)))


def test_a_text_may_replace_a_part_of_itself():
    assert not list(passes(ast.parse("text.replace('a', 'b')\nwhen.replace(tzinfo=None)")))
