"""Places: where a text says things are, and which of them a number is about."""

from helpers.places import gazetteer
from helpers.places.finding import PlaceMention, find_places
from helpers.places.linking import place_of

__all__ = ["PlaceMention", "find_places", "gazetteer", "place_of"]
