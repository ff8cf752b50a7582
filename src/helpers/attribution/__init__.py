"""Attribution by rules: who said what, as source, cue and content spans.

The same signature as the trained tagger, whose fallback this is. Spans follow the manner of
PolNeAR: the source is the mention as printed ("he", "who", a whole phrase with role and
apposition), the cue the verb with its auxiliaries, the content with its "that".
"""

from __future__ import annotations

from .cues import CueFeatures, cue_features
from .finding import find_attributions
from .quotes import Quotation, form_of, quotations

__all__ = [
    "CueFeatures",
    "Quotation",
    "cue_features",
    "find_attributions",
    "form_of",
    "quotations",
]
