"""The suite's tables against the gold of real news: judged row by row, then counted.

``judge_article`` says of every gold number, source and attribution whether the tables have it
right, field by field; everything that is printed (by field, by beat, by how the reporter is told,
with intervals over articles) is a count over those verdicts. A verdict is True, False, or None
where the field does not apply to the row.
"""

from __future__ import annotations

import math
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..loading import article_from_text
from .bcubed import bcubed
from .matching import best_pairs, overlap
from .real_news import RealGold, real_fingerprint

if TYPE_CHECKING:
    import pandas as pd

    from ..records import Article
    from ..tables import Tables

WHOLE_ROW = ("value", "hedge and bounds", "kind", "place", "as_of", "reporter")
"""The fields that must all be right for "every field of the row"."""

TOLD = ("cue in the sentence", "carried", "pronoun", "relay", "document", "nobody")
"""How the text tells the reporter of a number."""

RESAMPLES = 1000

NOT_FOUND = "number not found"
"""What stands for a field of a number that the tables do not have."""

_PRONOUNS = frozenset(
    "he she it they his her its their him them who which that i we you this these those".split()
)
_ARTICLES = ("the ", "a ", "an ")

Verdicts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts on one article: gold numbers, invented numbers, sources, attributions.

    ``numbers`` has a row for each gold number (``found`` and each field), ``sources`` one for
    each gold source, ``claims`` one for each gold attribution with a source; ``invented`` counts
    rows of the tables that no gold row meets; ``chains`` are (gold source, predicted source or
    None) for each mention that reports something.
    """

    article: str
    beat: str
    numbers: tuple[Verdicts, ...]
    sources: tuple[Verdicts, ...]
    claims: tuple[Verdicts, ...]
    invented: Mapping[str, int]
    chains: tuple[tuple[str, str | None], ...]


def article_of(gold: RealGold) -> Article:
    """The gold's text as the suite reads it: no headline in it, publication day as known."""
    return article_from_text(
        gold.text.text, published=gold.text.published, metadata={"title": gold.text.title}
    )


def judge_article(tables: Tables, gold: RealGold) -> Judged:
    """Every gold row of one article, judged against the tables made of its text."""
    named = _Named(tables, gold)
    numbers = _records(tables.numbers)
    claims = _records(tables.claims)
    of_gold = best_pairs(
        numbers, gold.numbers, lambda p, g: overlap(p["start"], p["end"], g["start"], g["end"])
    )
    judged_numbers = [
        _judged_number(numbers[of_gold[j]] if j in of_gold else None, wanted, gold, named)
        for j, wanted in enumerate(gold.numbers)
    ]
    said = [claim for claim in claims if claim["form"] != "narrator" and claim["zone"] == "body"]
    wanted_claims = [c for c in gold.claims if c["source"] is not None]
    pairs = best_pairs(said, wanted_claims, lambda p, g: _likeness(p, g, named))
    judged_claims = [
        _judged_claim(said[pairs[j]] if j in pairs else None, wanted, named)
        for j, wanted in enumerate(wanted_claims)
    ]
    return Judged(
        str(gold.facts["article"]),
        str(gold.facts["beat"]),
        tuple(judged_numbers),
        tuple(named.judged_sources()),
        tuple(judged_claims),
        {
            "numbers": len(numbers) - len(of_gold),
            "claims": sum(c["source_id"] is not None for c in said) - len(pairs),
        },
        tuple(_chains(claims, gold)),
    )


def real_scores(judged: Sequence[Judged]) -> pd.DataFrame:
    """One row per measure: right, of, per cent, and the 95 % interval over articles.

    Columns: layer, measure, right, of, score, low, high. Layers are numbers, reporters, sources
    and claims. Intervals are of 1,000 bootstrap resamples of whole articles, seed 0.
    """
    import pandas as pd

    counts = [_counts(one) for one in judged]
    names = list(dict.fromkeys(name for one in counts for name in one))
    rows = []
    for layer, measure in names:
        each = [one.get((layer, measure), (0, 0)) for one in counts]
        right, of = (sum(pair[k] for pair in each) for k in (0, 1))
        low, high = _interval(each)
        rows.append((layer, measure, right, of, _share(right, of), low, high))
    found = pd.DataFrame(rows, columns=["layer", "measure", "right", "of", "score", "low", "high"])
    precision, recall, f1 = bcubed([pair for one in judged for pair in _named_apart(one)])
    chains = pd.DataFrame(
        [("sources", f"found once, B³ {what}", None, None, round(100 * share, 1), None, None)
         for what, share in (("precision", precision), ("recall", recall), ("F1", f1))],
        columns=found.columns,
    )  # fmt: skip
    return pd.concat([found, chains.astype(found.dtypes.to_dict(), errors="ignore")],
                     ignore_index=True)  # fmt: skip


