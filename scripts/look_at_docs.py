"""Opens the built site in a browser that has no network: axe, a search, and pictures of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGES = (
    "index",
    "tutorial",
    "howto/kind",
    "reference/names",
    "reference/tables",
    "explanation/language_models",
    "explanation/measured",
    "notebooks/05_estimates",
)
WIDTHS = (1280, 800)
# A notebook's outputs are checked where they are made; here the frame around them is.
OUTPUTS = ".cell_output"


def look(site: Path, pictures: Path) -> list[str]:
    """What axe finds on the pages, in light and dark, wide and narrow, and what no search finds."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    pictures.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as play:
        browser = _browser(play)
        for theme in ("light", "dark"):
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, offline=True
                )
                page = context.new_page()
                for name in PAGES:
                    page.goto((site / f"{name}.html").resolve().as_uri())
                    found = Axe().run(page, context={"exclude": [[OUTPUTS]]})
                    where = f"{name} ({theme}, {width} px)"
                    faults += [f"{where}: {line}" for line in _told(found.response)]
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                        faults.append(f"{where} is wider than its window")
                    picture = f"{name.replace('/', '-')}-{theme}-{width}.png"
                    page.screenshot(path=pictures / picture)
                context.close()
        faults += _faults_of_search(browser, site)
        browser.close()
    return faults


def _browser(play: Any) -> Any:
    import shutil

    installed = shutil.which("chromium")
    return play.chromium.launch(executable_path=installed, args=["--no-sandbox"])


def _told(response: dict[str, Any]) -> list[str]:
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]} ({len(fault['nodes'])} of them)"
        for fault in response["violations"]
    ]


def _faults_of_search(browser: Any, site: Path) -> list[str]:
    from playwright.sync_api import TimeoutError

    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((site / "search.html").resolve().as_uri() + "?q=displaced")
    try:
        page.wait_for_selector("#search-results li a", timeout=10_000)
    except TimeoutError as failure:
        return [f"search for 'displaced' without a network: {failure}"]
    finally:
        context.close()
    return []
