"""Where a number is heading, and how firmly it is said: trend and modality."""

from __future__ import annotations

from helpers.quantities.tokens import Token
from helpers.quantities.words import FRAMES, KINDS

_MODALITY = {word: name for name, words in KINDS["modality"].items() for word in words}


_UP, DOWN = frozenset(KINDS["trend"]["up"]), frozenset(KINDS["trend"]["down"])


_PHRASAL = frozenset(KINDS["trend"]["phrasal"])


_BEFORE_TREND = FRAMES["before_trend"]


_NEEDS_PERCENT = frozenset(KINDS["trend"]["needs_percent"])


_AFTER_UP = frozenset(KINDS["trend"]["after_up"])


_AFTER_DOWN = frozenset(KINDS["trend"]["after_down"])


def modality_of(tokens: list[Token], first: int, last: int, bounds: tuple[int, int]) -> str:
    """possible, expected, planned, proposed, alleged or conditional, else asserted.

    >>> from helpers.quantities.tokens import tokenise
    >>> modality_of(tokenise("they are expected to deploy 5"), 5, 6, (0, 6))
    'expected'
    >>> modality_of(tokenise("they deployed 5"), 2, 3, (0, 3))
    'asserted'
    """
    for k in range(first - 1, max(bounds[0], first - 10) - 1, -1):
        token = tokens[k]
        if token.kind == "p" and token.low in ',.;:—"“”':
            break
        found = _MODALITY.get(token.low)
        if found is None:
            continue
        if token.low == "may" and token.text[0].isupper() and k > bounds[0]:
            continue
        if token.low in ("set", "plan", "forecast") and not (
            k + 1 < len(tokens) and tokens[k + 1].low == "to"
        ):
            continue
        return found
    for k in range(last, min(bounds[1], last + 4)):
        if tokens[k].low in ("feared", "may", "might", "could", "possibly"):
            return "possible"
        if tokens[k].low in ("expected", "will"):
            return "expected"
        if tokens[k].kind == "p":
            break
    return "asserted"


def trend_of(
    tokens: list[Token], first: int, last: int, bounds: tuple[int, int], *, percent: bool = True
) -> tuple[str, bool]:
    """up, down or none; and whether the number is the change itself, not where it led.

    ``percent`` says that the number is a percentage or points: some verbs ("added",
    "raised", "lost") tell a trend only of these.

    >>> from helpers.quantities.tokens import tokenise
    >>> trend_of(tokenise("shares fell 3 %"), 2, 4, (0, 4))
    ('down', True)
    >>> trend_of(tokenise("rose to 5 million"), 2, 4, (0, 4))
    ('up', False)
    >>> trend_of(tokenise("raised 5 million"), 1, 3, (0, 3), percent=False)
    ('none', False)
    >>> trend_of(tokenise("to grow sales by 35 %"), 4, 6, (0, 6))
    ('up', True)
    """
    reached = by = False
    for k in range(first - 1, max(bounds[0], first - 6) - 1, -1):
        word = tokens[k].low
        if word == "up" and k + 1 < len(tokens) and tokens[k + 1].low == "to":
            break
        if word in _UP or word in DOWN:
            if word in _NEEDS_PERCENT and not percent:
                break
            if word in ("up", "down") and k and tokens[k - 1].low in _PHRASAL:
                break  # "gave up 5 goals"
            return ("up" if word in _UP else "down"), not reached
        if word == "at" and tokens[k + 1].low != "least":
            break
        if word == "to":
            reached = True
        elif word == "by":
            by = True
        elif tokens[k].kind == "p" or (not (by and first - k < 6) and word not in _BEFORE_TREND):
            break
    if last < bounds[1]:
        word = tokens[last].low
        if word in _AFTER_UP:
            return "up", True
        if word in _AFTER_DOWN:
            return "down", True
    return "none", False
