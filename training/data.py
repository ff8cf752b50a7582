"""Articles with roles (PolNeAR, our own gold) → labelled words; the vocabulary to ship."""

from __future__ import annotations

import collections
import gzip
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.language.net.pieces import PARAGRAPH_PIECE, Pieces
from helpers.language.words import find_words
from helpers.loading import article_from_text
from helpers.measuring.real_news import read_real_gold, texts_of
from helpers.passages import find_passages, find_sentences

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
VOCABULARY_SIZE = 18_500


@dataclass
class Document:
    """One annotator's version of one article, word by word."""

    name: str
    text: str
    words: list[tuple[int, int]]
    pieces: list[tuple[int, ...]]
    cases: list[int]
    paragraph_ends: set[int]
    sentences: list[int]
    tags: list[int]
    cue_of: dict[int, tuple[int, int]]
    """Content word → its cue, as a half-open range of words."""
    source_of: dict[int, tuple[int, int]]
    """Content or cue word → its source."""


def read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def read_annotations(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """brat standoff → attributions with code-point spans; without cue and content: left out."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[list[str]]] = []
    for line in read_text(path).split("\n"):
        parts = line.split("\t")
        if len(parts) < 2:  # the rest of a quoted text that ran over a line break
            continue
        if line[:1] == "T":
            offsets = parts[1].split(" ", 1)[1]
            spans[parts[0]] = [
                (int(piece.split()[0]), int(piece.split()[1])) for piece in offsets.split(";")
            ]
        elif line[:1] == "E":
            arguments = [item.split(":") for item in parts[1].split()]
            if arguments and arguments[0][0].startswith("Attribution"):
                events.append(arguments[1:])
    found = []
    for arguments in events:
        attribution: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for role, span in arguments:
            role = role.rstrip("0123456789").lower()
            if role in attribution:
                attribution[role] += spans.get(span, [])
        if attribution["cue"] or attribution["content"]:
            found.append({role: sorted(pieces) for role, pieces in attribution.items()})
    return sorted(found, key=lambda a: (a["content"] or a["cue"], a["cue"]))


def cut(text: str) -> tuple[list[tuple[int, int]], set[int], list[int]]:
    """Words, the last word of each passage, the first of each sentence: as reading cuts them."""
    article = article_from_text(text)
    passages = find_passages(article)
    words: list[tuple[int, int]] = []
    ends = set()
    for passage in passages:
        found = find_words(text[passage.start : passage.end])
        words += [(start + passage.start, end + passage.start) for start, end in found]
        ends.add(len(words) - 1)
    begins = [start for start, _ in words]
    sentences = find_sentences(article, passages)
    firsts = sorted({bisect_left(begins, sentence.start) for sentence in sentences} | {0})
    return words, ends - {-1}, [first for first in firsts if first < len(words)]


def label(text_words: list[tuple[int, int]], attributions) -> tuple[list[int], dict, dict]:
    """Tags, content word → cue, content or cue word → source."""
    tags = [0] * len(text_words)
    cue_of: dict[int, tuple[int, int]] = {}
    source_of: dict[int, tuple[int, int]] = {}

    def covered(span: tuple[int, int]) -> list[int]:
        return [i for i, (s, e) in enumerate(text_words) if s < span[1] and span[0] < e]

    for attribution in attributions:
        inside = {role: [covered(span) for span in attribution[role]] for role in ROLES}
        for number, role in enumerate(ROLES):
            for run in inside[role]:
                _tag(tags, run, 1 + 2 * number)
        cue, source = (next(iter(inside[role]), []) for role in ("cue", "source"))
        for word in (w for run in inside["content"] for w in run):
            if cue:
                cue_of.setdefault(word, (cue[0], cue[-1] + 1))
            if source:
                source_of.setdefault(word, (source[0], source[-1] + 1))
        if source:
            for word in cue:
                source_of.setdefault(word, (source[0], source[-1] + 1))
    return repair(tags), cue_of, source_of


def _tag(tags: list[int], run: list[int], begin: int) -> None:
    """Gives a run's words that have no role yet the one whose first tag is ``begin``."""
    for position, word in enumerate(run):
        if tags[word] == 0:
            begins = position == 0 or tags[word - 1] == 0
            tags[word] = begin + (0 if begins else 1)


def repair(tags: list[int]) -> list[int]:
    """An inside tag after another role begins a span (two spans shared words there)."""
    fixed = list(tags)
    for index, tag in enumerate(fixed):
        before = fixed[index - 1] if index else 0
        if tag and tag % 2 == 0 and before not in (tag, tag - 1):
            fixed[index] = tag - 1
    return fixed


def read_typed(folder: Path, corpora: Path, pieces: Pieces) -> list[Document]:
    """The articles of a set of our own gold (offsets), with the texts of the open corpus."""
    documents = []
    for gold in read_real_gold(folder, texts_of(corpora)):
        attributions = [
            {
                "source": [claim["mention"]] if claim["mention"] else [],
                "cue": [claim["cue"]] if claim["cue"] else [],
                "content": claim["content"],
            }
            for claim in gold.claims
        ]
        documents.append(document_of(gold.text.article, gold.text.text, attributions, pieces))
    return documents


def document_of(name: str, text: str, attributions: Iterable, pieces: Pieces) -> Document:
    """A text with its attributions (role → spans), word by word."""
    words, ends, sentences = cut(text)
    pieced = [pieces.of(text[s:e]) for s, e in words]
    tags, cue_of, source_of = label(words, attributions)
    return Document(
        name,
        text,
        words,
        [p for p, _ in pieced],
        [c for _, c in pieced],
        ends,
        sentences,
        tags,
        cue_of,
        source_of,
    )


def read_split(folder: Path, pieces: Pieces, every_annotator: bool = True) -> list[Document]:
    """All articles of a split, sorted by file name, one document for each annotator."""
    documents = []
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        if not every_annotator and documents and documents[-1].name == name:
            continue
        text = read_text(folder / "text" / f"{name}.txt")
        documents.append(document_of(name, text, read_annotations(path), pieces))
    return documents


def _counted_texts(corpora: Path) -> Iterator[str]:
    """The texts of PolNeAR train, and the sentences of UD EWT train."""
    for path in sorted((corpora / "polnear" / "train" / "text").glob("*.txt")):
        yield read_text(path)
    with gzip.open(corpora / "ud_ewt" / "train.conllu.gz", "rt", encoding="utf-8") as lines:
        yield from (line[9:] for line in lines if line.startswith("# text = "))


def worthwhile_vocabulary(whole: list[str], corpora: Path) -> list[str]:
    """The pieces to ship, in the base vocabulary's order (which is by frequency).

    Kept first: the frame pieces, every mark and ASCII character, every short ASCII
    continuation, so that an unseen word still falls into known pieces; then pieces seen
    twice in PolNeAR train or in UD EWT train; the most frequent others fill the rest.
    """
    pieces = Pieces(whole)
    counts: collections.Counter[int] = collections.Counter()
    for text in _counted_texts(corpora):
        for start, end in find_words(text):
            counts.update(pieces.of(text[start:end])[0])

    def needed(number: int, piece: str) -> bool:
        if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", PARAGRAPH_PIECE):
            return True
        if len(piece) == 1:
            return piece.isascii() or not piece.isalnum()
        if piece.startswith("##") and piece.isascii() and len(piece) <= 5:
            return True
        return counts[number] >= 2

    kept = {number for number, piece in enumerate(whole) if needed(number, piece)}
    for number, piece in enumerate(whole):
        if len(kept) >= VOCABULARY_SIZE:
            break
        if piece.isascii() and not piece.startswith("["):
            kept.add(number)
    return [whole[number] for number in sorted(kept)]
