"""The command that `serai assess` names as the next one: right when it is run."""

from __future__ import annotations

import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest

from serai.cli.assess import _next
from serai.cli.input.option_lists import spread
from serai.cli.input.reference import reference_corridor

NOTHING = {"--at": None, "--days": None, "--need": (), "--with": ()}
ASKED = {"--at": "2026-08-22T00:00:00Z", "--days": 1.5, "--need": ("N01", "N02"), "--with": ()}


@pytest.fixture(autouse=True)
def called_as_run(monkeypatch):
    """As `./run` calls it."""
    monkeypatch.setenv("SERAI_CALLED", "./run")


def outcome(*losses: str):
    points = [SimpleNamespace(loss=SimpleNamespace(id=one, assets=frozenset({one}))) for one in losses]
    return SimpleNamespace(single_points=points, pool=SimpleNamespace(plainly=lambda name, _: name))


@pytest.mark.parametrize(
    ("folder", "options", "without", "says"),
    [
        (None, NOTHING, (), "./run assess --without kashi"),
        (reference_corridor(), NOTHING, (), "./run assess --without kashi"),
        (Path("mine"), NOTHING, (), "./run assess mine/ --without kashi"),
        (Path("my own"), NOTHING, (), "./run assess 'my own/' --without kashi"),
        (
            Path("mine"),
            ASKED,
            (),
            "./run assess mine/ --at 2026-08-22T00:00:00Z --days 1.5 --need N01 N02 --without kashi",
        ),
        (None, NOTHING, ("sanya",), "./run assess --without sanya kashi"),
        (None, NOTHING, ("Kashi",), "./run assess --without Kashi bangui"),
        (None, {**NOTHING, "--with": ("T15",)}, (), "./run resilience --with T15"),
        (
            None,
            {**NOTHING, "--with": ("T15",)},
            ("sanya",),
            "./run assess --with T15 --without sanya kashi",
        ),
    ],
)
def test_it_asks_about_the_same_corridor_in_the_same_way(folder, options, without, says):
    assert _next(outcome("kashi", "bangui"), folder, options, without) == says


def test_without_a_single_point_it_is_resilience_of_the_same_folder():
    assert _next(outcome(), Path("mine"), ASKED, ()) == (
        "./run resilience mine/ --at 2026-08-22T00:00:00Z --days 1.5 --need N01 N02"
    )


def test_its_folder_is_read_as_the_folder():
    words = spread(shlex.split(_next(outcome("kashi"), Path("mine"), ASKED, ()))[1:])
    assert words[:2] == ["assess", "mine/"]
    assert words[-2:] == ["--without", "kashi"]


def test_the_day_alone_is_asked_about_again():
    assert _next(outcome("kashi"), None, NOTHING, (), today=True) == "./run assess --without kashi --today"
    assert _next(outcome(), None, NOTHING, (), today=True) == "./run resilience"


def test_it_begins_as_serai_was_called(monkeypatch):
    monkeypatch.setenv("SERAI_CALLED", "/opt/serai/run")
    assert _next(outcome("kashi"), None, NOTHING, ()) == "/opt/serai/run assess --without kashi"
    monkeypatch.delenv("SERAI_CALLED")
    assert _next(outcome("kashi"), None, NOTHING, ()) == "serai assess --without kashi"
