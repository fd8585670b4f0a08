"""A file is the old one or the new one, whole: on a full disk, under a kill, with two writers at once."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from serai.files import put, written

OLD, NEW = "old " * 1_000, "new " * 500_000


def names(folder) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def script(code: str, *given: object, **how: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", textwrap.dedent(code), *map(str, given)]
    return subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)


def small_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_on_a_full_disk_the_old_file_stays_whole_and_nothing_is_left_beside(tmp_path):
    file = tmp_path / "page.html"
    put(file, OLD)
    full = script(
        "import sys; from serai.files import put; put(sys.argv[1], 'new ' * 500_000)",
        file,
        preexec_fn=small_disk,
    )
    _, said = full.communicate()
    assert full.returncode == 1
    assert "File too large" in said
    assert file.read_text() == OLD
    assert names(tmp_path) == ["page.html"]


def test_a_command_on_a_full_disk_says_one_sentence_and_keeps_the_page(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text(OLD)
    code = """
        import sys
        from serai.cli import main
        from serai.files import put
        import serai.cli.app as app
        app._run = lambda words: put(sys.argv[1], 'new ' * 500_000)
        sys.exit(main([]))
    """
    full = script(code, file, preexec_fn=small_disk)
    _, said = full.communicate()
    assert full.returncode == 1
    assert said.count("\n") == 1
    assert said.startswith("serai: cannot ")
    assert file.read_text() == OLD


def test_a_writer_that_is_killed_leaves_the_old_file(tmp_path):
    file = tmp_path / "state.json"
    put(file, OLD)
    writer = script(
        """
        import sys, time
        from serai.files import written
        with written(sys.argv[1]) as beside:
            beside.write_text("half")
            print("ready", flush=True)
            time.sleep(60)
        """,
        file,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    writer.kill()
    writer.communicate()
    assert file.read_text() == OLD
    put(file, NEW)  # what the dead one left is in nobody's way
    assert file.read_text() == NEW


def test_a_fault_while_it_is_written_leaves_the_old_file_and_nothing_beside(tmp_path):
    file = tmp_path / "f"
    put(file, OLD)

    def fails() -> None:
        with written(file) as beside:
            beside.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert file.read_text() == OLD
    assert names(tmp_path) == ["f"]


def test_two_writers_at_once_leave_one_of_their_files_whole(tmp_path):
    file = tmp_path / "f"
    code = (
        "import sys; from serai.files import put\nfor _ in range(50): put(sys.argv[1], sys.argv[2] * 200_000)"
    )
    writers = [script(code, file, letter) for letter in "ab"]
    while any(w.poll() is None for w in writers):
        if file.exists():
            assert file.read_text() in ("a" * 200_000, "b" * 200_000)
        time.sleep(0.01)
    assert [w.communicate()[1] for w in writers] == ["", ""]
    assert names(tmp_path) == ["f"]


def test_a_new_file_has_the_permissions_of_the_users_mask_and_an_old_one_keeps_its_own(tmp_path):
    before = os.umask(0o027)
    try:
        put(tmp_path / "new", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o604)
    put(tmp_path / "new", "y")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o604


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path):
    (tmp_path / "there").mkdir()
    put(tmp_path / "there" / "f", "old")
    (tmp_path / "link").symlink_to("there/f")
    put(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "f").read_text() == "new"


def test_what_is_no_regular_file_is_written_itself(tmp_path, capfd):
    put("/dev/stdout", "to the screen\n")
    assert capfd.readouterr().out == "to the screen\n"
    assert not names(tmp_path)


@pytest.mark.parametrize("name", ["none/f", ".", "f/g"])
def test_a_place_that_cannot_be_written_is_named_by_the_system(tmp_path, name):
    put(tmp_path / "f", "a file")
    with pytest.raises(OSError, match=r"No such|Is a directory|Not a directory"):
        put(tmp_path / name, "x")
    assert names(tmp_path) == ["f"]


def test_two_that_write_at_once_have_a_name_each_and_the_last_to_end_stays(tmp_path):
    with written(tmp_path / "f") as one:
        with written(tmp_path / "f") as other:
            assert one != other
            one.write_text("one")
            other.write_text("other")
        assert (tmp_path / "f").read_text() == "other"
    assert (tmp_path / "f").read_text() == "one"
    assert names(tmp_path) == ["f"]
