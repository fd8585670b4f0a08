"""What docs/stable.md promises is what comes: every field of every command, the functions, the version."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest

import serai
from serai.cli import main
from tests.observe.series.made import dropped, written_stack
from tests.store.played import played

PAGE = Path(__file__).resolve().parent.parent / "docs" / "stable.md"
ROW = re.compile(r"^\| `([a-z ]+)` \| (?:`([^`]*)`)? ?\| (.*?) \| ?(.*?) ?\|$", re.MULTILINE)
NAME = re.compile(r"`([^`]+)`")
PLACE = "id,lat_deg,lon_deg,height_m,mask\nkarachi,24.86,67.01,8,5\n"
PATH = ["--lat", "24.9", "--lon", "67", "--frequency", "20", "--elevation", "40", "--percent", "0.5"]
FLOOD = ["--area", str(PAGE.parent.parent / "examples" / "flood.geojson")]
ROOF_M = "-3817021.4,3563413.9,3651094.4"
PROMISES = [
    (command, part, NAME.findall(fields), NAME.findall(at_times))
    for command, part, fields, at_times in ROW.findall(PAGE.read_text(encoding="utf-8"))
]


READ = ("ledger", "audit", "store", "jobs")  # tell, and take no moment
OF_THE_STORE = {
    "request": ["another image", "--party", "Pakistan"],
    "offer": ["R1", "--from", "offers.csv"],
    "hold": ["R1-2"],
    "confirm": ["R1-2", "--party", "Italy"],
    "release": ["R1-1"],
    "report": [],
    "ledger": [],
    "audit": ["verify"],
    "sweep": ["smallest_corridor", "--days", "2"],
    "jobs": ["list"],
    "store": ["list"],
    "account": ["first", "amina@Pakistan"],
    "account may": ["may", "amina@Pakistan", "see", "corridor"],
    "account rules": ["rules"],
    "key": ["add", "amina@Pakistan"],
}


def _said(words: Sequence[str]) -> str:
    with redirect_stdout(StringIO()) as out:
        assert main([*words]) == 0
    return out.getvalue()


@pytest.fixture(scope="module")
def asked(root, tmp_path_factory, request) -> Callable[[str], list[str]]:
    """The words of each command that is tried."""
    folder = tmp_path_factory.mktemp("stable")
    places = folder / "places.csv"
    places.write_text(PLACE, encoding="utf-8")
    finals = str(files("astropy_iers_data") / "data" / "finals2000A.all")
    small = root / "examples" / "smallest_corridor"
    store = str(folder / "serai.db")
    played(folder, _said, store)
    _said(["account", "first", "amina@Pakistan", "--database", store])
    look = ["--points", str(places), "--off-nadir", "45"]

    def words(command: str) -> list[str]:
        if command in ("position", "station"):
            roof = request.getfixturevalue("shared_data") / "gnss/nagoya2024"
            rover, nav = str(roof / "rover.obs.gz"), str(roof / "base.nav")
            if command == "position":
                return [command, rover, "--nav", nav]
            return [command, rover, nav, f"--position={ROOF_M}"]
        if command in OF_THE_STORE:
            words = [str(folder / w) if w.endswith(".csv") else w for w in OF_THE_STORE[command]]
            words = [str(small) if w == small.name else w for w in words]
            base = ["--database", store, "--at", "2026-08-22T09:20Z"]
            return [command.split(maxsplit=1)[0], *words, *(base[:2] if command in READ else base)]
        return {
            "assess": [command, str(small), "--report", str(folder / "report")],
            "connect": [command, "--lat", "24.9", "--lon", "67"],
            "resilience": [command, str(small)],
            "check": [command, str(small)],
            "passes": [command, str(small), "--mask", "5"],
            "looks": [command, str(small), *look],
            "looks area": ["looks", *FLOOD, "--days", "0.3"],
            "revisit": [command, str(small), *look],
            "revisit area": ["revisit", *FLOOD, "--days", "2", "--percent", "20"],
            "sun": [
                command,
                "--satellite",
                "paksat-mm1",
                "--station",
                "karachi",
                "--days",
                "60",
                "--angle",
                "1",
            ],
            "attenuation": [command, *PATH],
            "scenes": [command, *FLOOD, "--days", "0.1"],
            "plan": [command, str(small)],
            "schedule": [command, str(root / "examples" / "three_partners.json"), "--solver", "greedy"],
            "budget": [command, str(root / "examples" / "x_band_pass.toml")],
            "serve": [command, "--database", store],
            "fetch orientation": ["fetch", "orientation", "--from", finals, "--to", str(folder)],
            "monitor": [command, str(written_stack(folder / "ndvi.npz", dropped()))],
        }[command]

    return words


@pytest.fixture(scope="module")
def answer(asked) -> Callable[[str], dict[str, object]]:
    """What each command answers with --json, asked once."""

    @cache
    def answered(command: str) -> dict[str, object]:
        with redirect_stdout(StringIO()) as said:
            assert main([*asked(command), "--json"]) == 0
        found: dict[str, object] = json.loads(said.getvalue())
        return found

    return answered


def parts(whole: object, path: str) -> Iterator[dict[str, object]]:
    """Each object at a path such as needs[].figures{}."""
    found = [whole]
    for step in filter(None, path.split(".")):
        name = step.rstrip("[]{}")
        found = [one[name] for one in found if isinstance(one, dict)]
        if step.endswith("[]"):
            found = [row for rows in found if isinstance(rows, list) for row in rows]
        elif step.endswith("{}"):
            found = [row for rows in found if isinstance(rows, dict) for row in rows.values()]
    return (one for one in found if isinstance(one, dict))


@pytest.mark.parametrize(("command", "part", "fields", "at_times"), PROMISES, ids=lambda v: str(v)[:24])
def test_a_commands_fields_are_those_of_the_page(answer, command, part, fields, at_times):
    for one in parts(answer(command), part):
        assert set(fields) <= set(one), f"promised and absent: {set(fields) - set(one)}"
        extra = set(one) - set(fields) - set(at_times)
        assert not extra, f"not on the page: {extra}"


@pytest.mark.parametrize("command", dict.fromkeys(c for c, *_ in PROMISES))
def test_every_object_begins_with_the_version(answer, command):
    whole = answer(command)
    assert next(iter(whole)) == "version"
    assert whole["version"] == serai.JSON_VERSION == 1


def test_the_functions_on_the_page_are_those_that_dir_shows():
    text = PAGE.read_text(encoding="utf-8").split("## Functions")[1].split("Their arguments")[0]
    assert set(NAME.findall(text)) - {"dir(serai)"} == set(serai.PUBLIC)


def test_every_command_stands_on_the_page(capsys):
    assert main(["--help"]) == 0
    commands = re.findall(r"^  ([a-z]+) {2,}", capsys.readouterr().out.split("Commands:")[1], re.MULTILINE)
    assert {c.split()[0] for c, *_ in PROMISES} == set(commands)
