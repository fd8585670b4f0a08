"""Every file that a command writes: on a full disk the old one stays, whole; nothing else is said of it."""

from __future__ import annotations

import errno
import warnings

import pytest
from tests.cli.outputs import WRITERS, asked, put_inputs

from serai.cli import main
from serai.files import whole

OLD = "what stood here before\n" * 40


@pytest.fixture(scope="module")
def inputs(tmp_path_factory, shared_data):
    folder = tmp_path_factory.mktemp("inputs")
    put_inputs(folder, shared_data)
    return folder


@pytest.mark.parametrize("name", WRITERS)
def test_it_is_written_whole_without_a_warning(name, inputs, tmp_path, capfd):
    one = WRITERS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(asked(one, inputs, tmp_path)) == 0
    assert "Warning" not in capfd.readouterr().err
    for file in one.writes:
        assert (tmp_path / file).stat().st_size > 100
    assert not [p.name for p in tmp_path.iterdir() if p.name.endswith(".new")]


@pytest.mark.parametrize("name", WRITERS)
def test_on_a_full_disk_the_old_one_stays_and_one_sentence_is_said(
    name, inputs, tmp_path, capfd, monkeypatch
):
    one = WRITERS[name]

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    old = {} if name == "station state" else {tmp_path / file: OLD for file in one.writes}
    for file, text in old.items():
        if name != "maps":
            file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(whole, "_to_the_disk", full)
    assert main(asked(one, inputs, tmp_path)) == 1
    said = capfd.readouterr().err.splitlines()
    assert [line for line in said if "No space left on device" in line] == said[-1:]
    assert said[-1].startswith("serai: cannot ")
    for file, text in old.items():
        assert not file.exists() if name == "maps" else file.read_text(encoding="utf-8") == text
    assert not [p.name for p in tmp_path.iterdir() if p.name.endswith((".new", ".npy"))]
