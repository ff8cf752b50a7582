"""Who said what: source, cue and content spans, from the roles that the network reads."""

from __future__ import annotations

from ..language import Reading
from ..records import Attribution, Residue
from .by_tree import clauses_told
from .cues import CueFeatures, cue_features
from .disputes import disputed_figures
from .finding import AttributionFinder, attributions_of
from .nested import inner_attributions
from .notes import noted_sources
from .own_voice import without_own_voice
from .quotes import Quotation, form_of, quotations
from .tenses import backshifted
from .whole_clauses import with_whole_clauses
from .whole_quotes import with_whole_quotes

__all__ = [
    "AttributionFinder",
    "CueFeatures",
    "Quotation",
    "attributions_of",
    "backshifted",
    "cue_features",
    "form_of",
    "quotations",
    "told_in",
]


def told_in(reading: Reading) -> tuple[list[Attribution], list[Residue]]:
    """Everything that the article attributes, and what looked so and is not, or is not sure.

    Of two around the same words the inner one stands first.
    """
    found, seen = attributions_of(reading)
    found, acts = without_own_voice(reading, found)
    found = with_whole_quotes(reading, with_whole_clauses(reading, found))
    found += clauses_told(reading, found)
    found += [*disputed_figures(reading, found), *noted_sources(reading)]
    found = [*inner_attributions(reading, found), *found]
    return sorted(found, key=lambda one: one.content[0]), [*seen, *acts]
