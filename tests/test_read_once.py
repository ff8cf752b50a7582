"""A text is cut into words and sentences once, and the network runs once: whoever asks, asks that.

Some floors still cut text into words of their own, by patterns that are listed here. The number
grammar's lexer (quantities/tokens.py) is to stay: it reads numerals, in which words of the
language layer ("16,500", "3-year-old", "$1.5m") are several tokens. The others are debts.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import load_article, tables_of
from helpers.language.net.network import Network
from helpers.language.words import find_words
from helpers.passages import find_passages, find_sentences

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "helpers"
ARTICLE = ROOT / "data" / "articles" / "moscow-times-2022-03-29.txt"
ENGINE = ("language", "quantities", "attribution", "places", "dates", "sources", "claims", "tables")

CUTTERS = {
    "language.words.WORD",
    "quantities.tokens._TOKEN",
    # Debts: the list only shrinks.
    "attribution.cues._WORD",
    "attribution.quotes._WORD",
    "dates.finding.WORD",
    "sources.relays.WORDS",
    "sources.words.WORD",
}
"""Patterns of the engine's floors that take any word."""


def modules() -> list[str]:
    """The dotted names of the engine's modules."""
    paths = [path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py")]
    inside = [path for path in paths if path.parts[0] in ENGINE]
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in inside)


def watched(monkeypatch: pytest.MonkeyPatch, function: Callable) -> list[tuple]:
    """What the function is given from now on, under whatever name a module has it."""
    calls: list[tuple] = []

    def run(*given, **named):
        calls.append(given)
        return function(*given, **named)

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "helpers":
            for known in [key for key, value in vars(module).items() if value is function]:
                monkeypatch.setattr(module, known, run)
    return calls


def test_an_article_is_cut_into_words_and_sentences_once(monkeypatch):
    article = load_article(ARTICLE)
    for name in modules():
        importlib.import_module(f"helpers.{name}")
    passages = find_passages(article)
    cuts, splits, blocks = (
        watched(monkeypatch, each) for each in (find_words, find_sentences, find_passages)
    )
    runs = []
    score = Network.score

    def counted(network, words, *more):
        runs.append(len(words))
        return score(network, words, *more)

    monkeypatch.setattr(Network, "score", counted)
    tables_of(article)
    assert [text for (text,) in cuts] == [article.text[p.start : p.end] for p in passages]
    assert len(splits) == len(blocks) == len(runs) == 1
    assert runs == [sum(len(find_words(text)) for (text,) in cuts)]


def test_no_other_module_has_a_pattern_for_words_in_general():
    found = set()
    for name in modules():
        for known, value in vars(importlib.import_module(f"helpers.{name}")).items():
            if isinstance(value, re.Pattern) and all(
                value.fullmatch(word) for word in ("flooded", "the", "Tarn", "qxz")
            ):
                found.add(f"{name}.{known}")
    assert found <= CUTTERS
