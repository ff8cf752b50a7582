"""Every number in the news, and who said it.

The few names that notebooks need, each imported at its first use, so that ``import helpers``
costs next to nothing::

    from helpers import load_article, plot_estimates, tables_of

    tables = tables_of(load_article("data/articles/moscow-times-2022-03-29.txt"))
    plot_estimates(tables)
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "article_from_text": "loading",
    "load_article": "loading",
    "read_tables": "tables",
    "save_tables": "tables",
    "tables_of": "tables",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
