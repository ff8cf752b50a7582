"""The mean of two trained networks, weight by weight: ``python -m training.mean NEW --out DIR``.

Two trainings that began with the same encoder lie close enough together that the mean of their
weights is better than either on what each was weak at, for no cost at reading ("model soups",
Wortsman and others, ICML 2022). ``version2.onnx`` is the network that was shipped as version 2,
trained by this package on 200 of our own articles, each read once in a pass.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, numpy_helper

from .shipping import LEVELS, NAME, write_files

EARLIER = Path(__file__).with_name("version2.onnx")


def mean(first: Path, second: Path, version: str) -> ModelProto:
    """A network like the second's, its weights halfway between the two; 8 bits where theirs are.

    Raises ValueError where the two differ in anything but weights.
    """
    earlier, later = onnx.load(first), onnx.load(second)
    if [n.SerializeToString() for n in earlier.graph.node] != [
        n.SerializeToString() for n in later.graph.node
    ]:
        raise ValueError(f"{first} and {second} are not one network with two sets of weights")
    old, new = (_arrays(one) for one in (earlier, later))
    halfway = {name: _halfway(name, old, new) for name in new if not name.endswith(".scale")}
    for name, array in list(halfway.items()):
        if new[name].dtype == np.int8:
            scale = f"{name.removesuffix('.weight')}.scale"
            halfway[name], halfway[scale] = _small(array, new[scale].shape)
    for constant in later.graph.initializer:
        constant.CopyFrom(numpy_helper.from_array(halfway[constant.name], constant.name))
    facts, known = ({p.key: p.value for p in one.metadata_props} for one in (later, earlier))
    for name, value in facts.items():
        if name in ("steps", "opening"):
            both = np.array([json.loads(value), json.loads(known[name])])
            facts[name] = json.dumps(both.mean(0).round(5).tolist())
        elif name != "version" and value != known[name]:
            raise ValueError(f"{first} and {second} name their {name} differently")
    onnx.helper.set_model_props(later, {**facts, "version": version})
    onnx.checker.check_model(later)
    return later


def _arrays(network: ModelProto) -> dict[str, np.ndarray]:
    return {c.name: numpy_helper.to_array(c) for c in network.graph.initializer}


def _halfway(name: str, old: dict[str, np.ndarray], new: dict[str, np.ndarray]) -> np.ndarray:
    if new[name].dtype == np.int64:
        return new[name]
    scale = f"{name.removesuffix('.weight')}.scale"
    both = [
        one[name].astype(np.float64) * (one[scale] if one[name].dtype == np.int8 else 1)
        for one in (old, new)
    ]
    return ((both[0] + both[1]) / 2).astype(new[name].dtype if new[name].dtype != np.int8 else "f8")


def _small(weight: np.ndarray, scales: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """8 bits and the scales of rows (an embedding's) or columns (a matrix's)."""
    along = 1 if len(scales) == 2 else 0
    scale = np.abs(weight).max(along, keepdims=len(scales) == 2) / LEVELS
    scale = np.maximum(scale, 1e-12)
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("new", type=Path, help="folder of the network trained now")
    parser.add_argument("--out", type=Path, default=Path("src/helpers/models"))
    parser.add_argument("--version", default="3")
    options = parser.parse_args()
    network = mean(EARLIER, options.new / f"{NAME}.onnx", options.version)
    write_files(network, options.new, f"{NAME}.", options.out)


if __name__ == "__main__":
    main()
