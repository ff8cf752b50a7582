"""The shipped network: found, checked against its hash, loaded once, run window by window.

The same text gets the same tables on every processor. The network computes in fp32, where two
processors' scores differ by some 0.00001 at most (in 8 bits it was 0.3); what follows is done in
double precision, ties go to the earlier word or tag, and a printed confidence has two decimals.
Scores are not rounded before they are compared: a rounded score can tip over an edge just as a
comparison can, only by more.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ModelError
from .limits import MAX_PIECES
from .pieces import FRAME, PARAGRAPH, Pieces
from .roles import Linked, Pointed, best_tags, link, pulled
from .windows import cut_windows

if TYPE_CHECKING:
    import numpy as np

    Evaluator = Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]]

MODELS = Path(__file__).resolve().parents[2] / "models"
NAME = "language"
"""Beside ``language.onnx``: ``.vocabulary.txt`` (one piece a line), ``.sha256`` (of both)."""
CLOSED = -10_000.0
"""Score of an arc that may not be drawn: out of the sentence, or to itself."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What the network says of each word, in order: rows of arrays, and the roles decided.

    ``heads`` are words (-1: a root); ``arcs`` the chance of that head; ``finer`` and
    ``relations`` numbers into the network's lists of names. Only the first ``count`` words of the
    article were read. ``states`` say what a word means where it stands, ``forms`` what it means
    anywhere: (words, width) in single precision, some 3 kB a word.
    """

    count: int
    upos: np.ndarray
    finer: np.ndarray
    heads: np.ndarray
    arcs: np.ndarray
    relations: np.ndarray
    entities: np.ndarray
    asks: np.ndarray
    answers: np.ndarray
    biases: np.ndarray
    states: np.ndarray
    forms: np.ndarray
    roles: tuple[Linked, ...]


class Network:
    """The network and all that reading with it needs; runs on one thread, always alike.

    ``evaluate`` computes the outputs of one window, by name, from its inputs; by default
    onnxruntime does.
    """

    def __init__(
        self, net: bytes, vocabulary: Sequence[str], *, evaluate: Evaluator | None = None
    ) -> None:
        import numpy as np
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Threads that spin for work would slow whatever else runs beside.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(net, options, providers=["CPUExecutionProvider"])
        facts = session.get_modelmeta().custom_metadata_map
        self.version: str = facts["version"]
        self.upos: list[str] = json.loads(facts["upos"])
        self.finer: list[str] = json.loads(facts["xpos"])
        self.relations: list[str] = json.loads(facts["relations"])
        self.entities: list[str] = json.loads(facts["entities"])
        self._steps = np.array(json.loads(facts["steps"]))
        self._opening = np.array(json.loads(facts["opening"]))
        self._pieces = Pieces(vocabulary)
        names = [output.name for output in session.get_outputs()]

        def run(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
            return dict(zip(names, session.run(None, inputs), strict=True))

        self.evaluate: Evaluator = evaluate or run

    def score(
        self, words: Sequence[str], ends: set[int], sentences: Sequence[int]
    ) -> Scored | None:
        """Everything about the words; None if there is none.

        ``ends`` are the passages' last words, ``sentences`` the sentences' first ones.
        """
        import numpy as np

        ids, cases, begins, upto = self._cut(words, ends)
        count = len(begins)
        if not count:
            return None
        starts = [first for first in sentences if first < count]
        sentence_of = np.searchsorted(np.asarray(starts), np.arange(count), side="right")
        parts: dict[str, list[np.ndarray]] = {}
        pointed = []
        for window in cut_windows(upto, starts):
            low, high = begins[window.start], upto[window.end - 1]
            framed = np.empty((2, high - low + 2), dtype=np.int64)
            framed[0, 0], framed[0, -1] = self._pieces.start, self._pieces.end
            framed[1, 0] = framed[1, -1] = FRAME
            framed[0, 1:-1] = ids[low:high]
            framed[1, 1:-1] = cases[low:high]
            found = self.evaluate(
                {
                    "ids": framed[0],
                    "cases": framed[1],
                    "firsts": np.array(begins[window.start : window.end], np.int64) - low + 1,
                    "mask": _open_arcs(sentence_of[window.start : window.end]),
                }
            )
            own = slice(window.first - window.start, window.last - window.start)
            for name, values in found.items():
                if name == "points":
                    mine = values[:, own].astype(np.float64)
                    pointed.append(Pointed(window.start, window.end, window.first, mine))
                elif name == "head":
                    mine = np.where(values[own] == 0, -1, values[own] - 1 + window.start)
                    parts.setdefault(name, []).append(mine)
                elif name in ("states", "forms"):
                    parts.setdefault(name, []).append(values[own])
                else:
                    parts.setdefault(name, []).append(values[own].astype(np.float64))
        rows = {name: np.concatenate(some) for name, some in parts.items()}
        scores = pulled(rows["scores"], pointed)
        passages = [0, *sorted(end + 1 for end in ends if end + 1 < count)]
        tags = best_tags(scores, passages, self._steps, self._opening)
        return Scored(
            count,
            rows["upos"],
            rows["xpos"].astype(np.int64),
            rows["head"].astype(np.int64),
            rows["arc"],
            rows["relation"].astype(np.int64),
            rows["entity"],
            rows["chain_ask"],
            rows["chain_answer"],
            rows["chain_bias"],
            rows["states"],
            rows["forms"],
            tuple(link(scores, tags, pointed)),
        )

    def _cut(
        self, words: Sequence[str], ends: set[int]
    ) -> tuple[np.ndarray, np.ndarray, list[int], list[int]]:
        """Ids and cases of pieces; for each word its first piece and the piece behind its last.

        Words behind :data:`MAX_PIECES` are left out.
        """
        import numpy as np

        ids: list[int] = []
        cases: list[int] = []
        begins: list[int] = []
        upto: list[int] = []
        for index, word in enumerate(words):
            numbers, case = self._pieces.of(word)
            if len(ids) + len(numbers) + 1 > MAX_PIECES:
                break
            begins.append(len(ids))
            ids += numbers
            cases += [case] * len(numbers)
            if index in ends:
                ids.append(self._pieces.paragraph)
                cases.append(PARAGRAPH)
            upto.append(len(ids))
        return np.array(ids, np.int64), np.array(cases, np.int64), begins, upto


def _open_arcs(sentence_of: np.ndarray) -> np.ndarray:
    """(words, words + 1): 0 where an arc may lead, column 0 the root; CLOSED elsewhere."""
    import numpy as np

    count = len(sentence_of)
    mask = np.zeros((count, count + 1), np.float32)
    mask[:, 1:] = np.where(
        sentence_of[:, None] == sentence_of[None], np.float32(0), np.float32(CLOSED)
    )
    mask[np.arange(count), np.arange(count) + 1] = CLOSED
    return mask


@functools.lru_cache(maxsize=1)
def _loaded(folder: Path, stamp: tuple[int, ...]) -> Network:
    del stamp  # part of the key: a file that changed is checked and loaded anew
    net, vocabulary = (folder / f"{NAME}{end}" for end in (".onnx", ".vocabulary.txt"))
    try:
        import numpy  # noqa: F401
        from onnxruntime.capi import onnxruntime_pybind11_state as runtime
    except ImportError as error:
        raise ModelError(
            f"articles cannot be read: {error}; install the package again with what it needs"
        ) from None
    try:
        listed = (folder / f"{NAME}.sha256").read_text(encoding="ascii").split()
        contents = {path.name: path.read_bytes() for path in (net, vocabulary)}
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"the network's files cannot be read: {error}; install the package again to mend it"
        ) from None
    expected = dict(zip(listed[1::2], listed[::2], strict=False))
    for name, raw in contents.items():
        if hashlib.sha256(raw).hexdigest() != expected.get(name):
            raise ModelError(
                f"the network's file {name} is damaged (its sha256 is not the one in "
                f"{NAME}.sha256); install the package again to mend it"
            )
    pieces = contents[vocabulary.name].decode("utf-8").rstrip("\n").split("\n")
    refusals = (
        runtime.Fail, runtime.InvalidArgument, runtime.InvalidGraph, runtime.InvalidProtobuf,
        runtime.NotImplemented, runtime.RuntimeException,
    )  # fmt: skip
    try:
        return Network(contents[net.name], pieces)
    except refusals:
        raise ModelError(
            "the installed onnxruntime cannot read the network; update it to 1.18 or later"
        ) from None


def shipped_network(folder: Path | None = None) -> Network:
    """The network, loaded at the first call and kept; ``ModelError`` in one line otherwise."""
    folder = MODELS if folder is None else folder
    stamp: list[int] = []
    for end in (".onnx", ".vocabulary.txt", ".sha256"):
        path = folder / f"{NAME}{end}"
        try:
            facts = path.stat()
        except OSError:
            raise ModelError(
                f"the network's file {path.name} is missing from {folder.name}/; "
                "install the package again to get it back"
            ) from None
        stamp += [facts.st_mtime_ns, facts.st_size]
    return _loaded(folder, tuple(stamp))
