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

from .errors import DISTRIBUTION, extras_named

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
    "studies.corpus": ("Corpus", "copies_of", "run_corpus", "write_crowd"),
    "studies.estimates": (
        "compare_codebooks",
        "compare_voices",
        "contradictions_of",
        "decisions",
        "estimates_across",
        "estimates_of",
        "fullest",
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
    "views.charts.points": (
        "article_points",
        "coverage_points",
        "record_points",
        "together",
    ),
    "views.charts.record": (
        "article_marks",
        "plot_beside_record",
    ),
    "views.charts.timeline": (
        "TimelineOptions",
        "plot_timeline",
    ),
    "views.charts.coded": ("plot_codebooks",),
    "views.widgets.codebook_board": ("codebook_board",),
    "studies.review": (
        "append_event",
        "merge_logs",
        "read_log",
        "replay",
    ),
    "studies.review.cleaning": ("cleaning_log",),
    "studies.review.rates": (
        "agreement_of",
        "disagreements_of",
    ),
    "views.highlight": (
        "Highlight",
        "highlight_html",
    ),
    "doors.language_models": ("llm",),
    "views.widgets": (
        "estimates_explorer",
        "reader",
        "review_board",
        "sources_explorer",
        "your_article",
    ),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "Corpus",
    "article_from_text",
    "claims_of",
    "doubts_of",
    "estimates_explorer",
    "estimates_of",
    "highlight_html",
    "load_article",
    "numbers_of",
    "plot_claims",
    "plot_estimates",
    "plot_relays",
    "plot_selection",
    "plot_sources",
    "plot_topics",
    "read_tables",
    "reader",
    "residue_of",
    "save_figure",
    "save_tables",
    "show_rows",
    "sources_explorer",
    "sources_of",
    "tables_of",
    "your_article",
]
"""What one article needs. The further names of ``_NAMES`` answer single notebooks' questions."""


def __getattr__(name: str) -> Any:
    if name == "__version__":  # as pyproject.toml says it, through what was installed
        from importlib.metadata import version

        found = version(DISTRIBUTION)
    elif name in _HOME:
        with extras_named():
            found = getattr(import_module(f".{_HOME[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
