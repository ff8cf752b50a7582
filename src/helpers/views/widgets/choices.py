"""A group of checkboxes: one control for a set of words, with how many rows each would keep."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class Choices(anywidget.AnyWidget):
    """Checkboxes under one label; ``value`` is the tuple of words ticked, in their order.

    ``options`` are (word, as shown, count or None). A word that is no option is refused.
    ``counts``, once set, are those of now: a word with 0 cannot be ticked in the page.
    """

    _esm = STATIC / "choices.js"

    label = traitlets.Unicode().tag(sync=True)
    options: traitlets.List = traitlets.List().tag(sync=True)
    counts: traitlets.List = traitlets.List().tag(sync=True)
    value = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self, label: str, options: Iterable[tuple[str, str, int | None]], **values: Any
    ) -> None:
        super().__init__(label=label, options=[list(option) for option in options], **values)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may be ticked."""
        return tuple(option[0] for option in self.options)

    @traitlets.validate("value")
    def _in_order(self, proposal: dict) -> list[str]:
        unknown = set(proposal["value"]) - set(self.words)
        if unknown:
            raise traitlets.TraitError(
                f"{self.label}: no option is {min(unknown)!r}; options are {', '.join(self.words)}"
            )
        return [word for word in self.words if word in proposal["value"]]

    def __repr__(self) -> str:
        return f"<Choices {self.label!r}: {', '.join(self.value) or 'none ticked'}>"
