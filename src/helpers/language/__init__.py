"""The language layer: one tokeniser, one pass of the network, one reading that others ask."""

from .reading import ROOT, Reading, Token, read

__all__ = ["ROOT", "Reading", "Token", "read"]
