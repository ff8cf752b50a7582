"""A row of buttons of which one is pressed; that of ipywidgets tells no screen reader which."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class Switch(anywidget.AnyWidget):
    """Buttons under one label for a screen reader; ``value`` is the word of the one pressed.

    ``options`` are (word, as shown). A word that is no option is refused.
    """

    _esm = STATIC / "switch.js"

    label = traitlets.Unicode().tag(sync=True)
    options: traitlets.List = traitlets.List().tag(sync=True)
    value = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, options: Iterable[tuple[str, str]], **values: Any) -> None:
        pairs = [list(option) for option in options]
        super().__init__(label=label, options=pairs, **{"value": pairs[0][0], **values})

    @traitlets.validate("value")
    def _one_of_them(self, proposal: dict) -> str:
        words = [option[0] for option in self.options]
        if proposal["value"] not in words:
            raise traitlets.TraitError(
                f"{self.label}: no option is {proposal['value']!r}; options are {', '.join(words)}"
            )
        return proposal["value"]

    def __repr__(self) -> str:
        return f"<Switch {self.label!r}: {self.value}>"
