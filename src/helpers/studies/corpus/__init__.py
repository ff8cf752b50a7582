"""Many articles, each loaded or refused on its own: nothing spreads, nothing is lost.

Articles are read in processes apart, each under a deadline, and results are put into place all
or none. What is in place counts as done: a run that was stopped, in whatever way, is taken up
where it ended, and leaves the same bytes as one that was not.
"""

from __future__ import annotations

from .copies import copies_of
from .crowd import crowd_of, write_crowd
from .engine import CorpusRun, run_corpus
from .folder import run_folder
from .items import Item, find_items
from .outcomes import CorpusOptions, Outcome
from .questions import Corpus

__all__ = [
    "Corpus",
    "CorpusOptions",
    "CorpusRun",
    "Item",
    "Outcome",
    "copies_of",
    "crowd_of",
    "find_items",
    "run_corpus",
    "run_folder",
    "write_crowd",
]
