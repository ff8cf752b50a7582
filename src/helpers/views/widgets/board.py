"""What all boards have in common: one frozen state, controls that replace it, one refresh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

import ipywidgets as widgets

from ...errors import HelpersError
from ...escaping import escaped
from .shortcuts import KeyGuard

#: Layout of a row of controls that wraps where the page is narrow.
CONTROL_ROW = {"flex_flow": "row wrap", "align_items": "center", "grid_gap": "4px 14px"}


@dataclass(frozen=True)
class Control:
    """A control of one field of the state: which trait of it holds the value, and how."""

    widget: widgets.Widget
    trait: str = "value"
    read: Callable[[Any], Any] = lambda shown: shown
    show: Callable[[Any], Any] = lambda value: value


class Board(widgets.VBox):
    """A box of controls over one frozen dataclass, ``selection``, that they replace.

    A subclass builds its controls, hands them to ``_start`` with its children, and draws in
    ``_draw``: compute first, assign to widgets last, so that a failure changes nothing. An error
    in a callback stands in the line ``status``; the page would show nothing of it.

    While the kernel is busy, the page holds back a control's changes and sends only the newest
    one: a slider that is dragged fast never queues. Events come on two threads (JupyterLab hands
    the first one of each control to the kernel's main thread, later ones to another): a board
    answers one at a time.
    """

    def __init__(self) -> None:
        self.status = widgets.HTML()
        self.controls: dict[str, Control] = {}
        self._moving = False
        self._lock = RLock()
        super().__init__()

    def _start(
        self, selection: Any, controls: dict[str, Control], children: list[widgets.Widget]
    ) -> None:
        self._selection = selection
        self.controls = controls
        self._refuse(selection)
        self._move_controls()
        for name, control in controls.items():
            control.widget.observe(self._observer(name, control), names=control.trait)
        self.children = [*children, KeyGuard()]
        self._guarded(self._draw)

    @property
    def selection(self) -> Any:
        """The state; set it to move every control at once. ValueError where it is not legal."""
        return self._selection

    @selection.setter
    def selection(self, selection: Any) -> None:
        with self._lock:
            self._refuse(selection)
            self._selection = selection
            self._move_controls()
            self._guarded(self._draw)

    def choose(self, **changes: Any) -> None:
        """Set some fields of the state and keep the rest."""
        with self._lock:
            self.selection = replace(self._selection, **changes)

    def _with(self, name: str, value: Any) -> Any:
        """The state after a control has set one field; overridden where others follow."""
        return replace(self._selection, **{name: value})

    def _refuse(self, selection: Any) -> None:
        """Raises ValueError, in words, where the selection is not legal here."""

    def _draw(self) -> None:
        """Shows what the state says; overridden."""

    def _move_controls(self) -> None:
        self._moving = True
        try:
            for name, control in self.controls.items():
                shown = control.show(getattr(self._selection, name))
                if getattr(control.widget, control.trait) != shown:
                    setattr(control.widget, control.trait, shown)
        finally:
            self._moving = False

    def _observer(self, name: str, control: Control) -> Callable[[dict], None]:
        def changed(change: dict) -> None:
            self._answer(lambda: self._take(name, control.read(change["new"])))

        return changed

    def _take(self, name: str, value: Any) -> None:
        selection = self._with(name, value)
        if selection == self._selection:
            self._move_controls()  # another event may have come between what is shown and this
            return
        try:
            self._refuse(selection)
        except ValueError:
            self._move_controls()  # back to what holds
            raise
        self._selection = selection
        self._move_controls()
        self._draw()

    def _answer(self, act: Callable[[], None]) -> None:
        """Does what an event asks for, unless the board itself is moving the control."""
        with self._lock:
            if not self._moving:
                self._guarded(act)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
            self.status.value = told_error(error)


def told_error(error: Exception) -> str:
    """An error as one line for a page: our own in their words, others with their kind."""
    told = str(error) or "no reason given"
    # Python's own ValueErrors (of encodings and numbers) come as subclasses, without advice.
    if not isinstance(error, HelpersError) and type(error) is not ValueError:
        told = f"{type(error).__name__}: {told}"
    return f'<strong role="alert">Not done. {escaped(told[:500])}</strong>'
