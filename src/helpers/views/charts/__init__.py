"""Tables drawn: each chart is a table, a drawing of it, and a sentence that says the same."""

from .chain import source_chain
from .estimate_chart import (
    EstimateOptions,
    draw_marks,
    estimates_alt,
    marks_alt,
    panels_of,
    plot_estimates,
    plot_selection,
)
from .frame import ChartAxes
from .measures import plot_scores, scores_alt
from .number_marks import estimate_marks
from .picture import Picture, png_bytes, save_figure, show_figure
from .places_map import place_marks, places_alt, plot_places
from .relay_chart import plot_relays, relay_graph, relays_alt
from .reliability import plot_reliability, plot_risk_coverage
from .selection import EstimateSelection, select_estimates
from .speakers import (
    claims_alt,
    claims_by_form,
    numbers_and_quotes,
    numbers_and_quotes_alt,
    plot_claims,
    plot_numbers_and_quotes,
    plot_sources,
    sources_alt,
    sources_by_type,
)
from .topics import plot_topics, source_topics, topics_alt
from .wording import credit_line, words

__all__ = [
    "ChartAxes",
    "EstimateOptions",
    "EstimateSelection",
    "Picture",
    "claims_alt",
    "claims_by_form",
    "credit_line",
    "draw_marks",
    "estimate_marks",
    "estimates_alt",
    "marks_alt",
    "numbers_and_quotes",
    "numbers_and_quotes_alt",
    "panels_of",
    "place_marks",
    "places_alt",
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
    "png_bytes",
    "relay_graph",
    "relays_alt",
    "save_figure",
    "scores_alt",
    "select_estimates",
    "show_figure",
    "source_chain",
    "source_topics",
    "sources_alt",
    "sources_by_type",
    "topics_alt",
    "words",
]
