"""A button that brings along what stands in the fields of its form.

JupyterLab hands the first event of each control to the kernel's main thread and all later ones to
another. So a press may overtake what was typed before it, and an article be read without its date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

STATIC = Path(__file__).parent / "static"


class Submit(anywidget.AnyWidget):
    """``on_press`` is called with a value for each of the ``fields``, as the page has them.

    A field is a widget and the trait that holds its value; of a file come name and size. Pressed
    from Python, by :meth:`click`, there are no values: the fields' own hold.
    """

    _esm = STATIC / "submit.js"

    label = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool().tag(sync=True)
    fields = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        label: str,
        fields: Mapping[str, tuple[ipywidgets.Widget, str]],
        on_press: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self._on_press = on_press
        ids = {name: [widget.model_id, trait] for name, (widget, trait) in fields.items()}
        super().__init__(label=label, fields=ids)
        self.on_msg(self._told)

    def click(self) -> None:
        """Press it from Python."""
        self._on_press({})

    def _told(self, _widget: anywidget.AnyWidget, content: object, _buffers: list) -> None:
        values = content.get("pressed") if isinstance(content, dict) else None
        if isinstance(values, dict):
            self._on_press({name: values[name] for name in self.fields if name in values})

    def __repr__(self) -> str:
        return f"<Submit {self.label!r}>"
