"""What others published: a checked record of figures, and an article's figures beside it.

The record never rules on who is right. It says what was published nearest in time, by whom,
how it was counted, and how far apart the figures are.
"""

from __future__ import annotations

from .beside import beside_record
from .record_files import Reference, check_reference, load_reference
from .sums import possible_sums

__all__ = ["Reference", "beside_record", "check_reference", "load_reference", "possible_sums"]
