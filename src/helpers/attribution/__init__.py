"""Who said what: source, cue and content spans, from the roles that the network reads."""

from __future__ import annotations

from .cues import CueFeatures, cue_features
from .finding import AttributionFinder, attributions_of
from .nested import inner_attributions
from .quotes import Quotation, form_of, quotations

__all__ = [
    "AttributionFinder",
    "CueFeatures",
    "Quotation",
    "attributions_of",
    "cue_features",
    "form_of",
    "inner_attributions",
    "quotations",
]
