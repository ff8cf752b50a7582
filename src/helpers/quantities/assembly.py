"""From drafts to finished quantities: bounds, unit, span, residue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..language.reading import Reading
from ..records import Quantity, Residue, Span
from .cells import Stretch, stretches
from .drafts import Draft, Left
from .grammar import read_drafts
from .happened import labelled, with_kinds
from .kinds import PERSONS, kind_of, population_of
from .nouns import singular
from .shared import LONGEST_ROW, share
from .syntax import Syntax
from .tokens import Token, tokens_of
from .trends import trend_of
from .words import FRAMES, KINDS, NUMBER_WORDS

#: Units in which prices move: with them "added" and "lost" tell a trend.
SUBUNITS = frozenset(("cent", "penny", "sen", "point", "kopeck", "paisa"))
_UNTRENDED = frozenset(("date", "age", "ordinal", "duration"))
_SINGLED_OUT = frozenset(
    ("other", "people", "present", "population", "refugees", "troops", "homes")
)
"""Kinds of which "one" counts only beside another figure."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in one stretch of the article: its tokens, its quantities and the rest."""

    tokens: list[Token]
    drafts: list[Draft]
    quantities: list[Quantity]
    residue: list[Residue]


def found_in(reading: Reading, *, benchmark: bool = False) -> list[Found]:
    """Quantities with their drafts, stretch by stretch; ``benchmark`` keeps what it counts."""
    drafted = [(stretch, *_drafted(reading, stretch)) for stretch in stretches(reading)]
    running = [one for stretch, *_, rows in drafted if not stretch.cell for one in rows]
    told = iter(with_kinds(reading, running))
    found = []
    for stretch, tokens, drafts, left, rows in drafted:
        if stretch.cell:  # it has no grammar
            kinds = [labelled(reading, one, stretch.labels) for one in rows]
        else:
            kinds = [next(told) for _ in rows]
        kinds = [_final(at, drafts, kinds) for at in range(len(drafts))]
        found.append(_settled(tokens, drafts, kinds, left, benchmark))
    return found


def _drafted(
    reading: Reading, stretch: Stretch
) -> tuple[list[Token], list[Draft], list[Left], list[Quantity]]:
    tokens = tokens_of(reading, stretch.start, stretch.end)
    drafts, left = read_drafts(tokens, reading)
    if not stretch.cell:
        drafts, left = Syntax(reading, tokens).revised(drafts, left)
    told = [kind_of(tokens, draft) for draft in drafts]
    kinds, rules = [kind for kind, _ in told], [rule for _, rule in told]
    share(tokens, drafts, kinds, rules)
    rows = zip(drafts, kinds, rules, strict=True)
    return tokens, drafts, left, [_quantity(tokens, *row) for row in rows]


def _final(at: int, drafts: Sequence[Draft], told: Sequence[Quantity]) -> Quantity:
    """With the kind of the neighbour whose noun it shares, where nothing else tells one."""
    one, draft = told[at], drafts[at]
    near = range(max(0, at - LONGEST_ROW), min(len(drafts), at + LONGEST_ROW + 1))
    if draft.shared is not None and one.kind == "other":
        other = next(told[k] for k in near if drafts[k] is draft.shared)
        unit, flow = one.unit or other.unit, other.stock_or_flow
        one = replace(one, kind=other.kind, unit=unit, stock_or_flow=flow)
    if one.kind not in PERSONS:
        return replace(one, population="unstated")
    thing = "of a thing" in draft.notes and not any(
        drafts[k].counted and drafts[k].noun == draft.noun and told[k].kind in PERSONS for k in near
    )  # "the 5.8 quake hurt 300"; but of "70 bodies, perhaps 90" bodies are counted twice
    return replace(one, unit="person") if thing or one.unit == "other" else one


