"""The keys of a person who corrects: c confirm, x reject, e edit, n next, u undo.

JupyterLab may hand two events to two threads, and a busy kernel gets only the newest state of a
widget. So the page numbers its acts and sends all that have not been answered yet, in order.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

STATIC = Path(__file__).parent / "static"


class ReviewKeys(anywidget.AnyWidget):
    """Buttons, their keys (for the whole box it stands in) and the form to edit a column.

    ``acts`` are ``[n, act, row, field, value]`` not answered yet; ``done`` is the last n that was.
    ``row`` is null where the page did not know what was picked. ``rows`` are those to check;
    ``fields`` tells the form what
    each column takes, ``now`` what the picked row says.
    """

    _esm = STATIC / "review_keys.js"

    acts: traitlets.List = traitlets.List().tag(sync=True)
    done = traitlets.Int(0).tag(sync=True)
    rows: traitlets.List = traitlets.List().tag(sync=True)
    fields = traitlets.Dict().tag(sync=True)
    now = traitlets.Dict().tag(sync=True)
    progress = traitlets.Unicode().tag(sync=True)
    panes = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, panes: ipywidgets.DOMWidget, rows: list[str], fields: dict[str, Any]
    ) -> None:
        super().__init__(panes=panes.model_id, rows=rows, fields=fields)

    def __repr__(self) -> str:
        return f"<ReviewKeys: {self.done} acts done>"