def scores_by(
    judged: Sequence[Judged], key: Callable[[Judged, Verdicts], str], measures: Sequence[str]
) -> pd.DataFrame:
    """Numbers only: one row per group (a beat, a way of telling), a column for each measure.

    ``n`` is the number of gold rows; a measure is the share right of those it applies to.
    """
    import pandas as pd

    groups: dict[str, list[Verdicts]] = {}
    for one in judged:
        for verdicts in one.numbers:
            groups.setdefault(key(one, verdicts), []).append(verdicts)
    rows = []
    for name, found in groups.items():
        row: dict[str, Any] = {"group": name, "n": len(found)}
        for measure in measures:
            given = [v[measure] for v in found if v.get(measure) is not None]
            row[measure] = _share(sum(given), len(given))
        rows.append(row)
    return pd.DataFrame(rows, columns=["group", "n", *measures])


def mixed_up(judged: Sequence[Judged]) -> pd.DataFrame:
    """What was wanted, what was given instead, and how often: field, wanted, given, n.

    The most frequent first within each field. Of places, days and reporters it says only whether
    there is one, none, or another than the right one.
    """
    import pandas as pd

    counts = Counter(
        (field, *pair)
        for one in judged
        for row in (*one.numbers, *one.sources)
        for field, pair in row["mixed up"].items()
    )
    order = ("kind", "place", "as_of", "reporter", "hedge", "modality", "form", "source_type")
    rows = sorted(
        ((*key, n) for key, n in counts.items()),
        key=lambda row: (order.index(row[0]), -row[3], row),
    )
    return pd.DataFrame(rows, columns=["field", "wanted", "given", "n"])


def real_floors(folder: Path) -> dict[str, Any]:
    """The floors pinned beside a set of gold: its fingerprint, per cent by layer and measure."""
    return tomllib.loads((folder / "floors.toml").read_text(encoding="utf-8"))


def below_real_floors(scores: pd.DataFrame, folder: Path) -> list[str]:
    """One sentence for each score under its floor, and one if the gold or a text was changed."""
    floors = real_floors(folder)
    failures = []
    if floors["fingerprint"] != real_fingerprint(folder):
        failures.append(
            "the gold of real news is not the one that the floors were pinned for: read the "
            "difference, score again, and pin both in data/gold/real/measure/floors.toml"
        )
    reached = {(row.layer, row.measure): row.score for row in scores.itertuples()}
    for floor in floors["floor"]:
        score = reached.get((floor["layer"], floor["measure"]))
        if score is None or score < floor["score"]:
            failures.append(
                f"real news: {floor['layer']}, {floor['measure']} scores {score}, below its floor "
                f"of {floor['score']}"
            )
    return failures


def _judged_number(
    found: Mapping[str, Any] | None, wanted: Mapping[str, Any], gold: RealGold, named: _Named
) -> Verdicts:
    verdicts: Verdicts = {"found": found is not None, "told": _told(wanted, gold)}
    if found is None:
        # A number that was missed has no field right; it counts against every one of them.
        found = {}
    text = gold.text.text
    verdicts["value"] = bool(found) and _same(found["value"], wanted["value"])
    verdicts["hedge and bounds"] = bool(found) and (
        found["hedge"] == wanted["hedge"]
        and _same(found["low"], wanted["low"])
        and _same(found["high"], wanted["high"])
    )
    if found.get("form") == "mixed":
        # The tables give a number outside quotation marks the form of its claim; people who type
        # gold for a number alone know only direct and indirect.
        found = {**found, "form": "indirect"}
    for name in ("kind", "trend", "modality", "form", "estimated"):
        verdicts[name] = bool(found) and found[name] == wanted[name]
    verdicts["unit"] = bool(found) and _key(found["unit"]) == _key(wanted["unit"])
    counted = wanted["counted"] and text[slice(*wanted["counted"])]
    verdicts["counted"] = bool(found) and _key(found["counted"]) == _key(counted)
    verdicts["as_of"] = bool(found) and found["as_of"] == wanted["as_of"]
    places = {
        _key(text[slice(*span)])
        for span in (wanted["place"], *wanted["more_places"])
        if span is not None
    }
    # Of several places at once the first is the place.
    place = _key((found.get("place") or "").partition("|")[0])
    right = place in places or (place or "").partition(",")[0] in places if places else not place
    verdicts["place"] = bool(found) and right
    verdicts["place, of those told"] = verdicts["place"] if places else None
    verdicts["place, nothing invented"] = not place if not places else None
    # The country of a place is judged from the day that the tables have the column.
    # So is the background.
    verdicts["background"] = (
        bool(found) and found["background"] == wanted["background"]
        if "background" in found or not found
        else None
    )
    verdicts["place's country"] = (
        bool(found) and found.get("place_country") == wanted["place_country"]
        if wanted["place_country"] and "place_country" in found
        else None
    )
    reporter = bool(found) and named.is_reporter(found.get("source_id"), wanted["source"])
    verdicts["reporter"] = reporter
    verdicts["reporter, where named"] = reporter if wanted["source"] else None
    verdicts["reporter, nobody named"] = reporter if not wanted["source"] else None
    verdicts["every field of the row"] = all(verdicts[name] for name in WHOLE_ROW)
    verdicts["mixed up"] = {
        **{
            name: (str(wanted[name]), str(found[name]) if found else NOT_FOUND)
            for name in ("kind", "hedge", "modality", "form")
            if not found or found[name] != wanted[name]
        },
        **_confused("place", bool(found), verdicts["place"], bool(places), bool(place)),
        **_confused("as_of", bool(found), verdicts["as_of"], *(
            bool(row.get("as_of")) for row in (wanted, found)
        )),
        **_confused(
            "reporter", bool(found), reporter, bool(wanted["source"]), bool(found.get("source_id"))
        ),
    }  # fmt: skip
    return verdicts


