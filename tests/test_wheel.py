"""The wheel that users install: the commands, the types and the reference corridor are in it."""

from __future__ import annotations

import subprocess
import sys
from zipfile import ZipFile

import pytest

SITE_PACKAGES = [path for path in sys.path if path.endswith("site-packages")]
START = """
import sys
sys.path[:0] = sys.argv[1:]
import serai
from serai.cli import main
print(serai.__file__)
sys.exit(main(["check", "--json"]))
"""


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-P", "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return ZipFile(next(folder.glob("serai-*.whl")))


def test_the_wheel_holds_the_reference_corridor_as_the_repository_does(wheel, root):
    corridor = root / "corridors" / "belt-and-road"
    files = [path for path in corridor.rglob("*") if path.is_file()]
    assert files
    for path in files:
        inside = f"serai/_corridors/belt-and-road/{path.relative_to(corridor).as_posix()}"
        assert wheel.read(inside) == path.read_bytes()


def test_the_wheel_brings_the_command_its_types_and_its_licence(wheel):
    names = wheel.namelist()
    assert "serai/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    commands = next(name for name in names if name.endswith("entry_points.txt"))
    assert b"serai = serai.__main__:run" in wheel.read(commands)


def test_the_wheel_holds_the_tables_that_models_read(wheel, root):
    tables = [path for path in (root / "src").rglob("tables/*") if path.is_file()]
    assert any(path.suffix == ".npz" for path in tables)
    for path in tables:
        assert wheel.read(path.relative_to(root / "src").as_posix()) == path.read_bytes()


def test_what_was_installed_from_the_wheel_answers_away_from_the_source_tree(wheel, tmp_path):
    """A wheel of plain Python is installed by unpacking it; the requirements are those of the tests."""
    wheel.extractall(tmp_path / "installed")
    run = subprocess.run(
        [sys.executable, "-P", "-S", "-c", START, str(tmp_path / "installed"), *SITE_PACKAGES],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert str(tmp_path / "installed") in run.stdout.splitlines()[0]
    assert "belt-and-road" in run.stdout


def test_the_wheel_names_its_extra_and_the_python_it_needs(wheel):
    metadata = next(name for name in wheel.namelist() if name.endswith("METADATA"))
    told = wheel.read(metadata).decode()
    assert "Requires-Python: >=3.11" in told
    assert "Provides-Extra: maps" in told
    assert "Requires-Dist: itur==0.4.0; extra == 'maps'" in told


def test_the_wheel_holds_neither_tests_nor_tools(wheel):
    assert {name.split("/")[0].partition("-")[0] for name in wheel.namelist()} == {"serai"}
