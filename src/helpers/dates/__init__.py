"""Dates: what the text prints, the day it means, and the day a number is for."""

from helpers.dates.finding import DateMention, find_dates
from helpers.dates.resolving import resolve
from helpers.dates.told import Times

__all__ = ["DateMention", "Times", "find_dates", "resolve"]