def _confused(
    field: str, found: bool, right: bool, wanted: bool, given: bool
) -> dict[str, tuple[str, str]]:
    """What was wanted and what was given where the two are names or days: one, none, another."""
    if right:
        return {}
    gave = NOT_FOUND if not found else "none" if not given else "another" if wanted else "one"
    return {field: ("one" if wanted else "none", gave)}


def _judged_claim(
    found: Mapping[str, Any] | None, wanted: Mapping[str, Any], named: _Named
) -> Verdicts:
    right = found is not None and named.is_reporter(found["source_id"], wanted["source"])
    via = found is not None and named.is_reporter(found["via_source_id"], wanted["via"])
    return {
        "content found": found is not None,
        "content and source": right,
        "via": via if wanted["via"] else None,
    }


def _told(wanted: Mapping[str, Any], gold: RealGold) -> str:
    if wanted["source"] is None:
        return "nobody"
    if wanted["via"]:
        return "relay"
    start, end = wanted["mention"]
    text = gold.text.text
    naming = {source["key"]: source["naming"] for source in gold.sources}
    if naming[wanted["source"]] == "document":
        return "document"
    if text[start:end].casefold() in _PRONOUNS:
        return "pronoun"
    sentences = gold.text.numbered().sentences
    here = next((s for s in sentences if s[0] <= wanted["start"] < s[1]), None)
    inside = here is not None and here[0] <= start < here[1]
    return "cue in the sentence" if inside else "carried"


class _Named:
    """Who a source of the tables is, in the gold: by its first mention, or by its name."""

    def __init__(self, tables: Tables, gold: RealGold) -> None:
        self.gold = gold
        self.predicted = {row["source_id"]: row for row in _records(tables.sources)}
        text = gold.text.text
        self.names: dict[str, set[str | None]] = {}
        for source in gold.sources:
            self.names[source["key"]] = {_key(source["name"])}
        for mention in gold.mentions:
            words = text[mention["start"] : mention["end"]]
            if words.casefold() not in _PRONOUNS:
                self.names[mention["source"]].add(_key(words))

    def is_reporter(self, source_id: str | None, wanted: str | None) -> bool:
        """Whether this source of the tables is that one of the gold (None: nobody)."""
        if source_id is None or wanted is None:
            return source_id is None and wanted is None
        row = self.predicted[source_id]
        if _key(row["name"]) in self.names[wanted]:
            return True
        return any(
            mention["source"] == wanted
            and 2 * overlap(row["first_start"], row["first_end"], mention["start"], mention["end"])
            > row["first_end"] - row["first_start"]
            for mention in self.gold.mentions
        )

    def judged_sources(self) -> list[Verdicts]:
        """A row for each gold source: found, its type, naming, country."""
        found = []
        for source in self.gold.sources:
            rows = [
                row
                for source_id, row in self.predicted.items()
                if self.is_reporter(source_id, source["key"])
            ]
            row = rows[0] if rows else None
            country, told = source["country"], source["country_told"]
            given = row["country"] if row else None
            found.append(
                {
                    "found": row is not None,
                    "found once": len(rows) == 1,
                    "type": row and row["source_type"] == source["source_type"],
                    "mixed up": (
                        {"source_type": (source["source_type"], row["source_type"])}
                        if row and row["source_type"] != source["source_type"]
                        else {}
                    ),
                    "naming": row and row["naming"] == source["naming"],
                    "role": row and _key(row["role"]) == _key(source["role"]),
                    "country, of those told": (
                        row and given == country if told == "text" else None
                    ),
                    "country, nothing wrong": row and (given is None or given == country),
                }
            )
        return found


