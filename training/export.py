"""Trained weights → one int8 ONNX file, its vocabulary and their hashes.

The graph is written node by node: plain operations of opset 17, one window at a time (no
batch, no padding, no mask). Weight matrices are int8 by column and multiplied with
activations quantised on the fly; each embedding row has a scale of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .model import HEADS, LAYERS, POINTER, POINTERS, WIDTH, Tagger, allowed_steps

NAME = "attribution"
SIZE = WIDTH // HEADS
LEVELS = 63
"""Largest weight: 7 bits, so that no processor's 16-bit sums overflow; 8 bits score no better."""


class Graph:
    """Nodes and constants in the order they are written."""

    def __init__(self, int8: bool):
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.int8 = int8

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

    def quantised(self, x: str) -> tuple[str, str, str]:
        """``x`` as uint8, its scale and zero point."""
        outs = [f"{x}_q", f"{x}_scale", f"{x}_zero"]
        if not any(node.output[0] == outs[0] for node in self.nodes):
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], outs, f"{x}_quantise"))
        return outs[0], outs[1], outs[2]

    def linear(self, name: str, x: str, weight: torch.Tensor, bias: torch.Tensor) -> str:
        """``x @ weight.T + bias``, in int8 if the graph is."""
        matrix = weight.detach().double().numpy().T
        if self.int8:
            scale = np.abs(matrix).max(0) / LEVELS
            small = np.rint(matrix / scale).astype(np.int8)
            q, q_scale, zero = self.quantised(x)
            product = self.add(
                "MatMulInteger",
                q,
                self.constant(f"{name}.weight", small),
                zero,
                self.constant("int8_zero", np.array(0, np.int8)),
            )
            product = self.add("Cast", product, to=TensorProto.FLOAT)
            both = self.add(
                "Mul", q_scale, self.constant(f"{name}.scale", scale.astype(np.float32))
            )
            product = self.add("Mul", product, both)
        else:
            product = self.add(
                "MatMul", x, self.constant(f"{name}.weight", matrix.astype(np.float32))
            )
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
        """Rows of an embedding table; in int8 each has its own scale."""
        table = table.detach().numpy()
        if not self.int8:
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


def build(model: Tagger, version: str, int8: bool = True) -> onnx.ModelProto:
    """The tagger as an ONNX model: ids, cases, firsts → scores, points (chances)."""
    g = Graph(int8)
    places = g.constant("positions", model.positions.weight.detach().numpy())
    places = g.add("Slice", places, g.ints(0), g.add("Shape", "ids"), g.ints(0))
    x = g.add("Add", g.rows("words", model.words.weight, "ids"), places)
    cases = g.constant("cases_table", model.cases.weight.detach().numpy())
    x = g.add("Add", x, g.add("Gather", cases, "cases"))
    x = g.norm("norm", x, model.norm)
    rows = x
    for number, layer in enumerate(model.layers):
        if number == LAYERS - 1:
            # The last layer is needed at the words' first pieces and at the frame alone.
            wanted = g.add("Concat", g.ints(0), "firsts", axis=0)
            rows = g.add("Gather", x, wanted)
        x = rows = transformer_layer(g, f"layer{number}", x, rows, layer)
    states = g.add("Slice", rows, g.ints(1), g.ints(2**31), g.ints(0))
    g.int8 = False  # small, and spans hang on it: kept in float
    g.add("Identity", g.linear("tags", states, model.tags.weight, model.tags.bias), out="scores")
    g.int8 = int8
    half = POINTER**-0.5
    asks = g.linear("asks", states, model.asks.weight * half, model.asks.bias * half)
    answers = g.linear("answers", rows, model.answers.weight, model.answers.bias)
    shape = g.ints(0, len(POINTERS), POINTER)
    asks = g.add("Transpose", g.add("Reshape", asks, shape), perm=[1, 0, 2])
    answers = g.add("Transpose", g.add("Reshape", answers, shape), perm=[1, 2, 0])
    g.add("Softmax", g.add("MatMul", asks, answers), out="points", axis=-1)
    graph = helper.make_graph(
        g.nodes,
        NAME,
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["pieces"]),
            helper.make_tensor_value_info("cases", TensorProto.INT64, ["pieces"]),
            helper.make_tensor_value_info("firsts", TensorProto.INT64, ["words"]),
        ],
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["words", 7]),
            helper.make_tensor_value_info("points", TensorProto.FLOAT, [3, "words", "targets"]),
        ],
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
        },
    )
    onnx.checker.check_model(whole)
    return whole


def export(trained: Path, out: Path, version: str, int8: bool = True) -> None:
    """Writes the net, its vocabulary and their sha256 into ``out``."""
    vocabulary = (trained / "vocabulary.txt").read_bytes()
    model = Tagger(len(vocabulary.decode("utf-8").rstrip("\n").split("\n")))
    model.load_state_dict(torch.load(trained / "tagger.pt", weights_only=True))
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(model, version, int8), out / f"{NAME}.onnx")
    shutil.copyfile(trained / "vocabulary.txt", out / f"{NAME}.vocabulary.txt")
    lines = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n"
        for name in (f"{NAME}.onnx", f"{NAME}.vocabulary.txt")
    ]
    (out / f"{NAME}.sha256").write_text("".join(lines), encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, default=Path("build/tagger"))
    parser.add_argument("--out", type=Path, default=Path("src/helpers/models"))
    parser.add_argument("--version", default="1")
    parser.add_argument("--float", action="store_true", help="without int8, to compare")
    options = parser.parse_args()
    export(options.trained, options.out, options.version, not options.float)


if __name__ == "__main__":
    main()
