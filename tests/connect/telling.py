"""Small services, assets, terms and pools of which connect says something."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from serai.access import Mask
from serai.connect import LinkRequest, Messenger
from serai.connect.endpoints import Ends
from serai.connect.explain_messages import Ranked, tell_messages
from serai.connect.judged import Story
from serai.connect.messages import MessageService
from serai.earth import Box, Place
from serai.needs import Measure, Need
from serai.pool import Asset, Party, Pool, Right, Standing, Term, Terms
from serai.wording import Reason

HERE = Box(lon_min=66, lat_min=24, lon_max=70, lat_max=28)
WIDE = Box(lon_min=20, lat_min=-5, lon_max=90, lat_max=50)
SINDH = Ends(
    request=LinkRequest(),
    places=(Place(lat_deg=26.0, lon_deg=68.0), Place(lat_deg=24.0, lon_deg=66.0)),
    names=("the middle", "the edge"),
    countries=frozenset({"PK"}),
    from_sites=(),
    to_sites=(),
)
TEXT = Measure(name="message_delivery", unit="s", lower_is_better=True, threshold=120.0, share_required=0.98)


def asked(**changes) -> Need:
    plain = Need(
        id="N1", title="", service="connect", box=HERE, measures=(TEXT,), party="ndma", mask=Mask.read("10")
    )
    return replace(plain, **changes)


def asset(name: str, *fittings: object, out: Reason | str = "", **more) -> Asset:
    return Asset(id=name.lower(), name=name, kind="messenger", owner="cn", fittings=fittings, out=out, **more)


def pool(*assets: Asset, terms: tuple[Term, ...] = (), facts: tuple[object, ...] = ()) -> Pool:
    parties = {"ndma": Party(id="ndma", name="NDMA", kind="agency", country="PK")}
    return Pool(assets=assets, parties=parties, terms=Terms(rows=terms), facts=facts)


def candidate(name: str, asset_id: str) -> Term:
    return Term(
        id=name,
        right=Right.MESSAGE,
        owner="cn",
        what="",
        assets=(asset_id,),
        grantees=("country:PK",),
        standing=Standing.CANDIDATE,
    )


def messenger(**fields) -> Messenger:
    return Messenger(**({"kinds": ("two-way message",), "delivery_s": 30.0} | fields))


def carrier(name: str, seen=None, satellites=(), lowest_deg=(), **fields) -> MessageService:
    return MessageService(
        asset=asset(name),
        messenger=messenger(**fields),
        place_in_pool=0,
        satellites=np.array(satellites, dtype=np.int64),
        seen=seen,
        lowest_deg=np.array(lowest_deg, dtype=float),
    )


ALWAYS, HALF, NEVER = np.full(4, 30.0), np.array([30.0, 30.0, 900.0, 900.0]), np.full(4, np.nan)


def told(ranked: Ranked, now: float, *, ways=frozenset({"message"}), of: Pool | None = None) -> Story:
    return tell_messages(TEXT, asked(), SINDH, of or pool(), ways, ranked, now)
