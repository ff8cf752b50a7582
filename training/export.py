"""Trained weights → one ONNX file with 8-bit weights, its vocabulary and their hashes.

The graph is written node by node: plain operations of opset 17, one window at a time (no
batch, no padding, no mask). Weights lie in 8 bits in the file, with a scale for each column of
a matrix and for each row of an embedding; they are widened to fp32 once, when the net is
loaded, and all arithmetic is fp32. Activations in 8 bits would be faster, but a last-bit
difference between two processors' vector units tips one of them over a rounding edge, the next
layers tip more, and the scores of one text differ by up to 0.3 between two machines.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .model import (
    ARC,
    BUCKETS,
    CHAIN,
    HEADS,
    LABEL,
    LAYERS,
    MIXED,
    POINTER,
    POINTERS,
    WIDTH,
    Network,
    allowed_steps,
)
from .shipping import LEVELS, NAME, write_files
from .treebanks import ENTITIES, UPOS

SIZE = WIDTH // HEADS


class Graph:
    """Nodes and constants in the order they are written."""

    def __init__(self, small: bool):
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.small = small

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def ints(self, *values: int) -> str:
        return self.constant("i_" + "_".join(map(str, values)), np.array(values, np.int64))

    def number(self, value: float) -> str:
        return self.constant(f"f_{value!r}", np.array(value, np.float32))

    def add(self, kind: str, *inputs: str, out: str = "", **options) -> str:
        out = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], out, **options))
        return out

    def matrix(self, name: str, weight: np.ndarray) -> str:
        """A weight matrix; in 8 bits each column has its own scale, undone when loaded."""
        if not self.small:
            return self.constant(f"{name}.weight", weight.astype(np.float32))
        scale = np.abs(weight).max(0) / LEVELS
        small = np.rint(weight / scale).astype(np.int8)
        return self.widened(f"{name}.weight", small, f"{name}.scale", scale.astype(np.float32))

    def widened(self, name: str, small: np.ndarray, scale_name: str, scale: np.ndarray) -> str:
        """fp32 from 8 bits: two nodes over constants, which the runtime folds at loading."""
        wide = self.add("Cast", self.constant(name, small), to=TensorProto.FLOAT)
        return self.add("Mul", wide, self.constant(scale_name, scale))

    def linear(self, name: str, x: str, weight: torch.Tensor, bias: torch.Tensor) -> str:
        """``x @ weight.T + bias``."""
        product = self.add("MatMul", x, self.matrix(name, weight.detach().double().numpy().T))
        return self.add("Add", product, self.constant(f"{name}.bias", bias.detach().numpy()))

    def norm(self, name: str, x: str, layer: torch.nn.LayerNorm) -> str:
        return self.add(
            "LayerNormalization",
            x,
            self.constant(f"{name}.weight", layer.weight.detach().numpy()),
            self.constant(f"{name}.bias", layer.bias.detach().numpy()),
            epsilon=1e-12,
        )

    def rows(self, name: str, table: torch.Tensor, index: str) -> str:
        """Rows of an embedding table; in 8 bits each has its own scale."""
        table = table.detach().numpy()
        if not self.small:
            return self.add("Gather", self.constant(name, table), index)
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-12) / 127.0
        small = np.rint(table / scale).astype(np.int8)
        found = self.add("Gather", self.constant(name, small), index)
        found = self.add("Cast", found, to=TensorProto.FLOAT)
        scales = self.constant(f"{name}.scale", scale.astype(np.float32))
        return self.add("Mul", found, self.add("Gather", scales, index))


def transformer_layer(g: Graph, name: str, x: str, rows: str, layer: torch.nn.Module) -> str:
    """The layer's output at ``rows``, which look at all of ``x``."""
    weight, bias = layer.qkv.weight.clone(), layer.qkv.bias.clone()
    weight[:WIDTH] *= SIZE**-0.5
    bias[:WIDTH] *= SIZE**-0.5
    q, k, v = f"{name}.q", f"{name}.k", f"{name}.v"
    if rows == x:
        qkv = g.linear(f"{name}.qkv", x, weight, bias)
        names = [q, k, v]
    else:
        g.add("Identity", g.linear(f"{name}.ask", rows, weight[:WIDTH], bias[:WIDTH]), out=q)
        qkv = g.linear(f"{name}.kv", x, weight[WIDTH:], bias[WIDTH:])
        names = [k, v]
    sizes = g.ints(*[WIDTH] * len(names))
    g.nodes.append(helper.make_node("Split", [qkv, sizes], names, f"{name}.split", axis=1))
    heads = [g.add("Reshape", one, g.ints(0, HEADS, SIZE)) for one in (q, k, v)]
    asks = g.add("Transpose", heads[0], perm=[1, 0, 2])
    keys = g.add("Transpose", heads[1], perm=[1, 2, 0])
    values = g.add("Transpose", heads[2], perm=[1, 0, 2])
    weights = g.add("Softmax", g.add("MatMul", asks, keys), axis=-1)
    seen = g.add("Transpose", g.add("MatMul", weights, values), perm=[1, 0, 2])
    seen = g.add("Reshape", seen, g.ints(0, WIDTH))
    seen = g.linear(f"{name}.out", seen, layer.out.weight, layer.out.bias)
    rows = g.norm(f"{name}.norm1", g.add("Add", rows, seen), layer.norm1)
    inner = g.linear(f"{name}.up", rows, layer.up.weight, layer.up.bias)
    bent = g.add("Erf", g.add("Div", inner, g.number(2.0**0.5)))
    inner = g.add("Mul", inner, g.add("Add", bent, g.number(1.0)))
    inner = g.add("Mul", inner, g.number(0.5))
    inner = g.linear(f"{name}.down", inner, layer.down.weight, layer.down.bias)
    return g.norm(f"{name}.norm2", g.add("Add", rows, inner), layer.norm2)


