"""Fibre networks from GraphML, as the Internet Topology Zoo writes them (http://graphml.graphdrawing.org).

Of a node are read `Latitude`, `Longitude` and `label`; of an edge `LinkLabel` (or `label`), `LinkSpeedRaw`
(or `capacity_bps`, bit/s), `length_km`, `kind` and `owner`. The length is else the great circle between its
nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from serai.earth import great_circle_m
from serai.files import text
from serai.formats.cables.drawn import MOST, DrawnCable, End, kind_of, positive, refused
from serai.formats.refusal import BadFile
from serai.wording import reason

Fields = Mapping[str, str]


def read_graphml_cables(path: str | Path) -> tuple[DrawnCable, ...]:
    """The edges of a file between nodes that stand somewhere, in its order; a loop is no cable."""
    file = Path(path).name
    root = _root(text(path), file)
    names = {str(k.get("id")): str(k.get("attr.name", "")) for k in _each(root, "key")}
    nodes = {str(n.get("id")): _fields(n, names) for n in _each(root, "node")}
    edges = _each(root, "edge")
    if not edges or len(edges) > MOST:
        expected = reason("formats.expected.cable.some", most=MOST)
        raise BadFile(file, 0, expected, reason("formats.came.cables", count=len(edges)))
    return tuple(_cable(edge, _fields(edge, names), nodes, file) for edge in edges)


def _root(said: str, file: str) -> ET.Element:
    if "<!DOCTYPE" in said or "<!ENTITY" in said:
        raise BadFile(file, 1, reason("formats.expected.cable.graphml"), "<!DOCTYPE")
    try:
        root = ET.fromstring(said.lstrip("\ufeff \r\n").encode())  # noqa: S314 (no DTD, so no entities)
    except ET.ParseError as wrong:
        raise BadFile(file, wrong.position[0], reason("formats.expected.cable.graphml"), str(wrong)) from None
    if _bare(root.tag) != "graphml":
        raise BadFile(file, 1, reason("formats.expected.cable.graphml"), _bare(root.tag))
    return root


def _cable(edge: ET.Element, about: Fields, nodes: Mapping[str, Fields], file: str) -> DrawnCable:
    source, target = str(edge.get("source", "")), str(edge.get("target", ""))
    name = about.get("LinkLabel") or about.get("label") or ""
    between = f"{_label(source, nodes)} - {_label(target, nodes)}"
    name = f"{name}: {between}" if name else between
    a, b = (_end(node, nodes, file, name) for node in (source, target))
    drawn_km = float(great_circle_m(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg)) / 1e3
    length_km = positive(file, name, "length_km", about.get("length_km")) or drawn_km
    if source == target or length_km <= 0.0:
        raise refused(file, name, reason("formats.expected.cable.two_ends"), source)
    rate = about.get("capacity_bps") or about.get("LinkSpeedRaw")
    return DrawnCable(
        name=name,
        kind=kind_of(file, name, about.get("kind"), "terrestrial"),
        a=a,
        b=b,
        length_km=length_km,
        capacity_bps=positive(file, name, "LinkSpeedRaw", rate),
        owner=about.get("owner", ""),
    )


def _label(node: str, nodes: Mapping[str, Fields]) -> str:
    return nodes.get(node, {}).get("label") or node


def _end(node: str, nodes: Mapping[str, Fields], file: str, cable: str) -> End:
    about = nodes.get(node)
    if about is None:
        raise refused(file, cable, reason("formats.expected.cable.node"), node)
    try:
        lat, lon = float(about["Latitude"]), float(about["Longitude"])
    except (KeyError, ValueError):
        raise refused(file, cable, reason("formats.expected.cable.placed"), _label(node, nodes)) from None
    if not (abs(lat) <= 90.0 and abs(lon) <= 360.0):
        raise refused(file, cable, reason("formats.expected.cable.placed"), f"{lat}, {lon}")
    return End(lat_deg=lat, lon_deg=(lon + 180.0) % 360.0 - 180.0, name=_label(node, nodes))


def _fields(element: ET.Element, names: Mapping[str, str]) -> Fields:
    """What stands in an element's data, by the names that the keys declare."""
    data = (one for one in element if _bare(one.tag) == "data")
    return {names.get(str(one.get("key")), ""): (one.text or "").strip() for one in data}


def _each(root: ET.Element, tag: str) -> list[ET.Element]:
    return [one for one in root.iter() if _bare(one.tag) == tag]


def _bare(tag: object) -> str:
    return str(tag).rpartition("}")[2]
