"""Archive first, then tasking: one answer; planned looks are valid STAC items, and are found as scenes."""

from __future__ import annotations

import json

import pystac
import pytest
from tests.observe.catalogue.made import item
from tests.observe.catalogue.valid import faults

from serai.cli import main
from serai.errors import Refused
from serai.questions.images.scenes import scenes

AREA = (67.3, 24.7, 68.0, 25.5)
FLOOD = {
    "type": "Polygon",
    "coordinates": [[[67.3, 24.7], [68.0, 24.7], [68.0, 25.5], [67.3, 25.5], [67.3, 24.7]]],
}
REFERENCE = "corridors/belt-and-road"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenes")
    (folder / "area.json").write_text(json.dumps(FLOOD), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def planned(made):
    """Looks of a day at the area, written as items."""
    words = [
        "scenes",
        "--area",
        str(made / "area.json"),
        "--party",
        "ndma-pk",
        "--emergency",
        "--days",
        "0.5",
    ]
    assert main([*words, "--items", str(made / "planned.json"), "--json"]) == 0
    return json.loads((made / "planned.json").read_text(encoding="utf-8"))["features"]


def test_planned_looks_are_valid_items_and_pystac_loses_nothing(planned, capsys):
    capsys.readouterr()
    kinds = set()
    for one in planned:
        assert faults(one) == []
        assert pystac.Item.from_dict(one, preserve_dict=True).to_dict(include_self_link=False) == one
        kinds |= {url.split("/")[3] for url in one["stac_extensions"]}
    assert kinds == {"view", "processing", "sat", "sar"}
    assert len({one["id"] for one in planned}) == len(planned) > 3
    about = planned[0]["properties"]
    assert about["serai:state"] == "planned"
    assert about["sat:platform_international_designator"][:2] in ("19", "20")
    assert about["start_datetime"] < about["end_datetime"] < about["serai:in_hand"]


def test_the_archive_comes_first_and_what_was_planned_is_found_in_it(planned, made, capsys):
    first, second = planned[:2]
    came = item("came", first["properties"]["start_datetime"], AREA, platform=first["properties"]["platform"])
    taken = item(
        "taken", second["properties"]["start_datetime"], AREA, platform=second["properties"]["platform"]
    )
    taken["assets"] = {}
    old = item("old", "2026-08-01T00:00:00Z", AREA, cloud=90.0)
    items = {"type": "FeatureCollection", "features": [came, taken, old]}
    (made / "items.json").write_text(json.dumps(items), encoding="utf-8")
    words = [
        "scenes",
        "--area",
        str(made / "area.json"),
        "--party",
        "ndma-pk",
        "--days",
        "0.3",
        "--cloud",
        "20",
    ]
    words += ["--archive", str(made / "items.json"), "--planned", str(made / "planned.json")]
    assert main([*words, "--standing", str(made / "now.json"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told["archive"]] == ["taken", "came"]
    assert told["shown_percent"] == 100.0
    assert told["enough"]
    states = {one["id"]: (one["state"], one["scene"]) for one in told["planned"]}
    assert states[first["id"]] == ("delivered", "came")
    assert states[second["id"]] == ("acquired", "taken")
    rest = [state for name, state in states.items() if name not in (first["id"], second["id"])]
    assert rest == [("planned", None)] * (len(planned) - 2)
    assert told["tasking"]["looks"]
    now = json.loads((made / "now.json").read_text(encoding="utf-8"))["features"]
    assert [faults(one) for one in now] == [[]] * len(planned)
    assert main(words) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "the archive shows 100 % of the area in 2 scenes; the newest, taken, was taken on 22 Aug 2026" in said
    )
    assert (
        f"of {len(planned)} planned looks: 1 delivered, 1 acquired and {len(planned) - 2} not taken yet"
        in said
    )


def test_an_archive_that_shows_nothing_says_so_and_contradictions_are_refused(made, capsys):
    words = ["scenes", "--area", str(made / "area.json"), "--days", "0.1"]
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("no scene of the archive shows the area\n")
    assert main([*words, "--standing", str(made / "x.json")]) == 1
    assert "--planned" in capsys.readouterr().err
    for k, cloud in enumerate((3.0, 4.0)):
        one = item("twin", "2026-08-01T00:00:00Z", AREA, cloud=cloud)
        (made / f"twin{k}.json").write_text(json.dumps(one), encoding="utf-8")
    with pytest.raises(Refused, match="two scenes of the archive are called 'twin' and differ"):
        scenes(REFERENCE, FLOOD, archive=[made / "twin0.json", made / "twin1.json"], days=0.1)
    with pytest.raises(Refused, match="% of cloud; expected 0 to 100"):
        scenes(REFERENCE, FLOOD, cloud=1.5)