def build(model: Network, version: str, facts: dict[str, list[str]], small: bool = True):
    """The network as an ONNX model: a window's ids, cases, firsts and mask → what is read off it.

    ``mask`` (words, words + 1) is 0 where an arc may lead and -10,000 elsewhere: sentences are cut
    by the caller. ``facts`` names the finer parts of speech and the relations.
    """
    g = Graph(small)
    places = g.constant("positions", model.positions.weight.detach().numpy())
    places = g.add("Slice", places, g.ints(0), g.add("Shape", "ids"), g.ints(0))
    pieces = g.rows("words", model.words.weight, "ids")
    x = g.add("Add", pieces, places)
    cases = g.constant("cases_table", model.cases.weight.detach().numpy())
    x = g.add("Add", x, g.add("Gather", cases, "cases"))
    x = g.norm("norm", x, model.norm)
    # The last layer is needed at the words' first pieces and at the frame alone.
    wanted = g.add("Concat", g.ints(0), "firsts", axis=0)
    rows, states = x, []
    for number, layer in enumerate(model.layers):
        if number == LAYERS - 1:
            rows = g.add("Gather", x, wanted)
        x = rows = transformer_layer(g, f"layer{number}", x, rows, layer)
        states.append(x)
    _roles(g, model, rows)
    _grammar(g, model, _mixed(g, model, states, wanted, 0))
    _meaning(g, model, _words(g, _mixed(g, model, states, wanted, 1), out="states"))
    g.add("Gather", pieces, "firsts", out="forms")
    float32, int64 = TensorProto.FLOAT, TensorProto.INT64
    outputs = {
        "scores": (float32, ["words", 7]),
        "points": (float32, [3, "words", "targets"]),
        "upos": (float32, ["words", len(UPOS)]),
        "xpos": (int64, ["words"]),
        "head": (int64, ["words"]),
        "arc": (float32, ["words"]),
        "relation": (int64, ["words"]),
        "entity": (float32, ["words", len(ENTITIES)]),
        "chain_ask": (float32, ["words", CHAIN]),
        "chain_answer": (float32, ["words", CHAIN]),
        "chain_bias": (float32, ["words", BUCKETS + 2]),
        "states": (float32, ["words", WIDTH]),
        "forms": (float32, ["words", WIDTH]),
    }
    graph = helper.make_graph(
        g.nodes,
        NAME,
        [
            helper.make_tensor_value_info("ids", int64, ["pieces"]),
            helper.make_tensor_value_info("cases", int64, ["pieces"]),
            helper.make_tensor_value_info("firsts", int64, ["words"]),
            helper.make_tensor_value_info("mask", float32, ["words", "targets"]),
        ],
        [helper.make_tensor_value_info(n, kind, shape) for n, (kind, shape) in outputs.items()],
        list(g.constants.values()),
    )
    whole = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="training"
    )
    may_step, may_open = allowed_steps()
    rounded = lambda t: [round(float(v), 5) for v in t]  # noqa: E731
    helper.set_model_props(
        whole,
        {
            "version": version,
            "steps": json.dumps([rounded(row) for row in (model.steps.detach() + may_step)]),
            "opening": json.dumps(rounded(model.opening.detach() + may_open)),
            "upos": json.dumps(UPOS),
            "entities": json.dumps(ENTITIES),
            **{name: json.dumps(words) for name, words in facts.items()},
        },
    )
    onnx.checker.check_model(whole)
    return whole


def _words(g: Graph, rows: str, out: str = "") -> str:
    """The rows without the frame's."""
    return g.add("Slice", rows, g.ints(1), g.ints(2**31), g.ints(0), out=out)


def _mixed(g: Graph, model: Network, states: list[str], wanted: str, which: int) -> str:
    """The learned mix of the last layers, at the frame and the words."""
    weights = torch.softmax(model.mix.detach(), -1)[which].numpy()
    rows = [g.add("Gather", state, wanted) for state in states[-MIXED:-1]] + [states[-1]]
    total = ""
    for number, (row, weight) in enumerate(zip(rows, weights, strict=True)):
        share = g.constant(f"mix_{which}_{number}", np.array(weight, np.float32))
        part = g.add("Mul", row, share)
        total = g.add("Add", total, part) if total else part
    return total


