"""Messages of SBAS L1, types 0 to 28, 62 and 63, from bits to records (RTCA DO-229F, A.4.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from serai.formats.bits import Bits
from serai.formats.sbas import records as r

DATA = 212
NONE = 511  # a delay that is not to be used
FIRST = 14  # the data begin behind the preamble and the type


def decode_l1(kind: int, bits: Bits) -> r.NoUse | r.Unread | object:
    """Decode one message; `bits` stand at its data."""
    if kind == 0:
        rest = bits.value >> (bits.length - FIRST - DATA) & ((1 << DATA) - 1)
        return _fast(2, bits, kind=0) if rest else r.NoUse(0)
    if kind in (62, 63):
        return r.NoUse(kind)
    if 2 <= kind <= 5:
        return _fast(kind, bits, kind=kind)
    decoder = _DECODERS.get(kind)
    if decoder is None:
        return r.Unread(kind, bits.value >> (bits.length - FIRST - DATA) & ((1 << DATA) - 1))
    return decoder(bits)


def _mask(bits: Bits) -> r.PrnMask:
    slots = bits.ones(210)
    return r.PrnMask(bits.u(2), slots)


def _fast(place: int, bits: Bits, *, kind: int) -> r.FastCorrections:
    iodf, iodp = bits.u(2), bits.u(2)
    corrections = tuple(bits.s(12) * 0.125 for _ in range(13))
    return r.FastCorrections(kind, iodf, iodp, 13 * (place - 2), corrections, bits.many(13, 4))


def _integrity(bits: Bits) -> r.IntegrityInfo:
    return r.IntegrityInfo(bits.many(4, 2), bits.many(51, 4))


def _fast_degradation(bits: Bits) -> r.FastDegradation:
    latency, iodp, _ = bits.u(4), bits.u(2), bits.u(2)
    return r.FastDegradation(latency, iodp, bits.many(51, 4))


def _geo(bits: Bits) -> r.GeoNavigation:
    return r.GeoNavigation(
        iodn=bits.u(8),
        t0_s=bits.u(13) * 16.0,
        ura=bits.u(4),
        r_m=(bits.s(30) * 0.08, bits.s(30) * 0.08, bits.s(25) * 0.4),
        v_mps=(bits.s(17) * 0.000625, bits.s(17) * 0.000625, bits.s(18) * 0.004),
        a_mps2=(bits.s(10) * 0.0000125, bits.s(10) * 0.0000125, bits.s(10) * 0.0000625),
        af0_s=bits.s(12) * 2.0**-31,
        af1=bits.s(8) * 2.0**-40,
    )


def _degradation(bits: Bits) -> r.Degradation:
    return r.Degradation(
        b_rrc_m=bits.u(10) * 0.002,
        c_ltc_lsb_m=bits.u(10) * 0.002,
        c_ltc_v1_mps=bits.u(10) * 0.00005,
        i_ltc_v1_s=bits.u(9),
        c_ltc_v0_m=bits.u(10) * 0.002,
        i_ltc_v0_s=bits.u(9),
        c_geo_lsb_m=bits.u(10) * 0.0005,
        c_geo_v_mps=bits.u(10) * 0.00005,
        i_geo_s=bits.u(9),
        c_er_m=bits.u(6) * 0.5,
        c_iono_step_m=bits.u(10) * 0.001,
        i_iono_s=bits.u(9),
        c_iono_ramp_mps=bits.u(10) * 0.000005,
        rss_udre=bool(bits.u(1)),
        rss_iono=bool(bits.u(1)),
        c_covariance=bits.u(7) * 0.1,
    )


def _network_time(bits: Bits) -> r.NetworkTime:
    return r.NetworkTime(
        a1=bits.s(24) * 2.0**-50,
        a0_s=bits.s(32) * 2.0**-30,
        t0t_s=bits.u(8) * 4096,
        week_t=bits.u(8),
        leap_s=bits.s(8),
        week_lsf=bits.u(8),
        day=bits.u(8),
        leap_future_s=bits.s(8),
        standard=bits.u(3),
        second_of_week=bits.u(20),
        week=bits.u(10),
    )


def _almanacs(bits: Bits) -> r.GeoAlmanacs:
    rows = []
    for _ in range(3):
        bits.u(2)
        prn, health = bits.u(8), bits.u(8)
        place = (bits.s(15) * 2600.0, bits.s(15) * 2600.0, bits.s(9) * 26_000.0)
        rows.append((prn, health, place, (bits.s(3) * 10.0, bits.s(3) * 10.0, bits.s(4) * 60.0)))
    t0 = bits.u(11) * 64
    return r.GeoAlmanacs(tuple(r.GeoAlmanac(*row, t0) for row in rows if row[0]))


def _ionosphere_mask(bits: Bits) -> r.IonosphereMask:
    bands, band, iodi = bits.u(4), bits.u(4), bits.u(2)
    return r.IonosphereMask(bands, band, iodi, tuple(k - 1 for k in bits.ones(201)))


def _ionosphere(bits: Bits) -> r.IonosphereDelays:
    band, block = bits.u(4), bits.u(4)
    pairs = [(bits.u(9), bits.u(4)) for _ in range(15)]
    delays = tuple(None if delay == NONE else delay * 0.125 for delay, _ in pairs)
    return r.IonosphereDelays(band, block, delays, tuple(givei for _, givei in pairs), bits.u(2))


def _long_half(bits: Bits) -> tuple[r.LongTerm, ...]:
    """Half a message 25: two satellites without rates, or one with."""
    if bits.u(1):
        place, iod = bits.u(6), bits.u(8)
        where = (bits.s(11) * 0.125, bits.s(11) * 0.125, bits.s(11) * 0.125)
        af0 = bits.s(11) * 2.0**-31
        rate = (bits.s(8) * 2.0**-11, bits.s(8) * 2.0**-11, bits.s(8) * 2.0**-11)
        af1, t0, iodp = bits.s(8) * 2.0**-39, bits.u(13) * 16, bits.u(2)
        return (r.LongTerm(place, iod, iodp, where, af0, rate, af1, t0),) if place else ()
    two = []
    for _ in range(2):
        place, iod = bits.u(6), bits.u(8)
        where = (bits.s(9) * 0.125, bits.s(9) * 0.125, bits.s(9) * 0.125)
        two.append((place, iod, where, bits.s(10) * 2.0**-31))
    iodp, _ = bits.u(2), bits.u(1)
    return tuple(r.LongTerm(p, iod, iodp, where, af0, None, None, None) for p, iod, where, af0 in two if p)


def _long(bits: Bits) -> r.LongTerms:
    return r.LongTerms((*_long_half(bits), *_long_half(bits)))


def _mixed(bits: Bits) -> r.Mixed:
    corrections = tuple(bits.s(12) * 0.125 for _ in range(6))
    udrei = bits.many(6, 4)
    iodp, block, iodf, _ = bits.u(2), bits.u(2), bits.u(2), bits.u(4)
    fast = r.FastCorrections(24, iodf, iodp, 13 * block, corrections, udrei)
    return r.Mixed(fast, _long_half(bits))


def _regions(bits: Bits) -> r.ServiceRegions:
    iods, messages, number, count = bits.u(3), bits.u(3) + 1, bits.u(3) + 1, bits.u(3)
    priority, inside, outside = bits.u(2), bits.u(4), bits.u(4)
    regions = [r.Region(bits.s(8), bits.s(9), bits.s(8), bits.s(9), bool(bits.u(1))) for _ in range(5)]
    return r.ServiceRegions(iods, messages, number, priority, inside, outside, tuple(regions[:count]))


def covariance(bits: Bits) -> r.Covariance:
    """Read a covariance of message 28, or of messages 32 and 40 of L5: 99 bits."""
    scale = bits.u(3)
    r11, r22, r33, r44 = bits.many(4, 9)
    r12, r13, r14, r23, r24, r34 = (bits.s(10) for _ in range(6))
    return r.Covariance(scale, (r11, r12, r13, r14, r22, r23, r24, r33, r34, r44))


def _covariances(bits: Bits) -> r.Covariances:
    iodp = bits.u(2)
    return r.Covariances(iodp, tuple((bits.u(6), covariance(bits)) for _ in range(2)))


_DECODERS: Mapping[int, Callable[[Bits], object]] = {
    1: _mask,
    6: _integrity,
    7: _fast_degradation,
    9: _geo,
    10: _degradation,
    12: _network_time,
    17: _almanacs,
    18: _ionosphere_mask,
    24: _mixed,
    25: _long,
    26: _ionosphere,
    27: _regions,
    28: _covariances,
}
