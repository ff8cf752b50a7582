"""What one step costs: the loss of a batch, and its gradients by two processes."""

from __future__ import annotations

import torch
import torch.multiprocessing as processes
from torch.nn import functional as F

from helpers.tagger.words import Pieces

from .batches import Batch, collate
from .data import Document
from .model import Tagger, sequence_loss


def has_fast_bf16() -> bool:
    """Whether this processor multiplies in bf16: emulated, it is fifteen times slower than fp32."""
    return any(
        getattr(torch.cpu, check, bool)() for check in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    )


FAST_BF16 = has_fast_bf16()


def loss_of(model: Tagger, batch: Batch) -> tuple[torch.Tensor, list[float]]:
    """Tags (CRF and word by word) and half of each pointer's loss."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_BF16):
        states = model.encode(batch.ids, batch.cases, batch.mask)
    scores, points = model.heads(states.float(), batch.firsts)
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


class Half:
    """Gradients of half a batch, by one thread: the two halves run in two processes.

    Two threads inside each operation would wait for one another thousands of times a
    step, which is slow on a machine that does other work too. Each half has its own seed,
    so that the result does not depend on who finishes first.
    """

    def __init__(self, model: Tagger, documents: list[Document], pieces: Pieces, size: int):
        self.model, self.documents, self.pieces = model, documents, pieces
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.gradients = torch.zeros(size).share_memory_()

    def work(self, windows: list[tuple[int, int, int]], seed: int) -> list[float]:
        torch.manual_seed(seed)
        for parameter in self.trained:
            parameter.grad = None
        loss, parts = loss_of(self.model, collate(windows, self.documents, self.pieces))
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
        return parts

    def serve(self, tasks: processes.SimpleQueue, answers: processes.SimpleQueue) -> None:
        torch.set_num_threads(1)
        while (task := tasks.get()) is not None:
            answers.put(self.work(*task))
