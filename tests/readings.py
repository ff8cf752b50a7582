"""Readings made by hand, so that what asks them is tested on stated trees, without the network.

A sentence is written word by word: ``"The<mayor:det mayor<said:nsubj said/VERB"``. Behind ``<``
stands the word it hangs on and how; without it, it is a root. Behind ``/`` stands the part of
speech (NOUN, where it does not matter). A word that others hang on stands once in its sentence.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from helpers.language import ROOT, Reading, Token, read
from helpers.language.lemmas import regular_lemma
from helpers.language.net import network as network_module
from helpers.language.net.chains import Antecedent
from helpers.language.net.network import Network
from helpers.language.net.roles import Linked
from helpers.passages import find_passages, find_sentences
from helpers.records import Article, Passage, Sentence

MODELS: Path = network_module.MODELS


def article_of(text: str) -> Article:
    return Article(text, "0" * 64, "0" * 12)


def reading_of(
    *sentences: str,
    zones: Sequence[str] = (),
    roles: Sequence[Linked] = (),
    antecedents: Mapping[int, int | None] | None = None,
    chance: float = 0.9,
) -> Reading:
    """The reading of these sentences; each is a passage where ``zones`` gives each its zone."""
    tokens: list[Token] = []
    spans: list[tuple[int, int]] = []
    text = ""
    for sentence in sentences:
        text += "\n" if text else ""
        begin = len(text)
        words = [_word(one) for one in sentence.split()]
        places = {word: len(tokens) + i for i, (word, _, _, _) in enumerate(words)}
        for word, part, head, relation in words:
            if head:
                assert sum(one[0] == head for one in words) == 1, f"which {head}? {sentence}"
            text += " " if len(text) > begin else ""
            start = len(text)
            text += word
            tokens.append(
                Token(
                    len(tokens), start, len(text), word, regular_lemma(word.lower(), part), part,
                    _finer(word, part), places[head] if head else ROOT, relation, "none", chance,
                )
            )  # fmt: skip
        spans.append((begin, len(text)))
    if zones:
        passages = [Passage(*span, "paragraph", z) for span, z in zip(spans, zones, strict=True)]
    else:
        passages = [Passage(0, len(text), "paragraph", "body")]
    told = {word: Antecedent(means, chance) for word, means in (antecedents or {}).items()}
    return Reading(
        article_of(text),
        tuple(tokens),
        tuple(Sentence(*span, k if zones else 0) for k, span in enumerate(spans)),
        tuple(passages),
        tuple(k for k, one in enumerate(sentences) for _ in one.split()),
        tuple(roles),
        told,
        "7",
    )


def _finer(word: str, part: str) -> str:
    """Of nouns whether they are plurals, by their ending; else nothing."""
    return ("NNS" if word.endswith("s") else "NN") if part == "NOUN" else ""


def _word(written: str) -> tuple[str, str, str, str]:
    """Word, part of speech, word above, relation."""
    word, _, above = written.partition("<")
    word, _, part = word.partition("/")
    head, _, relation = above.partition(":")
    return word, part or "NOUN", head, relation or "root"


def place(reading: Reading, word: str) -> int:
    """The place of a word that stands once."""
    (found,) = (token.index for token in reading.tokens if token.text == word)
    return found


def words(reading: Reading, indexes: Sequence[int]) -> str:
    return " ".join(reading[index].text for index in indexes)


@functools.lru_cache(maxsize=1)
def guessing_network() -> Network:
    """The shipped network's own code around scores drawn by lot, the same for the same words.

    What holds of its readings holds whatever a network learned. It is also many times faster.
    """
    net = (MODELS / "language.onnx").read_bytes()
    pieces = (MODELS / "language.vocabulary.txt").read_text("utf-8").rstrip("\n").split("\n")
    network = Network(net, pieces)
    network.evaluate = lambda inputs: _guesses(network, inputs)
    return network


def guessed(text: str) -> Reading:
    """A bare text as that network reads it."""
    article = article_of(text)
    passages = find_passages(article)
    sentences = find_sentences(article, passages)
    return read(article, passages, sentences, network=guessing_network())


def _guesses(network: Network, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    lot = np.random.default_rng(zlib.crc32(inputs["ids"].tobytes()))
    n = len(inputs["firsts"])
    points = lot.exponential(size=(3, n, n + 1)).astype(np.float32) ** 4
    arcs = lot.normal(size=(n, n + 1)).astype(np.float32) + inputs["mask"]
    return {
        "scores": lot.normal(size=(n, 7)).astype(np.float32) * 3,
        "points": points / points.sum(2, keepdims=True),
        "upos": lot.normal(size=(n, len(network.upos))).astype(np.float32),
        "xpos": lot.integers(len(network.finer), size=n),
        "head": arcs.argmax(1),
        "arc": lot.random(n).astype(np.float32),
        "relation": lot.integers(len(network.relations), size=n),
        "entity": lot.normal(size=(n, len(network.entities))).astype(np.float32),
        "chain_ask": lot.normal(size=(n, 8)).astype(np.float32),
        "chain_answer": lot.normal(size=(n, 8)).astype(np.float32),
        "chain_bias": lot.normal(size=(n, 9)).astype(np.float32),
        "states": lot.normal(size=(n, 384)).astype(np.float32),
        "forms": lot.normal(size=(n, 384)).astype(np.float32),
    }
