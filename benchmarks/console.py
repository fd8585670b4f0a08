"""What the console asks of a duty room's machine: frames, the first view, memory over an hour of strikes.

Run: .venv/bin/python -m benchmarks.console frames|first|memory [--out benchmarks/console.json]
Frames: processor time of the browser and all its parts for each frame of the map with made satellites,
their names and tracks, beside a baseline page that draws as many dots and strokes and 400 names by the
plainest canvas calls. First: a cold browser, its processor throttled four times, 10 Mbit/s and 40 ms, on the
reference corridor, until the headline, the lamps, the needs and the map stand there. Memory: an hour of
strikes, one each 30 s, without the waiting; heap, nodes and listeners after garbage was collected.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.console_pages import frames
from playwright.sync_api import Browser, Page, sync_playwright
from tests.serve.conftest import Running, started, stop, wait_until

ROOT = Path(__file__).resolve().parent.parent
SMALL, REFERENCE = ROOT / "examples" / "smallest_corridor", ROOT / "corridors" / "belt-and-road"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-webgl", "--disable-3d-apis")
SLOWER, DOWN_BPS, LATENCY_MS = 4, 10e6, 40
STRIKES, EVERY = 120, 20
STANDS = """() => {
  window.stood = {};
  const wanted = {
    headline: "main header .headline + *", lamps: ".lamp", needs: "#needs tbody tr", map: "canvas[width]",
  };
  const look = () => { for (const [name, one] of Object.entries(wanted))
    if (!(name in window.stood) && document.querySelector(one)) window.stood[name] = performance.now(); };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}"""


@contextmanager
def served(folder: Path) -> Iterator[Running]:
    """A server of a corridor whose day is assessed, ended afterwards."""
    with tempfile.TemporaryDirectory() as kept:
        running = started(folder, Path(kept) / "serai.db", fortnight=False, stream_s=900.0)
        wait_until(lambda: running.app.state.served.keeper.ready)
        try:
            yield running
        finally:
            stop(running)


def drawn(browser: Browser) -> list[dict[str, float]]:
    """Frames with 400 and 4,500 satellites."""
    with served(SMALL) as running:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        found = [
            frames(browser, running.url, count, few, context.new_page)
            for count, few in ((400, 120), (4500, 60))
        ]
        context.close()
    return found


def first_view(browser: Browser) -> dict[str, Any]:
    """When what is read first stands there, ms from the request for the page: median and worst of five."""
    told: list[Mapping[str, float]] = []
    with served(REFERENCE) as running:
        for _ in range(6):  # the first warms the server's answers and is left out
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False, "latency": LATENCY_MS,
                    "downloadThroughput": DOWN_BPS / 8, "uploadThroughput": DOWN_BPS / 8,
                },
            )  # fmt: skip
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.add_init_script(f"({STANDS})()")
            page.goto(f"{running.url}/#lang=en", wait_until="commit")
            page.wait_for_function("() => Object.keys(window.stood ?? {}).length === 4", timeout=60_000)
            told.append(page.evaluate("window.stood"))
            context.close()
    return {
        "slower": SLOWER, "down_bps": DOWN_BPS, "latency_ms": LATENCY_MS,
        **{
            f"{name}_ms": [round(of([one[name] for one in told[1:]])) for of in (median, max)]
            for name in told[0]
        },
    }  # fmt: skip


def memory(browser: Browser) -> dict[str, Any]:
    """Heap, nodes and listeners after each twenty strikes, garbage collected."""
    with served(REFERENCE) as running:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(f"{running.url}/#lang=en")
        page.locator(".timeline .booked").first.wait_for()
        line = context.new_cdp_session(page)
        line.send("Performance.enable")
        points = [one["strike"] for one in running.ask("/single-points").json["single_points"]]
        kept = []
        for k in range(STRIKES + 1):
            if k % EVERY == 0:
                kept.append({"strikes": k, **held(line.send, page)})
                print(kept[-1], flush=True)
            strike(page, points[k % len(points)], k)
        context.close()
    return {"strikes": STRIKES, "kept": kept}


def strike(page: Page, name: str, k: int) -> None:
    """One strike of a duty officer: struck, read, a need opened and shut, another page, taken back."""
    page.evaluate("name => { location.hash = `#lang=en&without=${encodeURIComponent(name)}` }", name)
    page.locator(".consequences li").first.wait_for()
    if k % 4 == 0:
        page.locator(".consequences li button").first.click()
        page.locator("dialog").wait_for()
        page.keyboard.press("Escape")
    if k % 8 == 0:
        page.evaluate("location.hash = '#lang=en&view=resilience'")
        page.locator(".matrix").wait_for(timeout=120_000)
    page.evaluate("location.hash = '#lang=en'")
    page.locator(".timeline .booked").first.wait_for()


def held(send: Callable[[str], Mapping[str, Any]], page: Page) -> dict[str, float]:
    """What the page holds once garbage is collected; twice, for what finalizers let go."""
    page.wait_for_timeout(500)
    for _ in range(2):
        send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in send("Performance.getMetrics")["metrics"]}
    return {
        "heap_mb": round(found["JSHeapUsedSize"] / 1e6, 2),
        "nodes": found["Nodes"],
        "listeners": found["JSEventListeners"],
    }


WHAT: Mapping[str, Callable[[Browser], Any]] = {"frames": drawn, "first": first_view, "memory": memory}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        found = WHAT[asked.what](browser)
        browser.close()
    print(json.dumps(found, indent=1))
    if asked.out:
        old = json.loads(asked.out.read_text(encoding="utf-8")) if asked.out.exists() else {}
        text = json.dumps({**old, asked.what: found}, indent=1) + "\n"
        asked.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
