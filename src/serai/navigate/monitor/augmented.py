"""Services that correct others (SBAS, PPP-B2b) at a station: who sends them, and positions by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.earth import geodetic
from serai.formats.b2b.messages import B2bLog
from serai.formats.rinex.clocks import NO_TIME
from serai.formats.sbas import SbasLog
from serai.gnss.corrections.sbas_point import L1_CODES, L5_CODES
from serai.gnss.corrections.source import corrected_track
from serai.gnss.estimators.ppp_rows import PAIR
from serai.gnss.observations.inputs import Navigation, Observations
from serai.gnss.signals import SYSTEMS, Choice
from serai.gnss.solution import Track
from serai.navigate.fittings import WORKING, CarriesCorrections, CorrectionService
from serai.navigate.monitor.correction_logs import Log
from serai.navigate.monitor.services import ServiceUse
from serai.pool import Asset, Pool
from serai.wording import reason

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LISTENING_NS = 60 * 10**9  # after a message this long, the station no longer counts as listening
FORMS = ("L1", "L5", "B2b")  # SBAS on L1, DFMC on L5, PPP-B2b
CHOICES: Mapping[str, Choice] = MappingProxyType(
    {"L1": L1_CODES, "L5": L5_CODES, "B2b": Choice({s: tuple(PAIR[s]) for s in "CG"})}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmented(ServiceUse):
    """A service that corrects others: ``form`` of its messages, and the numbers of who may send them."""

    corrects: CorrectionService
    form: str
    senders: tuple[int, ...]

    @property
    def convergence_s(self) -> float:
        """How long after its first epoch a file's errors are not yet what is promised."""
        minutes = self.corrects.convergence_min if self.form == "B2b" else None
        return 60.0 * (minutes or 0.0)


def augmented_of(pool: Pool, place_m: Floats) -> tuple[Augmented, ...]:
    """The correction services whose messages can be read, with who sends them as the corridor has it."""
    lat, lon, _ = (float(angle) for angle in geodetic(np.asarray(place_m, dtype=np.float64)))
    fitted = [(asset, service) for asset in pool.assets for service in asset.fitted(CorrectionService)]
    return tuple(
        found
        for asset, service in fitted
        for form in FORMS
        if (found := _augmented(pool, asset, service, form, lat, lon)) is not None
    )


def _augmented(
    pool: Pool, asset: Asset, service: CorrectionService, form: str, lat_deg: float, lon_deg: float
) -> Augmented | None:
    """One service by one form of its messages; None where nobody sends it or it corrects no system here."""
    carried = [c for a in pool.assets for c in a.fitted(CarriesCorrections) if c.service == asset.id]
    senders = sorted({int(c.prn.lstrip("C")) for c in carried if c.signal == form})
    systems = "".join(s for s in CHOICES[form].codes if SYSTEMS[s] in service.systems)
    if not senders or not systems:
        return None
    inside = service.area is None or bool(service.area.contains(lat_deg, lon_deg))
    status = "" if service.status in WORKING else f" (status: {service.status})"
    return Augmented(
        name=_name(asset.name, form, {c.signal for c in carried}),
        systems=systems,
        choice=Choice({s: CHOICES[form].codes[s] for s in systems}),
        promised=service if inside else None,
        promised_by=asset.id,
        provenance=service.provenance,
        note=f"{asset.note}{status}",
        unpromised="" if inside else reason("monitor.outside_area", service=asset.id),
        corrects=service,
        form=form,
        senders=tuple(senders),
    )


def augmented_track(
    served: Augmented,
    observations: Observations,
    navigation: Navigation,
    logs: Sequence[Log],
    mask_deg: float,
) -> Track | None:
    """Positions by the messages of the sender heard most, PPP kinematic; None if none was heard."""
    for log in logs:
        if isinstance(log, B2bLog) != (served.form == "B2b"):
            continue
        sender = _heard_most(served, log)
        if sender is not None:
            return corrected_track(
                log,
                observations,
                navigation,
                served.systems,
                mode="ppp" if served.form == "B2b" else "spp",
                dual=served.form == "L5",
                mask_deg=mask_deg,
                sender=sender,
                heed_test=served.corrects.status != "test",
                kinematic=True,
            )
    return None


def listened(served: Augmented, logs: Sequence[Log], tai_ns: Integers) -> NDArray[np.bool_]:
    """Whether the station listened: at each epoch, if a message of the service's form came shortly before.

    It may be of any sender: where only the service's own are missing, the service failed and not the logger.
    """
    heard = [times[times != NO_TIME] for times in (_times_of(served.form, log) for log in logs)]
    times = np.sort(np.concatenate([np.empty(0, np.int64), *heard]))
    last = np.searchsorted(times, tai_ns, side="right") - 1
    if not len(times):
        return np.zeros(len(tai_ns), dtype=bool)
    fine: NDArray[np.bool_] = (last >= 0) & (tai_ns - times[np.maximum(last, 0)] <= LISTENING_NS)
    return fine


def within_alert_limits(served: Augmented, track: Track) -> NDArray[np.bool_]:
    """Whether each epoch's protection levels are within the alert limits; true where none are published."""
    fine = np.ones(len(track), dtype=bool)
    if track.protection_m is not None:
        for axis, limit in enumerate((served.corrects.horizontal_alert_m, served.corrects.vertical_alert_m)):
            if limit is not None:
                with np.errstate(invalid="ignore"):
                    fine &= track.protection_m[:, axis] <= limit
    return fine


def over_its_levels(track: Track, enu_m: Floats) -> Floats:
    """By epoch the larger of the errors over their protection levels; NaN without levels."""
    if track.protection_m is None:
        return np.full(len(track), np.nan)
    across, up = np.hypot(enu_m[:, 0], enu_m[:, 1]), np.abs(enu_m[:, 2])
    return np.fmax(across / track.protection_m[:, 0], up / track.protection_m[:, 1])


def _times_of(form: str, log: Log) -> Integers:
    """When a log's messages of a form came."""
    if isinstance(log, SbasLog):
        return log.tai_ns[log.dfmc == (form == "L5")] if form != "B2b" else log.tai_ns[:0]
    return log.tai_ns if form == "B2b" else log.tai_ns[:0]


def _heard_most(served: Augmented, log: Log) -> int | None:
    numbers = log.prn
    if isinstance(log, SbasLog):
        numbers = numbers[log.dfmc == (served.form == "L5")]
    counts = {prn: int((numbers == prn).sum()) for prn in served.senders}
    best = max(counts, key=lambda prn: counts[prn])
    return best if counts[best] else None


def _name(name: str, form: str, forms: set[str]) -> str:
    """The service's name without what stands in brackets or after a colon; its form where it has several."""
    short = name.split(" (", maxsplit=1)[0].split(":", maxsplit=1)[0]
    return f"{short} {form}" if len(forms) > 1 else short
