"""What one step costs: the losses of a batch, and their gradients by two processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.multiprocessing as processes
from torch.nn import functional as F

from helpers.language.net.pieces import Pieces

from .batches import Batch, Targets, TreeBatch, collate, collate_trees
from .data import Document
from .model import FARTHEST, Network, antecedent_scores, sequence_loss
from .treebanks import UNTOLD, Tree

Window = tuple[int, int, int]

PARTS = (
    "path", "tags", "content-cue", "cue-source", "content-source", "upos", "xpos", "arcs",
    "labels", "entities", "chains",
)  # fmt: skip
"""Losses, as a step reports them."""

SHARES = {"xpos": 0.5, "entities": 2.0, "chains": 0.7}
"""What a loss of the trees counts beside the others, which count 1 (from a pilot)."""


def has_fast_bf16() -> bool:
    """Whether this processor multiplies in bf16: emulated, it is fifteen times slower than fp32."""
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, check, bool)() for check in checks)


FAST_BF16 = has_fast_bf16()


def encoded(model: Network, batch: Batch | TreeBatch) -> list[torch.Tensor]:
    """The encoder's states, computed in bf16 where the processor has it."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_BF16):
        states = model.encode(batch.ids, batch.cases, batch.mask)
    return [state.float() for state in states]


def roles_loss(model: Network, batch: Batch) -> tuple[torch.Tensor, list[float]]:
    """Tags (CRF and word by word) and half of each pointer's loss."""
    scores, points = model.heads(encoded(model, batch)[-1], batch.firsts)
    count = scores.shape[1]
    inside = torch.arange(count)[None] < batch.lengths[:, None]
    words = inside.sum()
    path = sequence_loss(model, scores, batch.tags, batch.fresh, batch.lengths) / words
    single = F.cross_entropy(scores[inside], batch.tags[inside])
    columns = torch.arange(count + 1)
    beyond = columns > batch.lengths[:, None, None, None]
    points = points.masked_fill(beyond, -1e4)
    asked = batch.targets[..., 1] > batch.targets[..., 0]
    total = path + 0.3 * single
    parts = [float(path.detach()), float(single.detach())]
    chances = points.log_softmax(-1)
    for number in range(points.shape[1]):
        which = asked[:, number]
        if which.any():
            low, high = batch.targets[:, number][which].unbind(-1)
            right = (columns >= low[:, None]) & (columns < high[:, None])
            hit = chances[:, number][which].masked_fill(~right, -1e4).logsumexp(-1)
            total = total - 0.5 * hit.mean()
            parts.append(-float(hit.mean().detach()))
        else:
            parts.append(0.0)
    return total, parts


def trees_loss(model: Network, batch: TreeBatch) -> tuple[torch.Tensor, list[float]]:
    """Parts of speech, arcs, labels, entities and antecedents, each in its share."""
    grammar, meaning = model.mixed(encoded(model, batch), batch.firsts)
    upos, xpos, arcs, own, heads = model.syntax(grammar)
    columns = torch.arange(arcs.shape[2])
    arcs = arcs.masked_fill(columns[None, None] > batch.lengths[:, None, None], -1e4)
    labels = model.labels(own, heads, batch.heads.clamp(min=0))
    losses = {
        "upos": _cross_entropy(upos, batch.upos),
        "xpos": _cross_entropy(xpos, batch.xpos),
        "arcs": _cross_entropy(arcs, batch.heads),
        "labels": _cross_entropy(labels, batch.relations),
    }
    if (batch.entities >= 0).any():
        losses["entities"] = _cross_entropy(model.entity(meaning[:, 1:]), batch.entities)
        if batch.mentions:
            losses["chains"] = _chains_loss(model, meaning, batch)
    total = sum((SHARES.get(name, 1.0) * loss for name, loss in losses.items()), torch.tensor(0.0))
    names = PARTS[5:]
    return total, [float(losses[n].detach()) if n in losses else 0.0 for n in names]


def _cross_entropy(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    flat = scores.reshape(-1, scores.shape[-1])
    return F.cross_entropy(flat, wanted.reshape(-1), ignore_index=UNTOLD)


def _chains_loss(model: Network, meaning: torch.Tensor, batch: TreeBatch) -> torch.Tensor:
    """Of each mention, the chance of all its antecedents (or of none, where it is the first)."""
    words = meaning[:, 1:]
    losses = []
    for row, group in batch.mentions:
        states = words[row, torch.tensor(group.words)]
        same = torch.tensor([[a == b for b in group.surfaces] for a in group.surfaces])
        chances = antecedent_scores(
            model.chain_ask(states), model.chain_answer(states), model.chain_bias(states), same
        ).log_softmax(-1)
        count = len(group.words)
        right = torch.zeros(count, count + 1, dtype=torch.bool)
        counted = torch.ones(count, dtype=torch.bool)
        for i, chain in enumerate(group.chains):
            before = [j for j in range(max(0, i - FARTHEST), i) if group.chains[j] == chain]
            if before:
                right[i, [j + 1 for j in before]] = True
            elif group.continued[i]:
                counted[i] = False  # its antecedent stands before the window
            else:
                right[i, 0] = True
        if counted.any():
            losses.append(-chances.masked_fill(~right, -1e4).logsumexp(-1)[counted].mean())
    return torch.stack(losses).mean() if losses else torch.tensor(0.0)


@dataclass(frozen=True)
class Material:
    """All that is learned from: articles with roles, documents with trees, and their words."""

    articles: Sequence[Document]
    trees: Sequence[Tree]
    pieces: Pieces
    targets: Targets


class Half:
    """Gradients of half a batch, by one thread: the two halves run in two processes.

    Two threads inside each operation would wait for one another thousands of times a
    step, which is slow on a machine that does other work too. Each half has its own seed,
    so that the result does not depend on who finishes first.
    """

    def __init__(self, model: Network, material: Material, size: int):
        self.model, self.material = model, material
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.gradients = torch.zeros(size).share_memory_()

    def work(self, windows: tuple[list[Window], list[Window]], seed: int) -> list[float]:
        """Losses of the parts, in the order of :data:`PARTS`; gradients lie in ``gradients``."""
        torch.manual_seed(seed)
        for parameter in self.trained:
            parameter.grad = None
        of = self.material
        loss, parts = roles_loss(self.model, collate(windows[0], of.articles, of.pieces))
        loss.backward()
        trees = collate_trees(windows[1], of.trees, of.pieces, of.targets)
        loss, more = trees_loss(self.model, trees)
        loss.backward()
        at = 0
        for parameter in self.trained:
            size = parameter.numel()
            part = self.gradients[at : at + size]
            if parameter.grad is None:
                part.zero_()
            else:
                part.copy_(parameter.grad.reshape(-1))
            at += size
        return parts + more

    def serve(self, tasks: processes.SimpleQueue, answers: processes.SimpleQueue) -> None:
        """Works off tasks until there is none."""
        torch.set_num_threads(1)
        while (task := tasks.get()) is not None:
            answers.put(self.work(*task))
