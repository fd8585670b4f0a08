"""The console keeps true: told by the server, back after a lost link, a restarted server, a night's sleep."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.serve.conftest import Running, started, stop, wait_until
from tests.serve.console.conftest import Eyes

LOST = "No link to the server since"
AN_HOUR_MS = 3_600_000


def test_a_lost_link_is_told_with_its_time_and_the_page_comes_back_by_itself(eyes: Eyes, server: Running):
    page = eyes.page(f"{server.url}/#lang=en")
    told = server.ask("/verdicts").json["headline"]["says"]
    headline = page.locator("main header .headline")
    expect(headline).to_have_text(told)
    eyes.context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".notice.lost")).to_contain_text(LOST)
    assert headline.inner_text() == told  # what was read still stands, and is said to be old
    eyes.context.set_offline(False)
    expect(page.locator(".notice.lost")).to_have_count(0)


def test_a_restarted_server_is_found_again_and_told_anew(eyes: Eyes, small: Path, tmp_path: Path):
    running = started(small, tmp_path / "serai.db", fortnight=False)
    wait_until(lambda: running.app.state.served.keeper.ready)
    page = eyes.page(f"{running.url}/#lang=en&without=kashi")
    worse = page.locator("main header .headline")
    expect(worse).to_contain_text("1 need stands worse")
    stop(running)
    expect(page.locator(".notice.lost")).to_contain_text(LOST)
    again = started(small, tmp_path / "again.db", port=running.port, fortnight=False)
    try:
        expect(page.locator(".notice.lost")).to_have_count(0)
        wait_until(lambda: again.app.state.served.keeper.ready)
        expect(page.locator(".notice")).to_have_count(0)
        expect(worse).to_contain_text("1 need stands worse")
        # another assessment is told at once, without being asked for: the stream says so
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        again.app.state.served.keeper.generation += 1
        with page.expect_request("**/api/v1/verdicts"):
            pass
    finally:
        stop(again)


def test_after_a_night_asleep_the_page_reads_again(eyes: Eyes, server: Running):
    page = eyes.context.new_page()
    page.clock.install()
    page.goto(f"{server.url}/#lang=en")
    expect(page.locator("main header .headline")).to_be_visible()
    with page.expect_request("**/api/v1/verdicts"):
        page.clock.fast_forward(8 * AN_HOUR_MS)
    expect(page.locator(".notice.lost")).to_have_count(0)


def test_a_link_that_is_cut_without_a_word_is_told_within_half_a_minute(eyes: Eyes, server: Running):
    """The server ends no stream and refuses nothing: it only answers no more (a cut cable)."""
    page = eyes.context.new_page()
    page.clock.install()
    page.goto(f"{server.url}/#lang=en")
    expect(page.locator("main header .headline")).to_be_visible()
    expect(page.locator(".timeline .booked").first).to_be_visible()
    held = [f"**/{path}" for path in ("health", "api/v1/verdicts", "api/v1/events")]
    for path in held:
        eyes.context.route(path, lambda _: None)  # neither answered nor refused
    lost = page.locator(".notice.lost")
    page.clock.run_for(14_000)
    assert lost.count() == 0
    for _ in range(8):
        page.clock.run_for(2_000)
    expect(lost).to_contain_text(LOST)
    for path in held:
        eyes.context.unroute(path)
    for _ in range(8):
        page.clock.run_for(2_000)
    expect(lost).to_have_count(0)
