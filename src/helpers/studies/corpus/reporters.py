"""The same reporter over many articles: found by keys, merged only where nothing speaks against it.

Whoever has no name ("officials") is nobody again in the next article and has no row. What only
a common noun names ("the town hall", "an internal audit") is one reporter within its article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...sources.identity import OF_A_STATE
from ...sources.words import is_acronym, plain, surname_of
from ..estimates.coverage import NAMED, key_of_name

if TYPE_CHECKING:
    from .questions import Corpus

_Row = Mapping[str, Any]

_SOURCES = f"""
    SELECT s.source_id, s.article_id, s.name, s.role, s.country, s.source_type, s.naming,
        s.aliases, s.n_numbers, a.outlet, a.published,
        substring(t.text, s.first_start + 1, s.first_end - s.first_start) AS printed,
        substring(t.text, greatest(1, s.first_start - 2), least(3, s.first_start)) AS before
    FROM sources s JOIN articles a USING (article_id) LEFT JOIN texts t USING (article_id)
    WHERE s.naming IN {NAMED} AND s.zone <> 'boilerplate'
    ORDER BY a.published NULLS LAST, s.article_id, s.first_start, s.source_id
"""
_OF_THE_WHOLE_STATE = ("government", "military")


def identified(corpus: Corpus) -> pd.DataFrame:
    """Every source that has a name, with the ``reporter_id`` that it shares with its like.

    ``alone`` is true for those that nothing ties to a source of another article.
    """
    found = corpus.ask(_SOURCES)
    rows = found.astype(object).where(found.notna(), None).to_dict("records")
    keys = _keys(rows)
    common = _common(rows)
    of_key: dict[str, list[int]] = defaultdict(list)
    ids = [""] * len(rows)
    for i, (row, key) in enumerate(zip(rows, keys, strict=True)):
        if key is None or (key in common and not _of_a_whole_state(row)):
            ids[i] = f"{key_of_name(row['name'])} · {row['article_id']}"
        else:
            of_key[key].append(i)
    for key, members in of_key.items():
        for i, told in zip(members, _told_apart([rows[i] for i in members]), strict=True):
            ids[i] = f"{key} · {told}" if told else key
    alone = [told.endswith(f" · {row['article_id']}") for told, row in zip(ids, rows, strict=True)]
    return pd.DataFrame(rows, columns=list(found.columns), dtype=object).assign(
        key=[key or "" for key in keys], reporter_id=ids, alone=pd.Series(alone, dtype=bool)
    )


def reporters_of(who: pd.DataFrame, articles: Sequence[str] | None = None) -> pd.DataFrame:
    """One row a reporter of ``identified`` with its names and how often it is heard."""
    among = None if articles is None else set(articles)
    heard: dict[str, list[_Row]] = defaultdict(list)
    for row in who.to_dict("records"):
        if among is None or row["article_id"] in among:
            heard[row["reporter_id"]].append(row)
    rows = [_reporter(reporter_id, some) for reporter_id, some in heard.items()]
    counts = ("articles", "outlets", "numbers")
    columns = (*_REPORTER[:7], *counts, *_REPORTER[7:])
    kinds = dict.fromkeys(_REPORTER, "string[python]") | dict.fromkeys(counts, "Int64")
    told = pd.DataFrame(rows, columns=list(columns), dtype=object).astype(kinds)
    order = ["articles", "numbers", "reporter_id"]
    return told.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _reporter(reporter_id: str, some: Sequence[_Row]) -> dict[str, Any]:
    names = Counter(row["name"] for row in some)
    name = min(names, key=lambda n: (is_acronym(n), -names[n], -len(n), n))
    days = [str(row["published"]) for row in some if row["published"]]
    return {
        "reporter_id": reporter_id,
        "name": name,
        "aliases": _listed(other for row in some for other in _printed(row) if other != name),
        "naming": _most_common(row["naming"] for row in some),
        "source_type": _most_common(row["source_type"] for row in some),
        "roles": _listed(row["role"] for row in some),
        "country": _most_common(row["country"] for row in some),
        "articles": len({row["article_id"] for row in some}),
        "outlets": len({row["outlet"] for row in some} - {None}),
        "numbers": sum(int(row["n_numbers"]) for row in some),
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
    }


_REPORTER = (
    "reporter_id", "name", "aliases", "naming", "source_type", "roles", "country", "first_day",
    "last_day",
)  # fmt: skip
_COUNTRIES = "same name, more than one country"
_READINGS = "same short name, more than one reading"
_SURNAME = "same surname and role"
_DOUBT = ("reason", "shared", "reporter_id", "reporter", "other_id", "other")


def doubtful_reporters_of(who: pd.DataFrame) -> pd.DataFrame:
    """Reporters of ``identified`` that may be one and are not merged, each beside the first."""
    names = {row["reporter_id"]: row["name"] for row in reporters_of(who).to_dict("records")}
    key_of = dict(zip(who["reporter_id"], who["key"], strict=True))
    seen: dict[tuple[str, str], tuple[str, ...]] = {}
    for (reason, shared), reporters in sorted(_doubts(who.to_dict("records")).items()):
        # A surname alone is held against a full name, never against another surname alone.
        first, *others = sorted(reporters, key=lambda one: (" " not in names[one], one))
        if reason == _SURNAME and " " not in names[first]:
            continue
        for other in others:
            if reason == _SURNAME and key_of[other] == key_of[first]:
                continue  # told by the name already
            pair = (reason, shared, first, names[first], other, names[other])
            seen.setdefault((min(first, other), max(first, other)), pair)
    return pd.DataFrame(list(seen.values()), columns=list(_DOUBT), dtype="string[python]")


def _doubts(rows: Sequence[_Row]) -> dict[tuple[str, str], set[str]]:
    """For each reason and what is shared, the reporters that share it."""
    common, readings = _common(rows), _readings(rows)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        key, reporter = row["key"], row["reporter_id"]
        if key and key not in common:
            found[_COUNTRIES, key].add(reporter)
        if row["naming"] == "organisation":
            for short in {key, *map(_body_key, _printed(row))}:
                if len(readings.get(short, ())) > 1:
                    found[_READINGS, short].add(reporter)
        elif row["naming"] == "named_person" and row["role"]:
            found[_SURNAME, f"{surname_of(row['name'])}, {row['role'].casefold()}"].add(reporter)
    return found


def _keys(rows: Iterable[_Row]) -> list[str | None]:
    """What a source shares with its like in other articles; None where it stands alone."""
    rows = list(rows)
    readings = _readings(rows)
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["naming"] == "named_person" and len(row["name"].split()) > 1:
            full[row["article_id"], surname_of(row["name"])].add(_person_key(row["name"]))
    keys: list[str | None] = []
    for row in rows:
        if row["naming"] == "named_person":
            here = full.get((row["article_id"], surname_of(row["name"])), set())
            whole = len(row["name"].split()) > 1
            only = next(iter(here)) if len(here) == 1 else None
            keys.append(_person_key(row["name"]) if whole else only)
        elif row["naming"] == "document":
            titled = all(w[:1].isupper() for w in row["name"].split() if len(w) > 3)
            keys.append(key_of_name(row["name"]) if titled else None)
        else:
            keys.append(_canonical(_own_reading(row), readings))
    return keys


def _person_key(name: str) -> str:
    return " ".join(map(plain, name.split()))


def _body_key(name: str) -> str:
    return key_of_name(name.replace(".", "") if is_acronym(name) else name)


def _own_reading(row: _Row) -> str:
    """The key of a body: where its name is an acronym, of the full name its article gives."""
    fulls = [n for n in _printed(row)[1:] if is_acronym(row["name"]) and _is_full(n)]
    return _body_key(fulls[0] if fulls else row["name"])


def _is_full(name: str) -> bool:
    return " " in name and not name.islower() and not is_acronym(name)


def _readings(rows: Iterable[_Row]) -> dict[str, set[str]]:
    """For each acronym, and each second name in other words, the names that articles give it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["naming"] != "organisation":
            continue
        own = _own_reading(row)
        words = set(own.split())
        for name in _printed(row):
            # "the Union" is part of many names; "WHO" or a name in another language is not.
            if is_acronym(name) or (_is_full(name) and not set(_body_key(name).split()) <= words):
                found[_body_key(name)].add(own)
    return {short: fulls - {short} for short, fulls in found.items() if fulls - {short}}


