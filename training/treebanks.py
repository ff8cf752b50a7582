"""Treebanks in CoNLL-U → the project's own words, with part of speech, arc, entity and chain.

A treebank cuts text otherwise than the project does ("don't" is two tokens there, one word
here): a word takes the annotation of the token that heads those inside it, and a token of several
words gives it to the first; the others hang on that one as ``goeswith``.
"""

from __future__ import annotations

import bisect
import gzip
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from helpers.language.net.pieces import Pieces

from .data import cut

UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
ENTITIES = (
    "none", "person", "organization", "place", "time", "abstract", "event", "object", "animal",
    "plant", "substance",
)  # fmt: skip
OPEN_GENRES = frozenset(
    {"news", "interview", "bio", "voyage", "textbook", "vlog", "speech", "academic", "court"}
)
"""Genres of GUM whose texts are under CC BY, CC BY-SA or in the public domain."""
ROOT, UNKNOWN = -1, None
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_BRACKET = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")


@dataclass
class Tree:
    """One document of a treebank, word by word; ``heads`` are words, -1 a root, None not told."""

    name: str
    text: str
    words: list[tuple[int, int]]
    surfaces: list[str]
    pieces: list[tuple[int, ...]]
    cases: list[int]
    paragraph_ends: set[int]
    sentences: list[int]
    own: list[bool]
    """Whether the word heads the tokens inside it: what is scored."""
    upos: list[int] = field(default_factory=list)
    xpos: list[str | None] = field(default_factory=list)
    lemmas: list[str | None] = field(default_factory=list)
    heads: list[int | None] = field(default_factory=list)
    relations: list[str | None] = field(default_factory=list)
    entities: list[int] | None = None
    chains: list[str | None] | None = None
    """For a word that heads a mention: the chain it belongs to."""


@dataclass
class _Sentence:
    text: str
    fresh: bool
    rows: list[list[str]]


def read_treebank(
    path: Path,
    pieces: Pieces,
    *,
    entities: bool = False,
    genres: Collection[str] | None = None,
    without: Collection[str] = (),
) -> list[Tree]:
    """The documents of a ``.conllu.gz`` file; ``genres`` are the second part of GUM's names."""
    found: list[Tree] = []
    for name, sentences in _documents(path):
        genre = name.split("_")[1] if name.startswith("GUM_") else ""
        if name in without or (genres is not None and genre not in genres):
            continue
        tree = _tree_of(name, sentences, pieces, entities)
        if tree is not None:
            found.append(tree)
    return found


def _documents(path: Path) -> Iterator[tuple[str, list[_Sentence]]]:
    name, sentences = "", []
    text, rows, fresh = "", [], False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                if sentences:
                    yield name, sentences
                name, sentences, fresh = line.split("=", 1)[1].strip(), [], True
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                fresh = True
            elif line.startswith("# text ="):
                text = line[8:].strip()
            elif not line:
                if rows:
                    sentences.append(_Sentence(text, fresh, rows))
                rows, fresh = [], False
            elif line[0] != "#":
                columns = line.split("\t")
                if "." not in columns[0]:
                    rows.append(columns)
    if sentences:
        yield name, sentences


def _tree_of(name: str, sentences: list[_Sentence], pieces: Pieces, entities: bool) -> Tree | None:
    text, placed = "", []
    for sentence in sentences:
        if text:
            text += "\n" if sentence.fresh else " "
        placed.append((_offsets(sentence, len(text)), sentence.rows))
        text += sentence.text
    if not text.strip():
        return None
    words, ends, sentences_of_words = cut(text)
    surfaces = [text[start:end] for start, end in words]
    pieced = [pieces.of(surface) for surface in surfaces]
    n = len(words)
    tree = Tree(
        name, text, words, surfaces, [p for p, _ in pieced], [c for _, c in pieced], ends,
        sentences_of_words, [False] * n, [UNTOLD] * n, [None] * n, [None] * n,
        [None] * n, [None] * n,
        [0] * n if entities else None, [None] * n if entities else None,
    )  # fmt: skip
    for offsets, rows in placed:
        if offsets is not None:
            _fill(tree, offsets, rows, entities)
    return tree


UNTOLD = -100
"""What a loss passes over."""


