"""Draws the pictures of the README again, from the first article.

python scripts/refresh_pictures.py             the chart, and both widgets in a browser
python scripts/refresh_pictures.py --chart     the chart alone; it needs no browser
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from helpers import load_article, plot_estimates, save_figure, tables_of

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT / "data" / "articles" / "moscow-times-2022-03-29.txt"
PICTURES = ROOT / "docs" / "pictures"

_READER = """
from helpers import load_article, reader, tables_of
from helpers.views.widgets import ReaderSelection
tables = tables_of(load_article("../data/articles/moscow-times-2022-03-29.txt"))
picked = tables.numbers.loc[tables.numbers["text"] == "10,000", "number_id"].iloc[0]
reader(tables, selection=ReaderSelection((picked,)))
"""
_EXPLORER = """
from helpers import EstimateSelection, estimates_explorer
kinds = ("killed", "displaced", "trapped", "troops")
estimates_explorer(tables, selection=EstimateSelection(kinds, group="source"))
"""


def draw_chart() -> None:
    tables = tables_of(load_article(ARTICLE))
    print(save_figure(plot_estimates(tables), PICTURES / "estimates.png", tables))


def picture_widgets() -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    from browsing import chromium, jupyterlab, notebook_page, window
    from PIL import Image

    with (
        tempfile.TemporaryDirectory() as place,
        jupyterlab(Path(place)) as lab,
        chromium() as browser,
        window(browser) as context,
    ):
        path = lab.write("pictures", [_READER, _EXPLORER])
        with notebook_page(context, lab, path) as notebook:
            notebook.run_all(2)
            if errors := notebook.errors():
                sys.exit(f"pictures: {errors}")
            notebook.page.wait_for_timeout(1_000)
            with notebook.tall(width=1_200):
                notebook.page.mouse.move(0, 0)  # over nothing that would light up
                for number, name in enumerate(("reader", "explorer")):
                    target = PICTURES / f"{name}.png"
                    cell = notebook.page.locator(f".jp-Cell[data-windowed-list-index='{number}']")
                    cell.locator(".jp-OutputArea-output").first.screenshot(path=target)
                    with Image.open(target) as taken:  # a palette: a third of the bytes
                        small = taken.convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT)
                    small.save(target, optimize=True)
                    print(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--chart", action="store_true", help="the chart alone, without a browser")
    asked = parser.parse_args()
    draw_chart()
    if not asked.chart:
        picture_widgets()


if __name__ == "__main__":
    main()
