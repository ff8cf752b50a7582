"""Which event came after which: told by their parents, never by a clock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from .events import Event

G = TypeVar("G", bound=Hashable)


class Order:
    """The order of a log's events.

    Each event lies on a chain, in which every event came after the one before it, and knows how
    far it saw along every other chain: to compare two is one look.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = {event.id: event for event in events}
        self._place: dict[str, tuple[int, int]] = {}
        self._seen: dict[str, Mapping[int, int]] = {}
        self._parents = {event.id: self._parents_of(event) for event in events}
        self.sorted = self._sorted()
        self._chain()
        self.taken_back = self._taken_back()

    def _parents_of(self, event: Event) -> tuple[str, ...]:
        parents = event.parents
        if event.op == "revert" and event.after not in parents:
            parents = (*parents, event.after)  # what it takes back came before it
        known = self.events.keys()
        return parents if known >= set(parents) else tuple(p for p in parents if p in known)

    def _sorted(self) -> list[Event]:
        """Parents before children; a hash cannot be made to have itself as an ancestor."""
        ready: list[Event] = []
        done: set[str] = set()
        waiting: dict[str, int] = {}
        children: dict[str, list[Event]] = {}
        for event in self.events.values():
            missing = [each for each in self._parents[event.id] if each not in done]
            if not missing and not waiting:  # as a log is written
                ready.append(event)
                done.add(event.id)
                continue
            missing = list(self._parents[event.id])
            waiting[event.id] = len(missing)
            for parent in missing:
                children.setdefault(parent, []).append(event)
        return ready if not waiting else self._unravelled(ready, waiting, children)

    def _unravelled(
        self, ready: list[Event], waiting: dict[str, int], children: dict[str, list[Event]]
    ) -> list[Event]:
        ready = [*ready, *(self.events[each] for each, n in waiting.items() if not n)]
        for event in ready:  # grows while it is gone through
            for child in children.get(event.id, ()):
                waiting[child.id] -= 1
                if not waiting[child.id]:
                    ready.append(child)
        return ready

    def _chain(self) -> None:
        """Put each event on the chain of a parent that is still its chain's last, or a new one."""
        tails: list[str] = []
        for event in self.sorted:
            parents = self._parents[event.id]
            extended = next((p for p in parents if tails[self._place[p][0]] == p), None)
            if extended is not None and len(parents) == 1:
                seen = self._seen[extended]
            else:
                joined: dict[int, int] = {}
                for parent in parents:
                    for chain, far in self._saw(parent).items():
                        joined[chain] = max(far, joined.get(chain, -1))
                seen = joined
            if extended is None:
                chain, far = len(tails), 0
                tails.append(event.id)
            else:
                chain, far = self._place[extended][0], self._place[extended][1] + 1
                tails[chain] = event.id
            self._place[event.id] = (chain, far)
            self._seen[event.id] = seen

    def _saw(self, event: str) -> Mapping[int, int]:
        """How far along each chain an event saw, itself included."""
        chain, far = self._place[event]
        return {**self._seen[event], chain: far}

    def _taken_back(self) -> frozenset[str]:
        """Events that a revert takes back, which is not taken back itself."""
        gone: set[str] = set()
        for event in reversed(self.sorted):
            if event.op == "revert" and event.id not in gone:
                gone.add(event.after)
        return frozenset(gone)

    def heads(self, members: Mapping[str, Iterable[G]]) -> dict[G, list[Event]]:
        """Of each group the events after which none of the group came, sorted by id.

        ``members`` tells the groups of each event, by its id.
        """
        latest: dict[G, dict[int, Event]] = {}
        for event in self.sorted:
            if event.id not in members:
                continue
            chain = self._place[event.id][0]
            seen = self._seen[event.id]
            for group in members[event.id]:
                heads = latest.setdefault(group, {})
                # One chain has one head in a group at most, for its events are in order: the
                # event takes the place of the one before it on its own chain.
                for other in heads.keys() & seen.keys() if len(heads) > (chain in heads) else ():
                    if self._place[heads[other].id][1] <= seen[other]:
                        del heads[other]
                heads[chain] = event
        return {
            group: sorted(heads.values(), key=lambda event: event.id)
            for group, heads in latest.items()
        }
