"""Controls wired to the functions of the floors below; each call returns one widget."""

from .estimates import EstimatesBoard, estimates_board
from .selection import EstimateSelection, choices_of, select_estimates

__all__ = [
    "EstimateSelection",
    "EstimatesBoard",
    "choices_of",
    "estimates_board",
    "select_estimates",
]
