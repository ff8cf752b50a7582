"""Documents → shuffled batches of windows, anew for each epoch so that borders move."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from helpers.language.net.pieces import FRAME, PARAGRAPH, Pieces
from helpers.language.net.windows import LONGEST

from .data import Document
from .treebanks import ROOT, UNTOLD, Tree

Read = Document | Tree
"""Whatever has words cut into pieces, in paragraphs and sentences."""


@dataclass
class Batch:
    ids: torch.Tensor
    cases: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor
    lengths: torch.Tensor
    tags: torch.Tensor
    fresh: torch.Tensor
    targets: torch.Tensor
    """(B, 3, W, 2): half-open range of pointer columns that are right; empty: no loss."""


def epoch_windows(documents: Sequence[Read], dice: random.Random) -> list[tuple[int, int, int]]:
    """(document, first word, end word) of whole sentences within ``LONGEST`` pieces.

    Each document's first window is of random length, so that no two epochs cut alike.
    """
    windows = []
    for number, document in enumerate(documents):
        sizes = [
            len(pieces) + (index in document.paragraph_ends)
            for index, pieces in enumerate(document.pieces)
        ]
        units = []
        borders = [*document.sentences, len(sizes)]
        for start, end in itertools.pairwise(borders):
            at, size = start, 0
            for word in range(start, end):
                if size + sizes[word] > LONGEST:
                    units.append((at, word, size))
                    at, size = word, 0
                size += sizes[word]
            if end > at:
                units.append((at, end, size))
        limit, start, total, end = dice.randint(40, LONGEST), 0, 0, 0
        for first, last, size in units:
            if total and total + size > limit:
                windows.append((number, start, end))
                start, total, limit = first, 0, LONGEST
            total += size
            end = last
        if total:
            windows.append((number, start, end))
    return windows


def epoch_batches(
    documents: Sequence[Read], dice: random.Random, size: int = 8
) -> list[list[tuple[int, int, int]]]:
    """Batches of windows alike in length, in random order."""
    windows = epoch_windows(documents, dice)
    dice.shuffle(windows)
    batches = []
    for at in range(0, len(windows), size * 50):
        chunk = sorted(
            windows[at : at + size * 50],
            key=lambda w: sum(map(len, documents[w[0]].pieces[w[1] : w[2]])),
        )
        batches += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    dice.shuffle(batches)
    return batches


def _relative(span: tuple[int, int] | None, start: int, end: int) -> tuple[int, int]:
    """Pointer columns of a range of words: "none" (column 0) when outside the window."""
    if span is None:
        return (0, 1)
    low, high = max(span[0], start), min(span[1], end)
    return (low - start + 1, high - start + 1) if low < high else (0, 1)


@dataclass(frozen=True)
class Framed:
    """Windows as the encoder takes them: padded, with the frame's pieces at both ends."""

    ids: torch.Tensor
    cases: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor
    lengths: torch.Tensor


def framed(
    windows: list[tuple[int, int, int]], documents: Sequence[Read], pieces: Pieces
) -> Framed:
    """The windows' pieces, letter cases and places of each word's first piece."""
    rows = []
    for number, start, end in windows:
        document = documents[number]
        ids, cases, firsts = [pieces.start], [FRAME], []
        for word in range(start, end):
            firsts.append(len(ids))
            ids += document.pieces[word]
            cases += [document.cases[word]] * len(document.pieces[word])
            if word in document.paragraph_ends:
                ids.append(pieces.paragraph)
                cases.append(PARAGRAPH)
        ids.append(pieces.end)
        cases.append(FRAME)
        rows.append((ids, cases, firsts))
    length = max(len(ids) for ids, _, _ in rows)
    count = max(len(firsts) for _, _, firsts in rows)
    size = len(rows)
    out = Framed(
        ids=torch.zeros(size, length, dtype=torch.long),
        cases=torch.full((size, length), FRAME),
        mask=torch.full((size, 1, 1, length), -1e4),
        firsts=torch.zeros(size, count, dtype=torch.long),
        lengths=torch.tensor([len(firsts) for _, _, firsts in rows]),
    )
    for at, (ids, cases, firsts) in enumerate(rows):
        out.ids[at, : len(ids)] = torch.tensor(ids)
        out.cases[at, : len(ids)] = torch.tensor(cases)
        out.mask[at, 0, 0, : len(ids)] = 0.0
        out.firsts[at, : len(firsts)] = torch.tensor(firsts)
    return out