def _chains(
    claims: Sequence[Mapping[str, Any]], gold: RealGold
) -> Iterable[tuple[str, str | None]]:
    """Each gold mention that reports something, and the source that the tables make of it."""
    reporting = {
        (row["source"], *row["mention"])
        for row in (*gold.claims, *gold.numbers)
        if row["source"] is not None
    }
    for source, start, end in sorted(reporting, key=lambda m: (m[1], m[2])):
        found = [
            claim["source_id"]
            for claim in claims
            if claim["source_id"] is not None
            and claim["source_start"] is not None
            and overlap(claim["source_start"], claim["source_end"], start, end) > 0
        ]
        yield source, found[0] if found else None


def _named_apart(one: Judged) -> Iterable[tuple[str, str | None]]:
    """The chains with the article's id, so that sources of two articles are never one."""
    for wanted, found in one.chains:
        yield f"{one.article} {wanted}", None if found is None else f"{one.article} {found}"


def _likeness(p: Mapping[str, Any], g: Mapping[str, Any], named: _Named) -> float:
    start, end = g["content"][0][0], g["content"][-1][1]
    shared = overlap(p["start"], p["end"], start, end)
    union = p["end"] - p["start"] + end - start - shared
    if 2 * shared < union:
        return 0.0
    return shared / union + 0.5 * named.is_reporter(p["source_id"], g["source"])


_NUMBER_MEASURES = (
    "found", "value", "hedge and bounds", "estimated", "trend", "unit", "counted", "kind",
    "place, of those told", "place, nothing invented", "place's country", "background", "as_of",
    "modality", "form", "every field of the row",
)  # fmt: skip
_REPORTER_MEASURES = ("reporter", "reporter, where named", "reporter, nobody named")
_SOURCE_MEASURES = (
    "found", "found once", "type", "naming", "role", "country, of those told",
    "country, nothing wrong",
)  # fmt: skip
_CLAIM_MEASURES = ("content found", "content and source", "via")


def _counts(one: Judged) -> dict[tuple[str, str], tuple[int, int]]:
    found = {}
    for layer, rows, measures in (
        ("numbers", one.numbers, _NUMBER_MEASURES),
        ("reporters", one.numbers, _REPORTER_MEASURES),
        ("sources", one.sources, _SOURCE_MEASURES),
        ("claims", one.claims, _CLAIM_MEASURES),
    ):
        for measure in measures:
            given = [row[measure] for row in rows if row[measure] is not None]
            found[layer, measure] = (sum(given), len(given))
    n = len(one.numbers)
    real = sum(row["found"] for row in one.numbers)
    found["numbers", "no invented row"] = (real, real + one.invented["numbers"])
    right = sum(row["content and source"] for row in one.claims)
    kept = sum(row["content found"] for row in one.claims) + one.invented["claims"]
    found["claims", "content and source, precision"] = (right, kept)
    assert n == found["numbers", "found"][1]
    return found


def _share(right: int, of: int) -> float | None:
    return round(100 * right / of, 1) if of else None


def _interval(each: Sequence[tuple[int, int]]) -> tuple[float | None, float | None]:
    if len(each) < 2 or not any(of for _, of in each):
        return None, None
    draw = random.Random(0)
    found = []
    for _ in range(RESAMPLES):
        sample = [each[draw.randrange(len(each))] for _ in each]
        right, of = sum(s[0] for s in sample), sum(s[1] for s in sample)
        if of:
            found.append(100 * right / of)
    found.sort()
    return round(found[int(0.025 * len(found))], 1), round(found[int(0.975 * len(found)) - 1], 1)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    import pandas as pd

    return [
        {key: None if value is pd.NA else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _key(words: str | None) -> str | None:
    """Words as compared: case, blanks, a leading article and quotation marks do not count."""
    if not words:
        return None
    plain = " ".join(words.split()).casefold().replace("’", "'").strip('"“” ')
    for article in _ARTICLES:
        plain = plain.removeprefix(article)
    return plain or None


def _same(found: Any, wanted: Any) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    return math.isclose(float(found), float(wanted), rel_tol=1e-4)
