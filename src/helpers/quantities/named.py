"""Figures that are parts of names: "Article 5", "COVID-19", "the S&P 500"."""

from __future__ import annotations

from helpers.quantities.dated import Label
from helpers.quantities.figures import figure_value, scales_at
from helpers.quantities.tokens import Token, glued
from helpers.quantities.units import measure_at, money_after, money_before
from helpers.quantities.words import (
    DESIGNATORS,
    FRAMES,
    MONTHS,
    NUMBER_WORDS,
    ORDINARY_LOWER,
    SCALES,
    SUFFIXES,
    happening,
)

_OPENING_MARKS = frozenset("\"“‘'(")


_HARMED = FRAMES["after_count"]


_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))


_INSIDE = frozenset(("nummod", "flat", "compound", "nmod:unmarked", "dep", "appos", "goeswith"))
_TIMES = FRAMES["weekdays"] | MONTHS


def name_label(tokens: list[Token], i: int, sentence: int, _floor: int) -> Label | None:
    """ "A320", "COVID-19", "Article 5", "iPhone 11", "S&P 500", "3D", "No. 10", "#1"."""
    for rule in (_behind_letters, _before_letters, _behind_a_hyphen):
        found = rule(tokens, i)
        if found is not None:
            return found
    before = tokens[i - 1] if i else None
    if before is None or i <= sentence or tokens[i].start - before.end != 1:
        return None
    if before.text == "." and i > 1 and tokens[i - 2].text in FRAMES["numbering"]:
        return Label(i, i + 1, "name_part")
    if figure_value(tokens[i].text) is None or "," in tokens[i].text or before.kind != "w":
        return None
    if money_before(tokens, i) is not None:
        return None
    return _behind_a_name(tokens, i, sentence)


def _behind_letters(tokens: list[Token], i: int) -> Label | None:
    """ "A320", "#1", "K2-18b", "COVID-19", "the S&P 500"."""
    if not i:
        return None
    before, j = tokens[i - 1], i + 1
    if i > 1 and tokens[i - 2].text == "&" and before.text.isupper():
        return Label(i, j, "name_part")
    if not glued(tokens, i):
        return None
    if before.kind == "w" and money_before(tokens, i) is None:
        if not (i > 1 and tokens[i - 2].text in "$" and glued(tokens, i - 1)):
            # A prefix that is not known ("Q318.4 million") leaves no scale word as a number.
            return Label(i, scales_at(tokens, _tail(tokens, j))[1], "name_part")
    if before.text == "#":
        return Label(i, j, "name_part")
    if before.text not in "-‐‑–" or i < 2 or not glued(tokens, i - 1):
        return None
    stem = tokens[i - 2]
    if i > 2 and stem.kind == "n" and glued(tokens, i - 2) and tokens[i - 3].kind == "w":
        return Label(i, _tail(tokens, j), "name_part")
    if stem.kind != "w" or stem.low in FRAMES["number_prefixes"] or stem.low in NUMBER_WORDS:
        return None
    goes_on = j < len(tokens) and tokens[j].text in "-%"
    if stem.text[0].isupper() or not goes_on:
        return Label(i, _tail(tokens, j), "name_part")
    return None


def _before_letters(tokens: list[Token], i: int) -> Label | None:
    """ "747s", "3D", "a 10-K filing", "5b7"."""
    n, j = len(tokens), i + 1
    if j >= n or not glued(tokens, j):
        return None
    if _is_model(tokens, i, j):
        return Label(i, _tail(tokens, j), "name_part")
    after = tokens[j]
    if j + 1 < n and after.text == "-" and glued(tokens, j + 1):
        form = tokens[j + 1]
        if len(form.text) == 1 and form.text.isupper() and form.kind == "w":
            return Label(i, j + 2, "name_part")
    if after.kind != "w":
        return None
    if not _ends_a_figure(tokens, j):
        return Label(i, _tail(tokens, j), "name_part")
    if j + 1 < n and tokens[j + 1].kind == "n" and glued(tokens, j + 1):
        if tokens[j + 1].text not in "23":
            return Label(i, _tail(tokens, j), "identifier")
    return None


