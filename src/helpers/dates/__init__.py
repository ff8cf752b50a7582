"""Dates: what the text prints, the day it means, and the day a number is for."""

from helpers.dates.finding import DateMention, find_dates
from helpers.dates.resolving import as_of_for_number, resolve

__all__ = ["DateMention", "as_of_for_number", "find_dates", "resolve"]
