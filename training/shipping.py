"""The files of a trained network, as they are shipped beside the code that reads them."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import onnx

NAME = "language"
LEVELS = 127
"""Largest 8-bit weight."""


def write_files(network: onnx.ModelProto, beside: Path, before: str, out: Path) -> None:
    """The net with the vocabulary and lemmas of the folder ``beside``, and the sha256 of both.

    ``before`` is what the names of the files in that folder begin with.
    """
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(network, out / f"{NAME}.onnx")
    for name in ("vocabulary.txt", "lemmas.tsv"):
        shutil.copyfile(beside / f"{before}{name}", out / f"{NAME}.{name}")
    lines = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n"
        for name in (f"{NAME}.onnx", f"{NAME}.vocabulary.txt")
    ]
    (out / f"{NAME}.sha256").write_text("".join(lines), encoding="ascii")
