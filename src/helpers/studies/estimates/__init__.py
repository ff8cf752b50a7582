"""What was said about one thing as one range: estimates, codebooks, several articles.

A toll is not a number; it is what somebody said, with a bound, at a time. Figures are grouped
only where one voice speaks of one thing; nothing is ever added up and nothing is averaged.
"""

from __future__ import annotations

from .codebooks import CODEBOOKS, Coded, Stated, code
from .contradictions import contradictions_of
from .coverage import estimates_across, origins_of, revisions_of, tables_of_folder, told_once
from .side_by_side import compare_voices
from .table import (
    COLUMNS,
    codebook_of_estimates,
    compare_codebooks,
    decisions,
    estimates_of,
    fullest,
)

__all__ = [
    "CODEBOOKS",
    "COLUMNS",
    "Coded",
    "Stated",
    "code",
    "codebook_of_estimates",
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
]
