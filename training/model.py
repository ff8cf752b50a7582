"""The encoder in plain operations, and what is read off it.

Roles of attribution (a tag layer with a CRF, three pointers) from the last layer; from a learned
mix of the last four: parts of speech, arcs and their labels (biaffine, as Dozat and Manning have
it), the entity type of words that head a mention, and who is the antecedent of whom.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from helpers.language.net.pieces import CASES

from .data import TAGS
from .treebanks import ENTITIES, UPOS

WIDTH, LAYERS, HEADS, INNER, POSITIONS, POINTER = 384, 6, 12, 1536, 224, 128
ARC, LABEL, CHAIN, MIXED = 128, 128, 128, 4
BUCKETS = 7
"""How far an antecedent lies, in mentions: 1, 2-3, 4-7 … 64 and more."""
FARTHEST = 50
"""Mentions back that an antecedent is looked for."""
NEW = (
    "cases", "tags", "asks", "answers", "steps", "opening", "mix", "upos", "xpos", "arc_", "label",
    "entity", "chain_",
)  # fmt: skip
"""Parameters that the base encoder does not have."""
POINTERS = ("content_cue", "cue_source", "content_source")


class Dropout(nn.Module):
    """Dropout whose masks are slices of one random pool: drawing them anew costs 10 % more."""

    POOL = 1 << 22

    def __init__(self, chance: float):
        super().__init__()
        self.chance = chance
        self.pool: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or not self.chance:
            return x
        if self.pool is None:
            kept = torch.rand(self.POOL) >= self.chance
            self.pool = (kept / (1 - self.chance)).to(torch.float32)
        start = int(torch.randint(self.POOL - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as BERT has it."""

    def __init__(self, dropout: Dropout):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: torch's fused attention is several times slower here, going backward.
        chances = qkv[0] @ (qkv[1] * (WIDTH // HEADS) ** -0.5).transpose(-1, -2)
        if mask is not None:
            chances = chances + mask
        seen = torch.softmax(chances, -1, dtype=chances.dtype) @ qkv[2]
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + self.dropout(seen))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + self.dropout(inner))


class Network(nn.Module):
    """Pieces of a window → roles, parts of speech, arcs, entities and antecedents of its words.

    ``finer`` and ``labels`` count the parts of speech of the Penn scheme and the relations.
    """

    def __init__(self, vocabulary: int, finer: int, labels: int, dropout: float = 0.1):
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.asks = nn.Linear(WIDTH, len(POINTERS) * POINTER)
        self.answers = nn.Linear(WIDTH, len(POINTERS) * POINTER)
        self.steps = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.opening = nn.Parameter(torch.zeros(len(TAGS)))
        self.mix = nn.Parameter(torch.zeros(2, MIXED))
        self.upos = nn.Linear(WIDTH, len(UPOS))
        self.xpos = nn.Linear(WIDTH, finer)
        self.arc_from = nn.Linear(WIDTH, ARC)
        self.arc_to = nn.Linear(WIDTH, ARC)
        self.arc_middle = nn.Linear(ARC, ARC)
        self.label_from = nn.Linear(WIDTH, LABEL)
        self.label_to = nn.Linear(WIDTH, LABEL)
        self.label = nn.Linear(LABEL, labels)
        self.entity = nn.Linear(WIDTH, len(ENTITIES))
        self.chain_ask = nn.Linear(WIDTH, CHAIN)
        self.chain_answer = nn.Linear(WIDTH, CHAIN)
        self.chain_bias = nn.Linear(WIDTH, BUCKETS + 2)
        for layer in (
            self.tags, self.asks, self.answers, self.upos, self.xpos, self.label, self.entity,
            self.chain_ask, self.chain_answer, self.chain_bias,
        ):  # fmt: skip
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def encode(self, ids, cases, mask=None) -> list[torch.Tensor]:
        """The states after each layer."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places)[None] + self.cases(cases)
        x = self.dropout(self.norm(x))
        states = []
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states

    def mixed(self, states: list[torch.Tensor], firsts: torch.Tensor):
        """(B, W + 1, width) twice, for syntax and for entities; the frame's piece comes first."""
        at = torch.cat([torch.zeros_like(firsts[:, :1]), firsts], 1)
        at = at[..., None].expand(-1, -1, WIDTH)
        last = torch.stack([torch.gather(state, 1, at) for state in states[-MIXED:]])
        both = torch.einsum("tk,kbwh->tbwh", torch.softmax(self.mix, -1), last)
        return self.dropout(both[0]), self.dropout(both[1])

    def syntax(self, x: torch.Tensor):
        """Scores of both parts of speech, arc scores (B, W, W + 1), and the halves of labels.

        Column 0 of an arc is the root, column 1 + j word j.
        """
        words = x[:, 1:]
        asks, answers = F.relu(self.arc_from(words)), F.relu(self.arc_to(x))
        arcs = self.arc_middle(asks) @ answers.transpose(1, 2) * ARC**-0.5
        return self.upos(words), self.xpos(words), arcs, self.label_from(words), self.label_to(x)

    def labels(self, own: torch.Tensor, heads: torch.Tensor, columns: torch.Tensor):
        """Scores of relations for words whose heads stand in ``columns`` (B, W)."""
        of_heads = torch.gather(heads, 1, columns[..., None].expand(-1, -1, LABEL))
        return self.label(F.relu(own + of_heads))

    def heads(self, x: torch.Tensor, firsts: torch.Tensor):
        """Tag scores (B, W, tags) and pointer scores (B, 3, W, W + 1).

        ``firsts`` (B, W) are the places of the words' first pieces. Column 0 of a pointer
        stands for "none" (the window's first frame piece), column 1 + j for word j.
        """
        x = self.dropout(x)
        batch, count = firsts.shape
        states = torch.gather(x, 1, firsts[..., None].expand(-1, -1, WIDTH))
        tags = self.tags(states)
        asks = self.asks(states).view(batch, count, len(POINTERS), POINTER).transpose(1, 2)
        targets = torch.cat([x[:, :1], states], 1)
        answers = self.answers(targets).view(batch, count + 1, len(POINTERS), POINTER)
        points = asks @ answers.permute(0, 2, 3, 1) * POINTER**-0.5
        return tags, points


