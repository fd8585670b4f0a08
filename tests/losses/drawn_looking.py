"""Satellites that look, the antennas that hear them and the terms, drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

from tests.losses.drawing import PARTIES, SmallCorridor


def looking(drawn: SmallCorridor) -> None:
    """Satellites that look, the few antennas that hear them, and who may have the images."""
    dice = drawn.dice
    eyes = [
        drawn.low(f"eye-{k}", drawn.group("constellation:eyes", "plane:one"))
        for k in range(dice.randint(1, 3))
    ]
    for name in eyes:
        _camera(drawn, name, dice.choice(("radar", "optical", "radar")))
    if dice.random() < 0.6:
        name = drawn.fixed("stare", drawn.group("slot:east"))
        eyes.append(name)
        drawn.add(
            "sensors",
            satellite=name,
            sensor="disk",
            kind="geo-imager",
            resolution_m=drawn.perhaps(500),
            image_every_min=drawn.perhaps(15),
            delivery=dice.choice(("broadcast", "open")),
        )
    stations = ("dish-a", "dish-b")[: dice.randint(1, 2)]
    for name in stations:
        drawn.add(
            "stations",
            id=name,
            name=name.title(),
            owner=drawn.owner(),
            lat_deg=round(dice.uniform(15, 40), 2),
            lon_deg=round(dice.uniform(58, 80), 2),
            height_m=100,
            mask=dice.choice(("5", "10")),
            status=drawn.status(),
            groups=drawn.group("site:one"),
        )
        drawn.add("dishes", station=name, antennas=drawn.perhaps(1), uses="image receive")
    for number, name in enumerate(eyes):
        _rights(drawn, number, name, stations)


def _camera(drawn: SmallCorridor, name: str, kind: str) -> None:
    dice = drawn.dice
    band = dice.random() < 0.5
    drawn.add(
        "sensors",
        satellite=name,
        sensor="camera",
        kind=kind,
        resolution_m=drawn.perhaps(dice.choice((5, 20, 40))),
        incidence_min_deg=15 if band else None,
        incidence_max_deg=55 if band else None,
        off_nadir_max_deg=None if band else drawn.perhaps(45, 0.8),
        sides=dice.choice(("both", "right", "")),
        daylight="no" if dice.random() < 0.7 else None,
        delivery=drawn.perhaps(dice.choice(("station", "station;open", "open", "broadcast")), 0.9),
    )


def _rights(drawn: SmallCorridor, number: int, name: str, stations: Sequence[str]) -> None:
    """Who may have one satellite's images, and where they may come down."""
    dice = drawn.dice
    state = dice.choices(("in force", "candidate", "ended"), (12, 2, 1))[0]
    drawn.add(
        "terms",
        id=f"I{number}",
        right=dice.choice(("image", "image", "image", "open-data")),
        owner="*",
        what=f"images of {name}",
        assets=dice.choice(
            (name, "group:constellation:eyes") if _grouped(drawn, "constellation:eyes") else (name,)
        ),
        for_=dice.choices(("everyone", "corridor", *PARTIES), (6, 2, 1, 1, 1))[0],
        when=dice.choices(("standing", "emergency"), (4, 1))[0],
        state=state,
        finest_resolution_m=drawn.perhaps(10, 0.3),
        delay_h=drawn.perhaps(dice.choice((0.2, 1, 3))),
    )
    drawn.add(
        "terms",
        id=f"D{number}",
        right="downlink",
        owner="*",
        what=f"passes of {name}",
        assets=name,
        stations=";".join(stations) if dice.random() < 0.7 else stations[0],
        for_="everyone",
        state=dice.choices(("in force", "candidate"), (4, 1))[0],
    )


def _grouped(drawn: SmallCorridor, group: str) -> bool:
    return any(group in row.get("groups", "") for row in drawn.tables["satellites"])
