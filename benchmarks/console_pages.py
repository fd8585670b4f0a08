"""A browser with the console in it, for measurements: processor time of all its parts.

`benchmarks.console` runs them; tests/serve/console/test_frames.py runs the frames again, short.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Route

WORLD = (-180.0, -85.0, 180.0, 85.0)
EARTH_M, MU = 6_378_137.0, 3.986004418e14
PLAYS = "() => new Promise(done => { let n = 0; const t = performance.now(); const step = () => ++n > %d ? done(performance.now() - t) : requestAnimationFrame(step); requestAnimationFrame(step); })"  # noqa: E501
# The least that a page can draw of so many satellites: a sea, ten strokes of a track, a dot and a name each.
BASELINE = """<!doctype html><style>body { margin: 0 } canvas { width: 812px; height: 464px }</style>
<canvas width="812" height="464"></canvas><script>
const ctx = document.querySelector("canvas").getContext("2d"), W = 812, H = 464;
function paint(at) {
  ctx.clearRect(0, 0, W, H); ctx.font = "11px sans-serif"; ctx.lineWidth = 1;
  ctx.strokeStyle = "#7fa3bf"; ctx.beginPath();
  for (let k = 0; k < %d; k++) {
    const x = (k * 61.8 + at / 40) %% W, y = (k * 38.2) %% H;
    ctx.moveTo(x - 30, y);
    for (let j = 1; j <= 10; j++) ctx.lineTo(x - 30 + 3 * j, y + j);
  }
  ctx.stroke(); ctx.fillStyle = "#1b5e9b";
  for (let k = 0; k < %d; k++) {
    ctx.beginPath(); ctx.arc((k * 61.8 + at / 40) %% W, (k * 38.2) %% H, 2.6, 0, 7); ctx.fill();
  }
  for (let k = 0; k < Math.min(%d, 400); k++)
    ctx.fillText("Satellite " + k, (k * 61.8 + at / 40) %% W, (k * 38.2) %% H);
  requestAnimationFrame(paint);
}
requestAnimationFrame(paint);
</script>"""


def tracks(count: int, start: str, hours: float = 3.0, step_s: float = 60.0) -> bytes:
    """A block of made satellites on circles 500 to 1,400 km up, spread evenly (docs/serve.md)."""
    nodes = int(hours * 3600 / step_s) + 1
    ids = [f"made-{k}" for k in range(count)]
    head = {
        "ids": ids, "names": [f"Satellite {k}" for k in range(count)], "start": start,
        "step_s": step_s, "count": nodes, "frame": "Earth-fixed", "unit": "m", "type": "float32",
    }  # fmt: skip
    said = json.dumps(head).encode()
    said += b" " * (-len(said) % 4)
    places: list[float] = []
    for k in range(count):
        r = EARTH_M + 500e3 + (k % 10) * 100e3
        tilt, node, phase = math.radians(40 + k % 59), k * 2.399963, k * 0.618034 * math.tau
        rate = math.sqrt(MU / r**3)
        for j in range(nodes):
            u, turn = phase + rate * j * step_s, node - 7.2921159e-5 * j * step_s
            x, y, z = math.cos(u), math.sin(u) * math.cos(tilt), math.sin(u) * math.sin(tilt)
            places += (
                r * (x * math.cos(turn) - y * math.sin(turn)),
                r * (x * math.sin(turn) + y * math.cos(turn)),
                r * z,
            )
    return b"SRTK" + struct.pack("<I", len(said)) + said + struct.pack(f"<{len(places)}f", *places)


def processor_s(whole: CDPSession) -> float:
    """Processor time of the browser and all its parts until now, seconds."""
    found: Mapping[str, Any] = whole.send("SystemInfo.getProcessInfo")
    return float(sum(one["cpuTime"] for one in found["processInfo"]))


def a_frame_ms(browser: Browser, page: Page, frames: int) -> tuple[float, float]:
    """Processor time a frame of what a page draws, and time by the clock a frame; milliseconds."""
    whole = browser.new_browser_cdp_session()
    page.evaluate(PLAYS % 5)
    before = processor_s(whole)
    passed_ms = float(page.evaluate(PLAYS % frames))
    used = processor_s(whole) - before
    whole.detach()
    return used * 1e3 / frames, passed_ms / frames


def over_the_world(url: str, page: Page, count: int) -> None:
    """The console, its map the world's, with so many made satellites, their names and tracks, playing."""

    def corridor(route: Route) -> None:
        asked = {name: said for name, said in route.request.headers.items() if name != "if-none-match"}
        came = route.fetch(headers=asked)
        route.fulfill(response=came, body=json.dumps({**came.json(), "map": WORLD}))

    def sky(route: Route) -> None:
        start = route.request.url.split("start=")[1].split("&")[0].replace("%3A", ":")
        route.fulfill(body=tracks(count, start), content_type="application/octet-stream")

    page.route("**/api/v1/corridor", corridor)
    page.route("**/api/v1/tracks*", sky)
    page.goto(f"{url}/#lang=en")
    with page.expect_response("**/api/v1/tracks*"):
        pass
    page.locator("details.layers summary").click()
    page.get_by_label("Names of satellites").check()
    page.locator(".map .canvas").scroll_into_view_if_needed()
    page.get_by_role("button", name="Play").click()


def frames(
    browser: Browser, url: str, count: int, drawn: int, opened: Callable[[], Page]
) -> dict[str, float]:
    """The console's map beside the baseline page, both with `count` satellites, in one run."""
    base = opened()
    base.set_content(BASELINE % (count, count, count))
    base_ms, _ = a_frame_ms(browser, base, drawn)
    base.close()
    page = opened()
    over_the_world(url, page, count)
    page_ms, clock_ms = a_frame_ms(browser, page, drawn)
    page.close()
    return {
        "satellites": count, "frames": drawn,
        "console_ms": round(page_ms, 2), "baseline_ms": round(base_ms, 2),
        "ratio": round(page_ms / base_ms, 2), "clock_ms": round(clock_ms, 2),
        "frames_per_s": round(1e3 / clock_ms, 1),
    }  # fmt: skip