def _joined(g: Graph, name: str, x: str, layers: dict[str, torch.nn.Linear]) -> None:
    """Several linear layers of one input as one product; each output bears its layer's name."""
    weight = torch.cat([layer.weight for layer in layers.values()])
    bias = torch.cat([layer.bias for layer in layers.values()])
    product = g.linear(name, x, weight, bias)
    sizes = g.ints(*[layer.out_features for layer in layers.values()])
    g.nodes.append(helper.make_node("Split", [product, sizes], list(layers), f"{name}_s", axis=1))


def _roles(g: Graph, model: Network, rows: str) -> None:
    states = _words(g, rows)
    small, g.small = g.small, False  # little, and spans hang on it: kept in full
    g.add("Identity", g.linear("tags", states, model.tags.weight, model.tags.bias), out="scores")
    g.small = small
    half = POINTER**-0.5
    asks = g.linear("asks", states, model.asks.weight * half, model.asks.bias * half)
    answers = g.linear("answers", rows, model.answers.weight, model.answers.bias)
    shape = g.ints(0, len(POINTERS), POINTER)
    asks = g.add("Transpose", g.add("Reshape", asks, shape), perm=[1, 0, 2])
    answers = g.add("Transpose", g.add("Reshape", answers, shape), perm=[1, 2, 0])
    g.add("Softmax", g.add("MatMul", asks, answers), out="points", axis=-1)


def _grammar(g: Graph, model: Network, rows: str) -> None:
    """Parts of speech, the likeliest head of each word with its chance, and the relation."""
    _joined(
        g,
        "grammar_words",
        _words(g, rows),
        {
            "upos": model.upos,
            "xpos_scores": model.xpos,
            "arc_from": model.arc_from,
            "label_from": model.label_from,
        },
    )
    _joined(g, "grammar_heads", rows, {"arc_to": model.arc_to, "label_to": model.label_to})
    g.add("ArgMax", "xpos_scores", out="xpos", axis=1, keepdims=0)
    small, g.small = g.small, False
    middle = g.linear(
        "arc_middle",
        g.add("Relu", "arc_from"),
        model.arc_middle.weight * ARC**-0.5,
        model.arc_middle.bias * ARC**-0.5,
    )
    to = g.add("Transpose", g.add("Relu", "arc_to"), perm=[1, 0])
    arcs = g.add("Softmax", g.add("Add", g.add("MatMul", middle, to), "mask"), axis=-1)
    g.add("ArgMax", arcs, out="head", axis=1, keepdims=0)
    g.add("ReduceMax", arcs, out="arc", axes=[1], keepdims=0)
    both = g.add("Add", "label_from", g.add("Gather", "label_to", "head"))
    labels = g.linear("label", g.add("Relu", both), model.label.weight, model.label.bias)
    g.add("ArgMax", labels, out="relation", axis=1, keepdims=0)
    g.small = small
    assert model.label.in_features == LABEL


def _meaning(g: Graph, model: Network, words: str) -> None:
    """Entity scores, and the vectors whose products tell antecedents."""
    ask = torch.nn.Linear(WIDTH, CHAIN)
    ask.weight = torch.nn.Parameter(model.chain_ask.weight * CHAIN**-0.5)
    ask.bias = torch.nn.Parameter(model.chain_ask.bias * CHAIN**-0.5)
    _joined(
        g,
        "meaning",
        words,
        {
            "entity": model.entity,
            "chain_ask": ask,
            "chain_answer": model.chain_answer,
            "chain_bias": model.chain_bias,
        },
    )


def load_trained(trained: Path) -> tuple[Network, dict[str, list[str]]]:
    """The trained network and the names of its labels, from the folder of float weights."""
    vocabulary = (trained / "vocabulary.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    facts = json.loads((trained / "labels.json").read_text(encoding="utf-8"))
    model = Network(len(vocabulary), len(facts["xpos"]), len(facts["relations"]))
    model.load_state_dict(torch.load(trained / "network.pt", weights_only=True))
    model.eval()
    return model, facts


def export(trained: Path, out: Path, version: str, small: bool = True) -> None:
    """Writes the net, its vocabulary and their sha256 into ``out``."""
    model, facts = load_trained(trained)
    write_files(build(model, version, facts, small), trained, "", out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, default=Path("build/network"))
    parser.add_argument("--out", type=Path, default=Path("src/helpers/models"))
    parser.add_argument("--version", default="3")
    parser.add_argument("--float", action="store_true", help="without 8-bit weights, to compare")
    options = parser.parse_args()
    export(options.trained, options.out, options.version, not options.float)


if __name__ == "__main__":
    main()
