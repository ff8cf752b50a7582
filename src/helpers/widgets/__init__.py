"""Controls wired to the functions of the floors below; each call returns one widget."""

from .reading import Reader, ReaderSelection, reader

__all__ = ["Reader", "ReaderSelection", "reader"]
