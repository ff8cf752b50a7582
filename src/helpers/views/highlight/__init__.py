"""The article's text with its sources, cues, claims and numbers marked, as HTML."""

from .live_text import legend_html, live_html
from .marked_spans import LAYERS, Mark, find_marks
from .marked_text import Highlight, highlight_html

__all__ = [
    "LAYERS",
    "Highlight",
    "Mark",
    "find_marks",
    "highlight_html",
    "legend_html",
    "live_html",
]
