"""Navigation satellites and what corrects them, drawn at random."""

from __future__ import annotations

from tests.losses.drawing import HERE, SYSTEMS, SmallCorridor


def positioning(drawn: SmallCorridor) -> None:
    """Enough navigation satellites for a position, barely; the services that correct them."""
    dice = drawn.dice
    systems = dice.sample(SYSTEMS, dice.randint(1, 2))
    for number in range(dice.randint(6, 10)):
        system = systems[number % len(systems)]
        name = drawn.above(
            f"nav-{number}", "MEO", 2.0057, 55.0, f"constellation:{system.lower()}", dice.uniform(0, 3)
        )
        drawn.add(
            "signals",
            satellite=name,
            system=system,
            prn=f"{'C' if system == 'BeiDou' else system[0]}{20 + number}",
            signals="E6-B 1278.75 MHz" if dice.random() < 0.5 else "L1",
            health=dice.choices(("healthy", "unknown", "unhealthy"), (8, 1, 1))[0],
            use="yes",
        )
    for system in systems:
        drawn.add(
            "services",
            id=f"open-{system.lower()}",
            name=f"{system} open",
            kind="GNSS",
            owner=drawn.owner(),
            systems=system,
            status=dice.choices(("operational", "test"), (9, 1))[0],
            pdop_max=drawn.perhaps(12, 0.5),
            groups=f"constellation:{system.lower()}",
        )
    if dice.random() < 0.2:  # one system by two services: either will do
        drawn.add(
            "services",
            id="open-too",
            name="Open too",
            kind="GNSS",
            owner=drawn.owner(),
            systems=systems[0],
            status="operational",
            groups=drawn.group("provider:one"),
        )
    for kind in dice.choices(("SBAS", "PPP", "CORS"), (3, 2, 1)):
        _corrections(drawn, kind)
    if dice.random() < 0.6:
        _rescue(drawn)
    _range_errors(drawn)


def _corrections(drawn: SmallCorridor, kind: str) -> None:
    dice = drawn.dice
    name = kind.lower()
    drawn.add(
        "services",
        id=name,
        name=kind,
        kind=kind,
        owner=drawn.owner(),
        country=dice.choice(("NO", "NO", "SO")),
        systems=";".join(SYSTEMS),
        signals="E6-B",
        **(HERE if dice.random() < 0.9 else {}),
        min_carriers=drawn.perhaps(1, 0.5),
        carrier_mask_deg=5,
        min_corrected=drawn.perhaps(4, 0.5),
        pdop_max=drawn.perhaps(15, 0.5),
        h95_m=drawn.perhaps(0.5),
        v95_m=drawn.perhaps(1.0),
        convergence_min=drawn.perhaps(dice.choice((1, 15, 30))),
        time_to_alert_s=drawn.perhaps(6),
        link=drawn.perhaps(dice.choice(("broadcast", "internet", "broadcast;internet")), 0.95),
        status=dice.choices(("operational", "unknown"), (8, 1))[0],
        groups=drawn.group("provider:one"),
    )
    if dice.random() < 0.8:
        for number in range(dice.randint(1, 2)):
            carrier = drawn.fixed(f"{name}-geo-{number}", drawn.group("slot:east", "slot:west"))
            status = dice.choices(("heard", "not proven"), (5, 1))[0]
            drawn.add("carriers", service=name, satellite=carrier, prn="S121", signal="L1", status=status)


def _rescue(drawn: SmallCorridor) -> None:
    """Location of beacons by the navigation satellites."""
    drawn.add(
        "services",
        id="sar",
        name="Beacons",
        kind="SAR",
        owner=drawn.owner(),
        systems="Galileo",
        min_carriers=drawn.perhaps(2),
        carrier_mask_deg=5,
        h95_m=drawn.perhaps(3000),
        convergence_min=drawn.perhaps(5),
        status="operational",
    )
    for name in [s for s in drawn.satellites if s.startswith("nav-")][:4]:
        drawn.add("carriers", service="sar", satellite=name, status="heard")


def _range_errors(drawn: SmallCorridor) -> None:
    def figure(item: str, value: float, statistic: str, system: str = "all", chance: float = 1.0) -> None:
        drawn.add(
            "range_errors",
            id=f"r{len(drawn.tables.get('range_errors', []))}",
            item=item,
            system=system,
            value_m=drawn.perhaps(value, chance),
            statistic=statistic,
        )

    for system, value in (("GPS", 0.6), ("BeiDou-3", 0.5), ("Galileo", 0.2)):
        figure("signal-in-space range error (orbit+clock)", value, "rms", system, 0.95)
    figure("ionosphere residual after Klobuchar", 2.0, "rms", "zenith, mid-latitude, quiet")
    figure("ionosphere residual after Klobuchar", 4.0, "rms", "zenith, equatorial crest, active")
    figure("troposphere residual", 0.12, "sigma")
    figure("code multipath and non-line-of-sight", 0.4, "sigma", "open sky", 0.95)
    figure("receiver code noise", 0.5, "sigma", "mass-market receiver")
    figure("SBAS fast correction variance, UDREI 5", 0.9, "sigma", "SBAS", 0.9)
    figure("SBAS vertical ionosphere variance, GIVEI 9", 0.9, "sigma", "SBAS")
    figure("airborne receiver noise", 0.15, "sigma")
    figure("offset of system time from UTC", 12.0, "95 %", "GPS", 0.8)
