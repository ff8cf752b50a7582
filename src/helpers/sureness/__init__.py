"""How sure a row is: the chance that its reporter, kind, place, day and value are right.

One number cannot stand for nineteen columns. For each thing that may be wrong :mod:`.facts` names
what the reading knows about how it was found, and :mod:`.chances` adds up what each fact has been
worth on real news typed by people.
"""

from __future__ import annotations

from .chances import CHECKED, UNSURE, Sure, sureness_of
from .findings import Findings

__all__ = ["CHECKED", "UNSURE", "Findings", "Sure", "sureness_of"]
