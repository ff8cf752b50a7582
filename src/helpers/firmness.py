"""How firmly a thing is put, in words: whether its source asserts or denies it, and how surely."""

from __future__ import annotations


def firmness_words(polarity: str, modality: str) -> str:
    """What makes a claim or figure less than asserted; "" where it is asserted.

    >>> firmness_words("asserts", "asserted"), firmness_words("asserts", "expected")
    ('', 'expected')
    >>> firmness_words("denies", "asserted"), firmness_words("denies", "alleged")
    ('denied', 'denied, alleged')
    """
    denied = "denied" if polarity == "denies" else ""
    return ", ".join(filter(None, (denied, "" if modality == "asserted" else modality)))