def bounds_of(draft: Draft) -> tuple[str, float | None, float | None]:
    """The closed hedge word of a draft with the bounds that the text states."""
    hedge = draft.hedge or draft.trailing or draft.restated
    if draft.ranged:
        return "range", draft.low, draft.high
    if draft.form in ("magnitude", "vague"):
        return draft.form, None, None
    if hedge is None:
        return "exact", draft.value, draft.value
    if hedge.name in ("at_least", "more_than"):
        return hedge.name, draft.value, None
    if hedge.name in ("at_most", "less_than", "nearly"):
        return hedge.name, None, draft.value
    return hedge.name, None, None


def unit_of(tokens: list[Token], draft: Draft, kind: str) -> str | None:
    """The `unit` column: ISO code, measure, or the singular of the counted noun."""
    if kind == "date":
        return None
    if kind == "ordinal":
        return draft.noun
    if draft.unit is not None:
        rate = draft.rate or (draft.shared.rate if draft.shared is not None else None)
        return f"{draft.unit.name}/{rate[0]}" if rate is not None else draft.unit.name
    if draft.form == "fraction" and not draft.ranged:
        return "1"
    if draft.form == "frequency":
        return "time"
    counted = draft.counted
    if counted is None and draft.shared is not None:
        counted = draft.shared.counted
    name = draft.noun
    if name is None and counted is not None:
        name = singular(tokens[counted.head].low)
    if name is None and (kind in PERSONS or _gathered(tokens, draft) or _who(tokens, draft)):
        name = "person"
    return f"{name}/{draft.rate[0]}" if name is not None and draft.rate is not None else name


def _who(tokens: list[Token], draft: Draft) -> bool:
    """Whether "who" follows a bare number: "thousands who fled"."""
    return draft.last < len(tokens) and tokens[draft.last].low in ("who", "whose", "whom")


def _gathered(tokens: list[Token], draft: Draft) -> bool:
    """Whether a bare number counts the persons of a body: "a crowd of 1,300", "a staff of 250"."""
    k = draft.first - 1
    return k > draft.sentence[0] and (
        tokens[k].low == "of" and tokens[k - 1].low in FRAMES["gatherings"]
    )


def _coordinated(tokens: list[Token], drafts: list[Draft], k: int) -> bool:
    """Whether "one" stands in a list with another figure ("three cars and one bus")."""
    draft = drafts[k]
    for m in (k - 1, k + 1):
        if not 0 <= m < len(drafts) or drafts[m].form == "date":
            continue
        a, b = (drafts[m], draft) if m < k else (draft, drafts[m])
        if a.sentence != b.sentence or "one" in drafts[m].notes:
            continue
        gap = tokens[a.last : b.first]
        if len(gap) <= 2 and any(t.low in ("and", ",", "or") for t in gap):
            return drafts[m].unit is None
    return False


def _settled(
    tokens: list[Token],
    drafts: list[Draft],
    told: list[Quantity],
    left: list[Left],
    benchmark: bool,
) -> Found:
    """What of the drafts is a row and what is residue; no two overlap."""
    left, kept, rows, taken = list(left), [], [], -1
    for k, (draft, one) in enumerate(zip(drafts, told, strict=True)):
        reason = _left_out(tokens, drafts, k, one.kind, benchmark)
        if reason is None and draft.start < taken:
            reason = "unrecognised"
        if reason is not None:
            left.append(Left(draft.i, draft.j, reason))
            continue
        taken = draft.end
        kept.append(draft)
        rows.append(one)
    residue = [Residue(tokens[x.i].start, tokens[x.j - 1].end, x.reason) for x in left if x.j > x.i]
    return Found(tokens, kept, rows, _swept(tokens, rows, residue))


def _left_out(
    tokens: list[Token], drafts: list[Draft], k: int, kind: str, benchmark: bool
) -> str | None:
    """The reason why a draft is residue under the profile; None where it is a row."""
    draft = drafts[k]
    if benchmark:
        if kind in ("date", "ordinal") or "commas" in draft.notes:
            return "determiner"
        counts = draft.reason == "idiom" or "singled" in draft.notes
        return None if counts else draft.reason
    if draft.reason is not None:
        return draft.reason
    alone = draft.hedge is None and draft.unit is None and draft.rate is None
    if "one" in draft.notes and alone and kind in _SINGLED_OUT:
        return None if _coordinated(tokens, drafts, k) else "determiner"
    return None


