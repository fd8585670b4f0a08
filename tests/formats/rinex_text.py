"""A small writer of RINEX: what the tests feed the readers, built from numbers they know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = tuple[str, Sequence[float | None]]  # a satellite and its values in the order of its types


def labelled(body: str, label: str) -> str:
    return f"{body:<60.60}{label}\n"


def types_3(types: Mapping[str, Sequence[str]]) -> str:
    out = ""
    for system, codes in types.items():
        for at in range(0, len(codes), 13):
            head = f"{system}  {len(codes):>3}" if at == 0 else " " * 6
            out += labelled(head + "".join(f" {code}" for code in codes[at : at + 13]), "SYS / # / OBS TYPES")
    return out


def header_3(
    types: Mapping[str, Sequence[str]], version: str = "3.05", time_system: str = "GPS", more: str = ""
) -> str:
    return (
        labelled(f"{version:>9}           OBSERVATION DATA    M", "RINEX VERSION / TYPE")
        + labelled("HERE", "MARKER NAME")
        + labelled(f"{'123':<20}{'SEPT POLARX5':<20}5.4.0", "REC # / TYPE / VERS")
        + labelled(f"{'456':<20}{'ASH701945E_M    SCIS':<20}", "ANT # / TYPE")
        + labelled(f"{3582105.2910:14.4f}{532589.7313:14.4f}{5232754.8054:14.4f}", "APPROX POSITION XYZ")
        + labelled(f"{0.216:14.4f}{0.001:14.4f}{-0.002:14.4f}", "ANTENNA: DELTA H/E/N")
        + types_3(types)
        + labelled("  2 R01  1 R24 -7", "GLONASS SLOT / FRQ #")
        + labelled("    30.000", "INTERVAL")
        + labelled(f"  2020     6    25     0     0    0.0000000     {time_system}", "TIME OF FIRST OBS")
        + more
        + labelled("", "END OF HEADER")
    )


def value(number: float | None, lock: str = " ") -> str:
    return " " * 16 if number is None else f"{number:14.3f}{lock}7"


def epoch_3(time: str, rows: Sequence[Row], flag: int = 0) -> str:
    lines = [name + "".join(value(v) for v in values).rstrip() for name, values in rows]
    return f"> {time}  {flag}{len(rows):3d}\n" + "".join(line + "\n" for line in lines)


def number_19(number: float | None, letter: str = "e") -> str:
    return " " * 19 if number is None else f"{number:19.12e}".replace("e", letter)


def record(head: str, numbers: Sequence[float | None], indent: int = 4, letter: str = "e") -> str:
    """A navigation record: three numbers beside its head, then four a line."""
    lines = [head + "".join(number_19(n, letter) for n in numbers[:3])]
    lines += [
        " " * indent + "".join(number_19(n, letter) for n in numbers[at : at + 4])
        for at in range(3, len(numbers), 4)
    ]
    return "".join(line.rstrip() + "\n" for line in lines)


def nav_header(version: str, system: str = "M", more: str = "") -> str:
    return (
        labelled(f"{version:>9}           NAVIGATION DATA     {system}", "RINEX VERSION / TYPE")
        + more
        + labelled("    18", "LEAP SECONDS")
        + labelled("", "END OF HEADER")
    )
