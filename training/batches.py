"""Documents → shuffled batches of windows, anew for each epoch so that borders move."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

import torch

from helpers.tagger.windows import LONGEST
from helpers.tagger.words import FRAME, PARAGRAPH, Pieces

from .data import Document


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


def epoch_windows(documents: list[Document], dice: random.Random) -> list[tuple[int, int, int]]:
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
    documents: list[Document], dice: random.Random, size: int = 8
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


def collate(
    windows: list[tuple[int, int, int]], documents: list[Document], pieces: Pieces
) -> Batch:
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
        rows.append((document, start, end, ids, cases, firsts))
    length = max(len(row[3]) for row in rows)
    count = max(len(row[5]) for row in rows)
    size = len(rows)
    batch = Batch(
        ids=torch.zeros(size, length, dtype=torch.long),
        cases=torch.full((size, length), FRAME),
        mask=torch.full((size, 1, 1, length), -1e4, dtype=torch.bfloat16),
        firsts=torch.zeros(size, count, dtype=torch.long),
        lengths=torch.tensor([len(row[5]) for row in rows]),
        tags=torch.zeros(size, count, dtype=torch.long),
        fresh=torch.zeros(size, count, dtype=torch.bool),
        targets=torch.zeros(size, 3, count, 2, dtype=torch.long),
    )
    for at, (document, start, end, ids, cases, firsts) in enumerate(rows):
        batch.ids[at, : len(ids)] = torch.tensor(ids)
        batch.cases[at, : len(ids)] = torch.tensor(cases)
        batch.mask[at, 0, 0, : len(ids)] = 0.0
        batch.firsts[at, : len(firsts)] = torch.tensor(firsts)
        batch.tags[at, : len(firsts)] = torch.tensor(document.tags[start:end])
        batch.fresh[at, : len(firsts)] = torch.tensor(
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
        batch.targets[at, :, : len(firsts)] = torch.tensor(targets).transpose(0, 1)
    return batch
