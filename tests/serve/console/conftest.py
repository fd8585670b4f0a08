"""A real Chromium, the machine's own, driven by Playwright; and the reference corridor served for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from serai.serve.settings import LOOPBACK
from tests.serve.conftest import PATIENCE_S, Running, started, stop, wait_until

WIDE, PHONE = (1280, 800), (390, 844)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-webgl",
    "--disable-3d-apis",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
expect.set_options(timeout=PATIENCE_S * 1e3 / 4)  # for a machine with much other work


@pytest.fixture(scope="package")  # while it is open, its thread has a loop running, and no test can begin one
def browser() -> Iterator[Browser]:
    """The machine's own browser, without WebGL; none is downloaded."""
    found = next((f for name in ("chromium", "chromium-browser") if (f := shutil.which(name))), None)
    if found is None:
        pytest.skip("no browser here to look at the console with: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def corridor_server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The reference corridor on its day."""
    folder = root / "corridors" / "belt-and-road"
    running = started(
        folder, tmp_path_factory.mktemp("console") / "serai.db", fortnight=False, stream_s=900.0
    )
    wait_until(lambda: running.app.state.served.keeper.ready)
    yield running
    stop(running)


class Eyes:
    """One reader: a browser's context in which nothing may go wrong unseen."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.elsewhere: list[str] = []
        self.faults: list[str] = []
        context.on("request", self._noted)
        context.set_default_timeout(PATIENCE_S * 1e3 / 4)

    def page(self, address: str, size: tuple[int, int] = WIDE) -> Page:
        """A page at an address, its size and what goes wrong on it noted."""
        page = self.context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.on("pageerror", lambda why: self.faults.append(str(why)))
        page.on("dialog", lambda asked: (self.faults.append(asked.message), asked.dismiss()))
        page.goto(address)
        return page

    def _noted(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (LOOPBACK, None):
            self.elsewhere.append(request.url)


@pytest.fixture
def eyes(browser: Browser) -> Iterator[Eyes]:
    """A reader whose page may ask no other host and raise no fault."""
    context = browser.new_context(locale="en-GB", timezone_id="Asia/Karachi", reduced_motion="reduce")
    looking = Eyes(context)
    yield looking
    context.close()
    assert not looking.elsewhere
    assert not looking.faults


def at_on_map(page: Page, lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Where on the page a place stands, on the map as it is first shown: docs/decisions/0020."""
    from math import cos, radians

    west, south, east, north = -20.0, -35.0, 150.0, 71.0
    room = page.locator(".map .canvas").bounding_box()
    assert room is not None
    middle = (south + north) / 2
    width, height = room["width"] - 2, room["height"] - 2  # within the border
    k = min(width / (radians(east - west) * cos(radians(middle))), height / radians(north - south))
    x = room["x"] + 1 + width / 2 + k * cos(radians(middle)) * radians(lon_deg - (west + east) / 2)
    return x, room["y"] + 1 + height / 2 - k * radians(lat_deg - middle)