def collate(
    windows: list[tuple[int, int, int]], documents: Sequence[Document], pieces: Pieces
) -> Batch:
    """Windows of annotated articles with the tags and pointers that are right."""
    frame = framed(windows, documents, pieces)
    size, count = frame.firsts.shape
    batch = Batch(
        **vars(frame),
        tags=torch.zeros(size, count, dtype=torch.long),
        fresh=torch.zeros(size, count, dtype=torch.bool),
        targets=torch.zeros(size, 3, count, 2, dtype=torch.long),
    )
    for at, (number, start, end) in enumerate(windows):
        document = documents[number]
        batch.tags[at, : end - start] = torch.tensor(document.tags[start:end])
        batch.fresh[at, : end - start] = torch.tensor(
            [word == 0 or word - 1 in document.paragraph_ends for word in range(start, end)]
        )
        targets = []
        for word in range(start, end):
            tag = document.tags[word]
            cue = source = origin = (0, 0)
            if tag >= 5:
                cue = _relative(document.cue_of.get(word), start, end)
                origin = _relative(document.source_of.get(word), start, end)
            elif tag >= 3:
                source = _relative(document.source_of.get(word), start, end)
            targets.append((cue, source, origin))
        batch.targets[at, :, : end - start] = torch.tensor(targets).transpose(0, 1)
    return batch


@dataclass(frozen=True)
class Targets:
    """The finer parts of speech and the relations that are learned, and their numbers."""

    xpos: Mapping[str, int]
    relations: Mapping[str, int]

    def relation(self, name: str | None) -> int:
        """Number of a relation; a rare subtype counts as its main type."""
        if name is None:
            return UNTOLD
        return self.relations.get(name, self.relations.get(name.partition(":")[0], UNTOLD))


@dataclass(frozen=True)
class Mentions:
    """Words of a window that head mentions; ``continued``: the chain began before the window."""

    words: list[int]
    chains: list[str]
    continued: list[bool]
    surfaces: list[str]


@dataclass
class TreeBatch:
    """Windows of treebanks; what is not told is :data:`UNTOLD`."""

    ids: torch.Tensor
    cases: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor
    lengths: torch.Tensor
    upos: torch.Tensor
    xpos: torch.Tensor
    heads: torch.Tensor
    """(B, W): column of the head, 0 the root."""
    relations: torch.Tensor
    entities: torch.Tensor
    mentions: list[tuple[int, Mentions]]


def collate_trees(
    windows: list[tuple[int, int, int]], trees: Sequence[Tree], pieces: Pieces, targets: Targets
) -> TreeBatch:
    """Windows of treebanks with what is right for each word."""
    frame = framed(windows, trees, pieces)
    shape = frame.firsts.shape
    batch = TreeBatch(
        **vars(frame),
        **{
            name: torch.full(shape, UNTOLD)
            for name in ("upos", "xpos", "heads", "relations", "entities")
        },
        mentions=[],
    )
    for at, (number, start, end) in enumerate(windows):
        tree = trees[number]
        columns, relations = [], []
        for word in range(start, end):
            head = tree.heads[word]
            if head == ROOT:
                column = 0
            elif head is not None and start <= head < end:
                column = head - start + 1
            else:
                column = UNTOLD
            columns.append(column)
            relation = targets.relation(tree.relations[word])
            relations.append(UNTOLD if column == UNTOLD else relation)
        here = slice(0, end - start)
        batch.upos[at, here] = torch.tensor(tree.upos[start:end])
        batch.xpos[at, here] = torch.tensor(
            [targets.xpos.get(x or "", UNTOLD) for x in tree.xpos[start:end]]
        )
        batch.heads[at, here] = torch.tensor(columns)
        batch.relations[at, here] = torch.tensor(relations)
        if tree.entities is not None and tree.chains is not None:
            batch.entities[at, here] = torch.tensor(tree.entities[start:end])
            words = [w for w in range(start, end) if tree.chains[w] is not None]
            before = {chain for chain in tree.chains[:start] if chain is not None}
            if len(words) > 2:
                chains = [str(tree.chains[w]) for w in words]
                batch.mentions.append((
                    at,
                    Mentions(
                        [w - start for w in words],
                        chains,
                        [chain in before for chain in chains],
                        [tree.surfaces[w].lower() for w in words],
                    ),
                ))  # fmt: skip
    return batch
