"""A button that hands bytes to the browser as a file, without a server or a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .board import told_error

STATIC = Path(__file__).parent / "static"


class Download(anywidget.AnyWidget):
    """Saves ``data`` under ``filename`` where the browser keeps its downloads.

    Without data, ``make`` is called at the first press, so that nobody waits for a file that
    nobody wants. What it raises stands beside the button.
    """

    _esm = STATIC / "download.js"

    label = traitlets.Unicode().tag(sync=True)
    filename = traitlets.Unicode().tag(sync=True)
    data = traitlets.Bytes().tag(sync=True, echo_update=False)
    disabled = traitlets.Bool().tag(sync=True)

    def __init__(
        self,
        label: str,
        filename: str,
        data: bytes = b"",
        *,
        make: Callable[[], bytes] | None = None,
        **values: Any,
    ) -> None:
        self._make = make
        super().__init__(label=label, filename=filename, data=data, **values)
        self.on_msg(self._asked)

    def press(self) -> bytes:
        """The bytes that a press saves, made now where they were not made before."""
        if not self.data and self._make is not None:
            self.data = self._make()
        return self.data

    def _asked(self, _widget: anywidget.AnyWidget, content: object, _buffers: list) -> None:
        if content != "make":
            return
        try:
            self.press()
        except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
            self.send({"refused": told_error(error)})
        else:
            self.send({"made": len(self.data)})

    def __repr__(self) -> str:
        return f"<Download {self.filename!r}: {len(self.data):,} bytes>"