def _quantity(tokens: list[Token], draft: Draft, kind: str, rule: str) -> Quantity:
    hedge, low, high = bounds_of(draft)
    binding = draft.hedge or draft.trailing
    full_start, full_end = draft.start, max(draft.end, tokens[draft.last - 1].end)
    if binding is not None:
        full_start = min(full_start, tokens[binding.i].start)
        full_end = max(full_end, tokens[binding.j - 1].end)
    unit = unit_of(tokens, draft, kind)
    percent = kind == "percent" or unit in SUBUNITS
    trend, _ = trend_of(tokens, draft.first, draft.last, draft.sentence, percent=percent)
    population = "unstated"
    if draft.counted is not None:
        population = population_of(tokens, draft.counted.i, draft.counted.j)
    return Quantity(
        start=draft.start,
        end=draft.end,
        full=Span(full_start, full_end),
        value=None if draft.ranged else draft.value,
        low=low,
        high=high,
        hedge=hedge,
        hedge_span=_span(tokens, binding.i, binding.j) if binding is not None else None,
        estimated="estimated" in draft.notes or (binding is not None and binding.estimated),
        trend="none" if kind in _UNTRENDED else trend,
        unit=unit,
        counted=_counted(tokens, draft),
        kind=kind,
        population=population,
        stock_or_flow=KINDS["flow"].get(kind, "unstated"),
        modality="possible" if binding is not None and binding.possible else draft.mood,
        rule_id=rule,
        confidence=_confidence(draft, kind),
    )


def _counted(tokens: list[Token], draft: Draft) -> Span | None:
    """The phrase counted, or the word of the measure."""
    if draft.counted is not None:
        return _span(tokens, draft.counted.i, draft.counted.j)
    if not (draft.unit_word and draft.unit_tokens and draft.unit) or draft.age:
        return None
    if draft.unit.kind in ("money", "percent"):
        return None
    i, j = draft.unit_tokens
    return _span(tokens, i + draft.compound, j)  # "a five-year deal": the year


def _confidence(draft: Draft, kind: str) -> float:
    """A coarse confidence: how far the construction carries, not a probability."""
    if draft.unit is not None or kind in ("date", "age", "percent"):
        return 0.95
    if draft.counted is not None:
        return 0.9
    return 0.7 if kind != "other" else 0.5


def _span(tokens: list[Token], i: int, j: int) -> Span:
    return Span(tokens[i].start, tokens[j - 1].end)


def _swept(tokens: list[Token], rows: list[Quantity], residue: list[Residue]) -> list[Residue]:
    """Residue in text order without overlaps, plus every numeral that nothing has taken yet."""
    spans = sorted(
        [(q.start, q.end, None) for q in rows] + [(r.start, r.end, r) for r in residue],
        key=lambda s: (s[0], -s[1]),
    )
    out: list[Residue] = []
    covered = -1
    taken: list[tuple[int, int]] = []
    for start, end, item in spans:
        if end <= covered:
            continue
        start = max(start, covered)
        if item is not None:
            out.append(Residue(start, end, item.reason))
        taken.append((start, end))
        covered = end
    out += _unseen(tokens, taken)
    return sorted(out, key=lambda r: r.start)


def _unseen(tokens: list[Token], taken: list[tuple[int, int]]) -> Iterator[Residue]:
    """Every numeral and number word outside what is taken."""
    k = 0
    for token in tokens:
        if token.kind == "p" or (token.kind == "w" and token.low not in NUMBER_WORDS):
            continue
        while k < len(taken) and taken[k][1] <= token.start:
            k += 1
        if k < len(taken) and taken[k][0] <= token.start and token.end <= taken[k][1]:
            continue
        seconds = token.low in ("second", "seconds")
        yield Residue(token.start, token.end, "determiner" if seconds else "unrecognised")
