"""What is known of an entity when the article has been read: its row among the sources."""

from __future__ import annotations

from collections.abc import Callable

from helpers.places import gazetteer
from helpers.records import Article, Source, Span
from helpers.sources import lexicon
from helpers.sources.grammar import PERSONAL, PLURAL, RELATIVE, SELF, THING
from helpers.sources.people import Entity
from helpers.sources.words import is_acronym

PRONOUNS = frozenset(PERSONAL) | THING | PLURAL | SELF | RELATIVE
_ZONES = {"body": 0, "subhead": 1, "headline": 2, "boilerplate": 3}


def source_of(article: Article, entity: Entity, zone_of: Callable[[int], str]) -> Source:
    """The entity as a source; ``zone_of`` tells the zone of a place in the text."""
    spans = sorted(entity.spans)
    mentions = tuple(Span(a, b) for a, b in spans)
    printed = [article.text[a:b] for a, b in spans]
    zones = [zone_of(a) for a, _ in spans]
    # The body before a headline, the least furniture.
    zone = min(zones, key=lambda name: _ZONES[name])
    source_type = entity.source_type
    if is_witness(entity):
        source_type = "witness"
    first = mentions[0]
    return Source(
        f"{article.article_id}-s{first.start}-{first.end}",
        entity.name,
        entity.role,
        entity.affiliation,
        gazetteer.state_over(entity.country),
        source_type,
        entity.naming,
        tuple(_aliases(entity, printed)),
        mentions,
        zone,
        entity.sure,
    )


def _aliases(entity: Entity, printed: list[str]) -> list[str]:
    """The other names of an entity, as they are printed."""
    aliases: list[str] = []
    known = lexicon.known_bodies()
    for alias in [*entity.aliases, *printed]:
        bare = alias.removeprefix("the ").removeprefix("The ").strip()
        usual = bare not in known or known[bare].name == bare or is_acronym(bare)
        if (
            bare[:1].isupper()
            and bare.lower() not in PRONOUNS
            and "|" not in bare
            and usual
            and (
                bare.lower() != entity.name.lower()
                and bare not in aliases
                and entity.name not in bare
            )
        ):
            aliases.append(bare)
    return aliases


def relays(entity: Entity) -> bool:
    """The press, papers and a body of no told kind hand on; others speak of whom they name."""
    if entity.naming == "document":
        return True
    return entity.source_type == "media" or (
        entity.source_type == "other" and entity.naming == "organisation"
    )


def is_witness(entity: Entity) -> bool:
    """A person told of by age and without an office is one who was there."""
    return entity.source_type == "witness" or (
        entity.naming == "named_person"
        and entity.aged
        and not entity.affiliation
        and entity.source_type in {"other", "medical"}
    )