def _offsets(sentence: _Sentence, base: int) -> dict[int, tuple[int, int]] | None:
    """Token number → code points in the document; None where the tokens are not the text's."""
    found: dict[int, tuple[int, int]] = {}
    at, inside, inner = 0, (0, 0, 0), 0
    text = sentence.text
    for row in sentence.rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            start = text.find(row[1], at)
            if start < 0:
                return None
            at = start + len(row[1])
            inside, inner = (first, last, at), start
            continue
        number = int(row[0])
        if inside[0] <= number <= inside[1]:
            start = text.find(row[1], inner, inside[2])
            if start < 0:
                found[number] = (base + inner, base + inside[2])
            else:
                inner = start + len(row[1])
                found[number] = (base + start, base + inner)
            continue
        start = text.find(row[1], at)
        if start < 0:
            return None
        at = start + len(row[1])
        found[number] = (base + start, base + at)
    return found


def _fill(
    tree: Tree, offsets: dict[int, tuple[int, int]], rows: list[list[str]], entities: bool
) -> None:
    by_number = {int(row[0]): row for row in rows if "-" not in row[0]}
    starts = [start for start, _ in tree.words]
    word_of: dict[int, int] = {}
    tokens_of: dict[int, list[int]] = defaultdict(list)
    rests: list[tuple[int, int]] = []
    for token, (start, end) in offsets.items():
        word = bisect.bisect_right(starts, start) - 1
        if word < 0 or tree.words[word][1] <= start:
            word = bisect.bisect_left(starts, start)
            if word >= len(starts) or starts[word] >= end:
                continue
        word_of[token] = word
        tokens_of[word].append(token)
        following = word + 1
        while following < len(starts) and starts[following] < end:
            rests.append((following, token))
            following += 1
    for word, tokens in tokens_of.items():
        inside = set(tokens)
        top = next((t for t in tokens if int(by_number[t][6]) not in inside), tokens[0])
        row = by_number[top]
        head = int(row[6])
        target = ROOT if head == 0 else word_of.get(head)
        tree.own[word] = True
        _set(tree, word, row, row[7], None if target == word else target)
    for word, token in rests:
        if word not in tokens_of and token in word_of:
            _set(tree, word, by_number[token], "goeswith", word_of[token])
    if entities:
        _mentions(tree, by_number, word_of)


def _set(tree: Tree, word: int, row: list[str], relation: str, head: int | None) -> None:
    tree.upos[word], tree.xpos[word] = UPOS.index(row[3]), row[4]
    # "to" written for "too" tells nothing of the forms of "too".
    tree.lemmas[word] = None if "Typo=Yes" in row[5] else row[2]
    tree.relations[word], tree.heads[word] = relation, head


def _mentions(tree: Tree, by_number: dict[int, list[str]], word_of: dict[int, int]) -> None:
    """The longest mention of each head word gives it its type and chain."""
    spans: list[tuple[str, str, int, int]] = []
    waiting: list[tuple[str, str, int]] = []
    for number, row in by_number.items():
        told = _ENTITY.search(row[9])
        for bracket in _BRACKET.finditer(told[1]) if told else ():
            if bracket[1]:
                parts = bracket[1].split("-")
                if len(parts) < 2:
                    continue
                if bracket[2]:
                    spans.append((parts[0], parts[1], number, number))
                else:
                    waiting.append((parts[0], parts[1], number))
                continue
            for opened in reversed(waiting):
                if opened[0] == bracket[3]:
                    spans.append((*opened, number))
                    waiting.remove(opened)
                    break
    assert tree.entities is not None and tree.chains is not None
    for chain, kind, first, last in sorted(spans, key=lambda s: s[2] - s[3]):
        heads = [
            k for k in range(first, last + 1)
            if k in by_number and not first <= int(by_number[k][6]) <= last
        ]  # fmt: skip
        heads = [k for k in heads if by_number[k][3] != "PUNCT"] or heads
        word = word_of.get(heads[0]) if heads else None
        if word is None or tree.chains[word] is not None:
            continue
        tree.entities[word] = ENTITIES.index(kind) if kind in ENTITIES else 0
        tree.chains[word] = chain.split("[")[0]
