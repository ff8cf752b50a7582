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
    n = len(tokens)
    token = tokens[i]
    j = i + 1
    before = tokens[i - 1] if i else None
    if before is not None and i > 1 and tokens[i - 2].text == "&" and before.text.isupper():
        return Label(i, j, "name_part")  # "the S&P 500"
    if before is not None and glued(tokens, i):
        if before.kind == "w" and money_before(tokens, i) is None:
            if not (i > 1 and tokens[i - 2].text in "$" and glued(tokens, i - 1)):
                # A prefix that is not known ("Q318.4 million") leaves no scale word as a number.
                return Label(i, scales_at(tokens, _tail(tokens, j))[1], "name_part")
        if before.text == "#":
            return Label(i, j, "name_part")
        if before.text in "-‐‑–" and i > 2 and glued(tokens, i - 1) and glued(tokens, i - 2):
            if tokens[i - 2].kind == "n" and tokens[i - 3].kind == "w":
                return Label(i, _tail(tokens, j), "name_part")  # "K2-18b"
        if before.text in "-‐‑–" and i > 1 and glued(tokens, i - 1) and tokens[i - 2].kind == "w":
            stem = tokens[i - 2]
            if stem.low not in FRAMES["number_prefixes"] and stem.low not in NUMBER_WORDS:
                if stem.text[0].isupper() or not (j < n and tokens[j].text in "-%"):
                    return Label(i, _tail(tokens, j), "name_part")
    if j < n and glued(tokens, j) and _is_model(tokens, i, j):
        return Label(i, _tail(tokens, j), "name_part")
    if j + 1 < n and tokens[j].text == "-" and glued(tokens, j) and glued(tokens, j + 1):
        form = tokens[j + 1]
        if len(form.text) == 1 and form.text.isupper() and form.kind == "w":
            return Label(i, j + 2, "name_part")  # "a 10-K filing"
    if j < n and glued(tokens, j) and tokens[j].kind == "w":
        if not (
            tokens[j].low in SUFFIXES
            or tokens[j].low in _ORDINAL_ENDS
            or measure_at(tokens, j)
            or money_after(tokens, j)
            or tokens[j].low in SCALES
        ):
            return Label(i, _tail(tokens, j), "name_part")
        if (
            j + 1 < n
            and tokens[j + 1].kind == "n"
            and glued(tokens, j + 1)
            and tokens[j + 1].text not in "23"
        ):
            return Label(i, _tail(tokens, j), "identifier")
    if (
        before is not None
        and i > 1
        and before.text == "-"
        and glued(tokens, i)
        and not glued(tokens, i - 1)
    ):
        stem = tokens[i - 2]
        if stem.kind == "w" and len(stem.text) > 2 and stem.text.isupper() and stem.low != "minus":
            return Label(i, j, "name_part")  # "COVID -19"
    if before is None or i <= sentence or token.start - before.end != 1:
        return None
    if before.text == "." and i > 1 and tokens[i - 2].text in FRAMES["numbering"]:
        return Label(i, j, "name_part")
    value = figure_value(token.text)
    if value is None or "," in token.text or before.kind != "w":
        return None
    if money_before(tokens, i) is not None:
        return None
    after = tokens[j] if j < n else None
    designator = before.low in DESIGNATORS and not (
        before.text[0].islower() and before.low in ORDINARY_LOWER
    )
    if before.low in FRAMES["lower_labels"] and (
        after is None or after.kind == "p" or after.closed
    ):
        designator = True  # "phase 3,"
    capital = before.text[0].isupper() or any(c.isupper() for c in before.text[1:])
    if not designator and not capital:
        return None
    if after is not None:
        if after.low in SCALES or after.text == "%" or after.low in ("percent", "per", "pct"):
            return None
        glued_letters = glued(tokens, j) and after.kind == "w"
        if glued_letters and (after.low in SUFFIXES or measure_at(tokens, j)):
            return Label(i, j + 1, "name_part") if designator and before.text[0].isupper() else None
        if (
            after.text in "-–"
            and glued(tokens, j)
            and j + 1 < n
            and tokens[j + 1].kind == "w"
            and measure_at(tokens, j)
        ):
            return None
    if designator:
        return Label(i, j, "name_part")
    return Label(i, j, "name_part") if _hangs_on(tokens, i, sentence) else None


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
