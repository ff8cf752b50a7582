"""The shipped net: found, checked against its hash, loaded once, run window by window.

The same text gets the same tables on every processor. The net computes in fp32, where two
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
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ModelError
from .limits import MAX_PIECES, TooLong
from .windows import cut_windows
from .words import FRAME, PARAGRAPH, Pieces

if TYPE_CHECKING:
    import numpy as np

    from .decoding import Linked

    Evaluator = Callable[[Mapping[str, np.ndarray]], Sequence[np.ndarray]]

MODELS = Path(__file__).resolve().parent.parent / "models"
NAME = "attribution"
"""Beside ``attribution.onnx``: ``.vocabulary.txt`` (one piece a line), ``.sha256`` (of both)."""


class Model:
    """The net and all that reading with it needs; runs on one thread, always alike.

    ``evaluate`` computes scores and points of one window from its ids, cases and firsts; by
    default onnxruntime does.
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
        self.version = facts["version"]
        self._steps = np.array(json.loads(facts["steps"]))
        self._opening = np.array(json.loads(facts["opening"]))
        self._pieces = Pieces(vocabulary)
        self._evaluate: Evaluator = evaluate or (lambda inputs: session.run(None, inputs))

    def read(self, words: Sequence[str], ends: set[int], sentences: Sequence[int]) -> list[Linked]:
        """Attributions in words (:class:`~helpers.tagger.decoding.Linked`), in text order.

        ``ends`` are the paragraphs' last words, ``sentences`` the sentences' first ones.
        """
        import numpy as np

        from .decoding import Reading, best_tags, link, pulled

        pieces = self._pieces
        ids: list[int] = []
        cases: list[int] = []
        begins: list[int] = []
        upto: list[int] = []
        for index, word in enumerate(words):
            numbers, case = pieces.of(word)
            begins.append(len(ids))
            ids += numbers
            cases += [case] * len(numbers)
            if index in ends:
                ids.append(pieces.paragraph)
                cases.append(PARAGRAPH)
            upto.append(len(ids))
            if len(ids) > MAX_PIECES:
                raise TooLong(
                    f"the article falls into more than the {MAX_PIECES:,} word pieces that the "
                    "tagger reads; the rules take over"
                )
        all_ids = np.array(ids, dtype=np.int64)
        all_cases = np.array(cases, dtype=np.int64)
        places = np.array(begins, dtype=np.int64)
        readings = []
        parts = []
        for window in cut_windows(upto, sentences):
            low, high = begins[window.start], upto[window.end - 1]
            framed = np.empty((2, high - low + 2), dtype=np.int64)
            framed[0, 0], framed[0, -1] = pieces.start, pieces.end
            framed[1, 0] = framed[1, -1] = FRAME
            framed[0, 1:-1] = all_ids[low:high]
            framed[1, 1:-1] = all_cases[low:high]
            firsts = places[window.start : window.end] - low + 1
            scores, points = self._evaluate(
                {"ids": framed[0], "cases": framed[1], "firsts": firsts}
            )
            own = slice(window.first - window.start, window.last - window.start)
            parts.append(scores[own].astype(np.float64))
            mine = points[:, own].astype(np.float64)
            readings.append(Reading(window.start, window.end, window.first, mine))
        scores = pulled(np.concatenate(parts), readings)
        paragraphs = [0, *sorted(end + 1 for end in ends if end + 1 < len(words))]
        tags = best_tags(scores, paragraphs, self._steps, self._opening)
        return link(scores, tags, readings)


@functools.lru_cache(maxsize=1)
def _loaded(folder: Path, stamp: tuple[int, ...]) -> Model:
    del stamp  # part of the key: a file that changed is checked and loaded anew
    net, vocabulary = (folder / f"{NAME}{end}" for end in (".onnx", ".vocabulary.txt"))
    try:
        import numpy  # noqa: F401
        from onnxruntime.capi import onnxruntime_pybind11_state as runtime
    except ImportError as error:
        raise ModelError(f"the tagger cannot run: {error}; the rules take over") from None
    try:
        listed = (folder / f"{NAME}.sha256").read_text(encoding="ascii").split()
        contents = {path.name: path.read_bytes() for path in (net, vocabulary)}
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"the tagger's files cannot be read: {error}; the rules take over"
        ) from None
    expected = dict(zip(listed[1::2], listed[::2], strict=False))
    for name, raw in contents.items():
        if hashlib.sha256(raw).hexdigest() != expected.get(name):
            raise ModelError(
                f"the tagger's file {name} is damaged (its sha256 is not the one in "
                f"{NAME}.sha256); the rules take over; install the package again to mend it"
            )
    pieces = contents[vocabulary.name].decode("utf-8").rstrip("\n").split("\n")
    try:
        return Model(contents[net.name], pieces)
    except (runtime.Fail, runtime.InvalidGraph, runtime.InvalidProtobuf, runtime.NotImplemented):
        raise ModelError(
            "the installed onnxruntime cannot read the tagger's model; the rules take over; "
            "update onnxruntime to 1.18 or later"
        ) from None


def shipped_model(folder: Path | None = None) -> Model:
    """The model, loaded at the first call and kept; ``ModelError`` in one line otherwise."""
    folder = MODELS if folder is None else folder
    stamp: list[int] = []
    for end in (".onnx", ".vocabulary.txt", ".sha256"):
        path = folder / f"{NAME}{end}"
        try:
            facts = path.stat()
        except OSError:
            raise ModelError(
                f"the tagger's file {path.name} is missing from {folder.name}/; "
                "the rules take over; install the package again to get it back"
            ) from None
        stamp += [facts.st_mtime_ns, facts.st_size]
    return _loaded(folder, tuple(stamp))
