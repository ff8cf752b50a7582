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

_NAMES = {
    "loading": (
        "article_from_text",
        "load_article",
    ),
    "tables": (
        "read_tables",
        "save_tables",
        "show_rows",
        "tables_of",
        "tables_zip",
    ),
    "studies.briefs": (
        "attributions_of",
        "claims_of",
        "numbers_of",
        "passages_of",
        "relays_of",
        "reporters_of",
        "residue_of",
        "sources_of",
    ),
    "studies.doubts": ("doubts_of",),
    "studies.corpus": ("Corpus", "copies_of"),
    "studies.estimates": (
        "compare_codebooks",
        "compare_voices",
        "contradictions_of",
        "estimates_across",
        "estimates_of",
        "origins_of",
        "revisions_of",
        "tables_of_folder",
        "told_once",
    ),
    "studies.reference": (
        "beside_record",
        "load_reference",
        "possible_sums",
    ),
    "measuring": (
        "differences_of",
        "errors_by_kind",
        "real_news_errors",
        "real_news_scores",
        "real_news_sureness",
    ),
    "views.charts": (
        "EstimateOptions",
        "EstimateSelection",
        "claims_by_form",
        "credit_line",
        "estimate_marks",
        "estimates_alt",
        "numbers_and_quotes",
        "plot_claims",
        "plot_estimates",
        "plot_numbers_and_quotes",
        "plot_places",
        "plot_relays",
        "plot_reliability",
        "plot_risk_coverage",
        "plot_scores",
        "plot_selection",
        "plot_sources",
        "plot_topics",
        "relay_graph",
        "save_figure",
        "show_figure",
        "source_chain",
        "source_topics",
        "sources_by_type",
    ),
    "views.highlight": (
        "Highlight",
        "highlight_html",
    ),
    "views.widgets": ("estimates_explorer", "reader", "sources_explorer", "your_article"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name == "__version__":  # as pyproject.toml says it, through what was installed
        from importlib.metadata import version

        found = version("attributed-helpers")
    elif name in _HOME:
        found = getattr(import_module(f".{_HOME[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, "__version__"})
