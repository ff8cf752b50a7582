"""Draws the pictures of the README again, from the first article and by the helpers alone.

python scripts/refresh_pictures.py
"""

from __future__ import annotations

from pathlib import Path

from helpers import load_article, plot_estimates, save_figure, tables_of

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT / "data" / "articles" / "moscow-times-2022-03-29.txt"


def main() -> None:
    tables = tables_of(load_article(ARTICLE))
    print(save_figure(plot_estimates(tables), ROOT / "docs" / "pictures" / "estimates.png", tables))


if __name__ == "__main__":
    main()
