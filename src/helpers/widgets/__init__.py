"""Controls wired to the functions of the floors below; each call returns one widget."""

from .estimates import EstimatesExplorer, estimates_explorer
from .reading import Reader, ReaderSelection, reader

__all__ = [
    "EstimatesExplorer",
    "Reader",
    "ReaderSelection",
    "estimates_explorer",
    "reader",
]
