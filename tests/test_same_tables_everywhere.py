"""The same tables on every processor: the net's file read by a second, independent evaluator.

ONNX's own reference evaluator adds in another order than the runtime and uses none of its vector
units, so it stands for a processor of another make. It is slow (a second for each window), hence
few and short texts.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest
from onnx import load_from_string
from onnx.reference import ReferenceEvaluator

from helpers import load_article, tables_of
from helpers.language import reading
from helpers.language.net.network import MODELS, NAME, Network
from helpers.measuring.gold import DATA
from helpers.schema import TABLES

ARTICLES = (
    "articles/moscow-times-2022-03-29.txt",
    "reports/lomar-camps-budget.txt",
    "reports/ortaga-earthquake.txt",
    "flood_week/3-wednesday-wire.txt",
    "flood_week/4-wednesday-gazette.txt",
)
FARTHEST = 0.0001  # what the issue allows
DECIDED = {"head", "relation", "xpos"}  # in the net itself: numbers of words and names


@functools.lru_cache(maxsize=1)
def net() -> bytes:
    return (MODELS / f"{NAME}.onnx").read_bytes()


@functools.lru_cache(maxsize=1)
def by_the_second() -> tuple[Network, list[dict[str, float]]]:
    """The network on the second evaluator, and for each window how far its outputs lie apart."""
    words = (MODELS / f"{NAME}.vocabulary.txt").read_text("utf-8")
    network = Network(net(), words.rstrip("\n").split("\n"))
    second = ReferenceEvaluator(load_from_string(net()))
    first = network.evaluate
    apart: list[dict[str, float]] = []

    def evaluate(inputs):
        ours = first(inputs)
        theirs = dict(zip(second.output_names, second.run(None, dict(inputs)), strict=True))
        assert ours.keys() == theirs.keys()
        apart.append({name: float(np.abs(ours[name] - theirs[name]).max()) for name in ours})
        return theirs

    network.evaluate = evaluate
    return network, apart


@pytest.mark.parametrize("name", ARTICLES)
def test_a_second_evaluator_gives_the_same_scores_and_the_same_bytes(name, monkeypatch):
    article = load_article(DATA / name)
    expected = tables_of(article)
    second, apart = by_the_second()
    apart.clear()
    monkeypatch.setattr(reading, "shipped_network", lambda: second)
    found = tables_of(article)
    assert apart, "the second evaluator was not asked"
    for window in apart:
        assert window.keys() > DECIDED
        assert all(window[output] == 0 for output in DECIDED), window
        assert max(window.values()) < FARTHEST, window
    for table in TABLES:
        assert getattr(found, table).to_csv() == getattr(expected, table).to_csv(), table


def test_the_file_holds_its_weights_in_eight_bits_and_computes_in_fp32():
    kinds = {node.op_type for node in load_from_string(net()).graph.node}
    assert not {kind for kind in kinds if "Integer" in kind or "Quantize" in kind}
    assert len(net()) < 20_000_000
