"""What is asked of a small corridor, drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.losses.drawing import BOX, PARTIES, SmallCorridor

# What may be asked of each service: the measures together, each with its unit, which way is better,
# thresholds to choose from and whether it has a share.
Asked = tuple[str, str, str, tuple[float, ...], bool]
POSITIONING: tuple[tuple[Asked, ...], ...] = (
    (
        ("horizontal_error_95", "m", "lower", (10, 20, 40), True),
        ("vertical_error_95", "m", "lower", (25, 60), True),
    ),
    (
        ("horizontal_error_95", "m", "lower", (0.5, 1, 20), True),
        ("convergence", "min", "lower", (15, 30), True),
    ),
    (("time_to_alert", "s", "lower", (6, 10), True),),
    (
        ("time_to_alert", "s", "lower", (6, 10), True),
        ("horizontal_protection", "m", "lower", (100, 1000), True),
    ),
    (("vertical_protection", "m", "lower", (50, 600), True),),
    (("timing_error_95", "ns", "lower", (40, 100), True),),
    (("beacon_location", "m", "lower", (5000,), True), ("beacon_delay", "s", "lower", (600,), True)),
)
TALKING: tuple[tuple[Asked, ...], ...] = (
    (("message_delivery", "s", "lower", (60, 900, 3600), True),),
    (("voice_calls", "calls", "higher", (1, 30), True),),
    (("rate", "bit/s", "higher", (1e5, 4e6, 1e8), True), ("latency", "ms", "lower", (120, 700), True)),
    (("rate", "bit/s", "higher", (1e6,), True), ("longest_outage", "h", "lower", (0.5, 1), False)),
    (("message_delivery", "s", "lower", (900,), True), ("voice_calls", "calls", "higher", (1,), True)),
)
LOOKING: tuple[tuple[Asked, ...], ...] = (
    (("request_to_hand", "h", "lower", (2, 4), True), ("resolution", "m", "lower", (20, 50), False)),
    (("revisit", "h", "lower", (2, 4), True), ("image_to_hand", "h", "lower", (1, 4), True)),
    (("image_to_hand", "h", "lower", (1.5, 3), True),),
    (("image_to_hand", "h", "lower", (2,), True), ("request_to_hand", "h", "lower", (4,), True)),
    (("repeat_pass", "h", "lower", (0.3, 1), True),),
)
DEMANDS: Mapping[str, tuple[tuple[Asked, ...], ...]] = {
    "navigate": POSITIONING,
    "connect": TALKING,
    "observe": LOOKING,
}


def asking(drawn: SmallCorridor) -> None:
    """One need of each service at least, and two that look."""
    ask: Mapping[str, Callable[[SmallCorridor], dict[str, object]]] = {
        "navigate": _positions,
        "connect": _talks,
        "observe": _images,
    }
    services = [
        "navigate",
        "connect",
        "observe",
        drawn.dice.choice(("observe", "observe", "connect", "navigate")),
    ]
    for number, service in enumerate(services):
        name = f"N{number}"
        drawn.add(
            "needs",
            id=name,
            title=f"Need {number}",
            service=service,
            party=drawn.perhaps(drawn.dice.choice(("north", *PARTIES)), 0.85),
            **BOX,
            priority=drawn.dice.randint(1, 3),
            mask=drawn.dice.choice(("5", "5", "15")),
            environment="open",
            **ask[service](drawn),
        )
        for measure, unit, better, thresholds, shared in drawn.dice.choice(DEMANDS[service]):
            drawn.add(
                "measures",
                need=name,
                measure=measure,
                unit=unit,
                better=better,
                threshold=drawn.dice.choice(thresholds),
                share_required=drawn.perhaps(drawn.dice.choice((0.3, 0.5, 0.8, 0.95, 1)), 0.9)
                if shared
                else None,
            )


def _positions(drawn: SmallCorridor) -> dict[str, object]:
    links = drawn.perhaps(drawn.dice.choice(("broadcast", "internet", "broadcast;internet")), 0.8)
    return {"corrections": links, "still": drawn.dice.choice(("yes", "no"))}


def _talks(drawn: SmallCorridor) -> dict[str, object]:
    dice = drawn.dice
    return {
        "access": dice.choice(
            ("voice;message;data", "message;voice;data", "message;data", "voice;data", None)
        ),
        "from": "here" if dice.random() < 0.5 else None,
        "to": dice.choice((None, "far", "far;hub")),
        "terminal": dice.choice((None, "handset", "vsat", "handset;vsat")),
        "message_bytes": drawn.perhaps(dice.choice((60, 200)), 0.5),
    }


def _images(drawn: SmallCorridor) -> dict[str, object]:
    sensors = drawn.dice.choice(
        ("radar;optical;geo-imager", "radar;optical;geo-imager", "radar;optical", "radar")
    )
    return {"sensors": sensors, "processing_h": drawn.perhaps(0.2, 0.85), "last_mile_h": 0.1}
