"""Places: where a text says things are, and which of them a number is about."""

from helpers.places import gazetteer
from helpers.places.anaphors import with_anaphors
from helpers.places.background import are_background
from helpers.places.choosing import Located, locate_numbers
from helpers.places.naming import NamedPlace, find_named_places

__all__ = [
    "Located",
    "NamedPlace",
    "are_background",
    "find_named_places",
    "gazetteer",
    "locate_numbers",
    "with_anaphors",
]
