"""Tables drawn: each chart is a table, a drawing of it, and a sentence that says the same."""

from .estimates import (
    EstimateOptions,
    draw_marks,
    estimates_alt,
    marks_alt,
    panels_of,
    plot_estimates,
)
from .marks import estimate_marks
from .picture import Picture, save_figure, show_figure
from .wording import credit_line

__all__ = [
    "EstimateOptions",
    "Picture",
    "credit_line",
    "draw_marks",
    "estimate_marks",
    "estimates_alt",
    "marks_alt",
    "panels_of",
    "plot_estimates",
    "save_figure",
    "show_figure",
]