def _ends_a_figure(tokens: list[Token], j: int) -> bool:
    """Whether letters glued to a figure belong to it: "5m", "3rd", "40kg", "6million"."""
    low = tokens[j].low
    if low in SUFFIXES or low in _ORDINAL_ENDS or low in SCALES:
        return True
    return measure_at(tokens, j) is not None or money_after(tokens, j) is not None


def _behind_a_hyphen(tokens: list[Token], i: int) -> Label | None:
    """ "COVID -19"."""
    if i < 2 or tokens[i - 1].text != "-" or not glued(tokens, i) or glued(tokens, i - 1):
        return None
    stem = tokens[i - 2]
    name = stem.kind == "w" and len(stem.text) > 2 and stem.text.isupper() and stem.low != "minus"
    return Label(i, i + 1, "name_part") if name else None


def _behind_a_name(tokens: list[Token], i: int, sentence: int) -> Label | None:
    """ "Article 5", "phase 3,", "iPhone 11"; the word before stands apart by a blank."""
    before, j = tokens[i - 1], i + 1
    after = tokens[j] if j < len(tokens) else None
    ends = after is None or after.kind == "p" or after.closed
    designator = (before.low in FRAMES["lower_labels"] and ends) or (
        before.low in DESIGNATORS
        and not (before.text[0].islower() and before.low in ORDINARY_LOWER)
    )
    capital = before.text[0].isupper() or any(c.isupper() for c in before.text[1:])
    if not designator and not capital:
        return None
    if after is not None:
        if after.low in SCALES or after.text == "%" or after.low in ("percent", "per", "pct"):
            return None
        if glued(tokens, j) and after.kind == "w":
            if after.low in SUFFIXES or measure_at(tokens, j):
                named = designator and before.text[0].isupper()
                return Label(i, j + 1, "name_part") if named else None
        elif after.text in "-–" and glued(tokens, j) and measure_at(tokens, j):
            if j + 1 < len(tokens) and tokens[j + 1].kind == "w":
                return None
    return Label(i, j, "name_part") if designator or _hangs_on(tokens, i, sentence) else None


def _hangs_on(tokens: list[Token], i: int, sentence: int) -> bool:
    """Whether the figure at ``i`` is part of the name before it, by the tree: "iPhone 11"."""
    name, figure = tokens[i - 1].word, tokens[i].word
    if name is None or figure is None or tokens[i - 1].low in _TIMES:
        return False
    if name.lemma in happening("noun") or name.lemma in FRAMES["totals"]:
        return False  # "DEATH TOLL 41"
    if not (name.part == "PROPN" or (name.part == "NOUN" and i - 1 > sentence)):
        return False
    if figure.relation not in _INSIDE:
        return name.head == figure.index and name.relation in _INSIDE
    if figure.head == name.index:
        return True
    near = (t for t in tokens[i + 1 : i + 6] if t.word and t.word.index == figure.head)
    behind = next(near, None)
    # "the Boeing 737 crash": both hang on one noun, and nobody counts a singular
    return behind is None or not behind.plural


_SCREENS = frozenset(("480", "720", "1080", "1440", "2160"))


def _is_model(tokens: list[Token], i: int, j: int) -> bool:
    """ "747s", "4K", "1080p": a plural of a name, a format; no seconds, thousands or pence."""
    text, letter = tokens[i].text, tokens[j].text
    if i and money_before(tokens, i) is not None:
        return False
    if letter == "s":
        return text.isdigit() and len(text) == 3
    if letter == "p":
        return text in _SCREENS
    return letter == "K" and text in ("2", "4", "8")


def _mixed(text: str) -> bool:
    """A product-like spelling: a capital inside, or all capitals."""
    return len(text) > 1 and any(c.isupper() for c in text[1:])


def _tail(tokens: list[Token], j: int) -> int:
    """Step over everything glued on, letters and digits alike ("M21", "9AB8", "F-16s")."""
    n = len(tokens)
    steps = 0
    while j < n and steps < 8 and glued(tokens, j) and tokens[j].kind in "wn":
        j += 1
        steps += 1
    return j
