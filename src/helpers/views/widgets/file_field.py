"""One file chosen in the browser; that of ipywidgets shows no name, and none too large is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"

MAX_BYTES = 10_000_000
"""Largest file that reaches the kernel: a server of Jupyter cuts the line at 10 MiB a message."""


class FileField(anywidget.AnyWidget):
    """A native file control; ``file`` is ``{"name": …, "data": …}``, or empty where none is chosen.

    The browser refuses a file of more than ``max_bytes`` itself, in words that end in ``advice``.
    """

    _esm = STATIC / "file_field.js"

    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    max_bytes = traitlets.Int(MAX_BYTES).tag(sync=True)
    advice = traitlets.Unicode().tag(sync=True)
    file = traitlets.Dict().tag(sync=True, echo_update=False)

    def __init__(self, label: str, accept: Iterable[str] = (), **values: Any) -> None:
        super().__init__(label=label, accept=",".join(accept), **values)

    @traitlets.validate("file")
    def _name_and_bytes(self, proposal: dict) -> dict:
        found = proposal["value"]
        if not found:
            return {}
        name, data = found.get("name"), found.get("data")
        # A page can send anything: bytes(10**10) would ask for as much memory.
        if not isinstance(name, str) or not isinstance(data, bytes | bytearray | memoryview):
            raise traitlets.TraitError(f"{self.label}: a file is its name and its bytes")
        return {"name": name, "data": bytes(data)}

    def __repr__(self) -> str:
        return f"<FileField {self.label!r}: {'one file' if self.file else 'no file'}>"
