"""Phones, beams, messages and cables, drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

from tests.losses.drawing import BOX, HERE, SmallCorridor


def talking(drawn: SmallCorridor) -> None:
    """Phones, beams, message services, cables and the sites that they join."""
    dice = drawn.dice
    for name, lon, lat in (("here", 68, 26), ("port", 67, 25), ("hub", 75, 30), ("far", 100, 20)):
        drawn.add("sites", id=name, name=name.title(), country="NO", lat_deg=lat, lon_deg=lon, kind="city")
    for number, (a, b) in enumerate((("here", "hub"), ("hub", "far"), ("port", "hub"), ("here", "far"))):
        if dice.random() < 0.35:
            continue
        drawn.add(
            "links",
            id=f"cable-{number}",
            name=f"Cable {number}",
            system=f"system-{number % 2}",
            kind=dice.choice(("submarine", "terrestrial")),
            owner=drawn.owner(),
            a=a,
            b=b,
            capacity_bps=drawn.perhaps(dice.choice((5e7, 2e8, 1e9))),
            latency_ms=drawn.perhaps(dice.choice((5, 20, 40))),
            status=dice.choice(("in service", "in service", "in service", "planned")),
            groups=drawn.group("corridor:valley", f"landing:{a}"),
        )
    for name, band, eirp in (("handset", "S", 2.0), ("vsat", "Ku", 45.0)):
        drawn.add(
            "terminals",
            id=name,
            name=name.title(),
            band=band,
            eirp_dbw=drawn.perhaps(eirp, 0.9),
            g_over_t_dbk=drawn.perhaps(-24.0 if name == "handset" else 18.0, 0.9),
            services="voice;data;message",
        )
    phones = [
        drawn.fixed(f"talk-{k}", drawn.group("slot:east", "constellation:talk"))
        for k in range(dice.randint(1, 2))
    ]
    for name in phones:
        _beam(drawn, name)
    flock = [drawn.low(f"post-{k}", drawn.group("constellation:post")) for k in range(dice.randint(1, 2))]
    for number in range(dice.randint(1, 2)):
        _messenger(drawn, number, dice.choice((flock, phones, [])))


def _beam(drawn: SmallCorridor, name: str) -> None:
    dice = drawn.dice
    band = dice.choice(("S", "Ku"))
    drawn.add(
        "beams",
        satellite=name,
        beam="one",
        bands=band,
        **(HERE if dice.random() < 0.9 else BOX),
        services=dice.choice(("voice", "data", "voice;data", "voice;message;data")),
        eirp_dbw=drawn.perhaps(52),
        g_over_t_dbk=drawn.perhaps(12 if band == "S" else 5),
        capacity_bps=drawn.perhaps(1e9, 0.5),
        user_rate_bps=drawn.perhaps(2e6, 0.3),
        voice_channels=drawn.perhaps(dice.choice((20, 60))),
        min_elevation_deg=drawn.perhaps(10, 0.5),
        terminal=dice.choice(("handset", "vsat", None)),
        gateways=dice.choice((None, "hub", "dish-a", "far")),
    )


def _messenger(drawn: SmallCorridor, number: int, satellites: Sequence[str]) -> None:
    dice = drawn.dice
    kind = dice.choice(("two-way message", "voice", "iot", "broadband", "voice;broadband"))
    name = f"service-{number}"
    drawn.add(
        "messengers",
        id=name,
        name=f"Service {number}",
        owner=drawn.owner(),
        kind=kind,
        satellites=";".join(satellites),
        **(HERE if dice.random() < 0.8 else {}),
        countries=drawn.perhaps("NO", 0.3),
        min_elevation_deg=drawn.perhaps(10, 0.5),
        message_bits=drawn.perhaps(dice.choice((560, 1600, 14000))),
        rate_bps=drawn.perhaps(1e6, 0.5),
        delivery_s=drawn.perhaps(dice.choice((10, 60, 600))),
        success=drawn.perhaps(dice.choice((0.95, 0.99))),
        status="operational",
        latency_ms=drawn.perhaps(60),
        terminal=dice.choice(("handset", None, None)),
        groups=drawn.group("provider:one"),
    )
    if dice.random() < 0.4:
        drawn.add(
            "terms",
            id=f"M{number}",
            right=dice.choice(("message", "link")),
            owner="*",
            what=f"use of {name}",
            assets=name,
            for_=dice.choice(("everyone", "north")),
            state=dice.choice(("in force", "candidate")),
        )