def allowed_steps() -> tuple[torch.Tensor, torch.Tensor]:
    """Penalties (0 or -10,000) for tag → tag and for a paragraph's first tag."""
    steps = torch.zeros(len(TAGS), len(TAGS))
    opening = torch.zeros(len(TAGS))
    for tag in range(2, len(TAGS), 2):
        steps[:, tag] = -1e4
        steps[tag - 1, tag] = steps[tag, tag] = 0.0
        opening[tag] = -1e4
    return steps, opening


def sequence_loss(model: Network, scores, tags, fresh, lengths) -> torch.Tensor:
    """Negative log-likelihood of each window's tag sequence under the CRF, summed.

    ``fresh`` (B, W) marks words that begin a paragraph: no step leads into them. A window
    that begins inside a paragraph may begin with any tag.
    """
    may_step, may_open = allowed_steps()
    steps, opening = model.steps + may_step, model.opening + may_open
    count = scores.shape[1]
    inside = torch.arange(count)[None] < lengths[:, None]
    # The path that is right.
    own = scores.gather(2, tags[..., None]).squeeze(2)
    moves = torch.where(fresh[:, 1:], opening[tags[:, 1:]], steps[tags[:, :-1], tags[:, 1:]])
    right = (own * inside).sum() + (moves * inside[:, 1:]).sum()
    right = right + (opening[tags[:, 0]] * fresh[:, 0]).sum()
    # All paths.
    into = torch.where(fresh[:, :, None, None], opening[None, None, None, :], steps[None, None])
    alpha = scores[:, 0] + opening * fresh[:, :1]
    for at in range(1, count):
        new = torch.logsumexp(alpha[:, :, None] + into[:, at], 1) + scores[:, at]
        alpha = torch.where(inside[:, at, None], new, alpha)
    return torch.logsumexp(alpha, 1).sum() - right


def load_base(model: Network, weights: dict[str, torch.Tensor], rows: list[int]) -> None:
    """Copies the base encoder into the network; ``rows`` are the vocabulary's rows kept."""
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"][rows],
        "positions.weight": weights["embeddings.position_embeddings.weight"][:POSITIONS] + kind,
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number in range(LAYERS):
        base = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            state[f"layers.{number}.qkv.{part}"] = torch.cat(
                [weights[f"{base}attention.self.{one}.{part}"] for one in ("query", "key", "value")]
            )
            for mine, theirs in names.items():
                state[f"layers.{number}.{mine}.{part}"] = weights[f"{base}{theirs}.{part}"]
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not name.startswith(NEW) for name in missing):
        raise SystemExit(f"the base encoder does not fit: {missing} {unexpected}")


def antecedent_scores(
    ask: torch.Tensor, answer: torch.Tensor, bias: torch.Tensor, same: torch.Tensor
) -> torch.Tensor:
    """(M, M + 1) of M mentions in text order: column 0 is none, column 1 + j mention j before.

    ``bias`` has the score of none, of each distance, and of bearing the ``same`` (M, M) head word.
    """
    count = len(ask)
    order = torch.arange(count)
    distance = order[:, None] - order[None]
    bucket = torch.log2(distance.float().clamp(min=1)).floor().clamp(0, BUCKETS - 1).long()
    scores = ask @ answer.T * CHAIN**-0.5 + torch.gather(bias[:, 1 : 1 + BUCKETS], 1, bucket)
    scores = scores + same.float() * bias[:, -1:]
    scores = scores.masked_fill((distance <= 0) | (distance > FARTHEST), -1e4)
    return torch.cat([bias[:, :1], scores], 1)
