"""The noun that a source mention is read into."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mention:
    """A source mention as read.

    ``form``: person, body, single (one capitalised word, person or body), pronoun, self,
    relative, kin, definite, indefinite, bare, nobody. ``start, end`` is the mention without
    trailing clauses. ``name`` is the proper name, or the phrase as printed where there is none.
    ``owner`` is where the possessor of a kin or office word is printed; ``aged``: an age is
    told; ``said``: the text itself says the type; ``sure``: how sure the
    rule is of it (0 to 1).
    """

    start: int
    end: int
    form: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    country: str | None = None
    source_type: str = "other"
    naming: str = "unnamed_person"
    gender: str | None = None
    plural: bool = False
    head: str = ""
    modifiers: frozenset[str] = field(default_factory=frozenset)
    aliases: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None
    aged: bool = False
    said: bool = False
    sure: float = 0.5