def _canonical(key: str, readings: Mapping[str, set[str]]) -> str:
    """The name that a short name stands for wherever the corpus knows only one."""
    passed: list[str] = []
    while key not in passed:
        passed.append(key)
        if len(readings.get(key, ())) != 1:
            return key
        (key,) = readings[key]
    return min(passed[passed.index(key) :])


def _common(rows: Iterable[_Row]) -> set[str]:
    """Keys of bodies that are somewhere printed as a common noun, or nowhere seen as a name."""
    lower, proper, seen = set(), set(), set()
    for row in rows:
        if row["naming"] == "organisation":
            key = _body_key(row["name"])
            seen.add(key)
            if row["name"].islower():
                lower.add(key)
            elif _is_proper(row):
                proper.add(key)
    return lower | (seen - proper)


def _is_proper(row: _Row) -> bool:
    """Whether capitals prove a name: a later word has one, or the first within a sentence."""
    first, *later = row["name"].split()
    if is_acronym(first) or any(c.isupper() for c in first[1:] + "".join(w[0] for w in later)):
        return True
    lead, found, _ = (row["printed"] or "").partition(row["name"])
    lead = ((row["before"] or "") + lead).rstrip(" ")
    within = bool(found) and (lead[-1:].isalnum() or lead[-1:] == ",")
    return within and first[0].isupper()


def _of_a_whole_state(row: _Row) -> bool:
    """ "The health ministry" of a known country is one; its town halls are many."""
    return bool(row["country"] and row["source_type"] in _OF_THE_WHOLE_STATE and " " in row["name"])


def _told_apart(rows: Sequence[_Row]) -> list[str]:
    """What sets sources of one name apart: nothing, the country, or else the article."""
    countries = {row["country"] for row in rows} - {None}
    over_states = _most_common(row["source_type"] for row in rows) == "intergovernmental"
    if over_states or len(countries) < 2:
        return [""] * len(rows)
    # An office without its country may be that of either; others are kept together.
    return [
        row["country"] or (row["article_id"] if row["source_type"] in OF_A_STATE else "?")
        for row in rows
    ]


def _printed(row: _Row) -> list[str]:
    return [row["name"], *filter(None, (row["aliases"] or "").split("|"))]


def _listed(words: Iterable[str | None]) -> str | None:
    return "|".join(sorted({word for word in words if word})) or None


def _most_common(words: Iterable[str | None]) -> str | None:
    counts = Counter(word for word in words if word)
    return min(counts, key=lambda word: (-counts[word], word), default=None)
