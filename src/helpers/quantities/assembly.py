"""From drafts to finished quantities: bounds, kinds, shared nouns, spans, residue."""

from __future__ import annotations

from itertools import pairwise

from helpers.language.reading import Reading
from helpers.quantities.drafts import Draft, Left
from helpers.quantities.grammar import read_drafts
from helpers.quantities.hedges import Hedge
from helpers.quantities.kinds import (
    PEOPLE,
    flow_of,
    frame_kind,
    population_of,
)
from helpers.quantities.nouns import singular
from helpers.quantities.syntax import Syntax
from helpers.quantities.tokens import HYPHENS, Token, glued, is_numeral, tokenise
from helpers.quantities.trends import trend_of
from helpers.quantities.words import FRAMES, NUMBER_WORDS
from helpers.records import Quantity, Residue, Span

#: Units in which prices move: with them "added" and "lost" tell a trend.
SUBUNITS = frozenset(("cent", "penny", "sen", "point", "kopeck", "paisa"))
_LINKS = FRAMES["links"]
_FORCES = FRAMES["forces"]
_PERSON_KINDS = (*PEOPLE, "affected", "present", "people", "population")


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


def drafts_of(
    text: str, reading: Reading | None = None, start: int = 0
) -> tuple[list[Token], list[Draft], list[Left], list[str], list[str]]:
    """Tokens, drafts and residue of a passage, with the kind and rule of each draft."""
    tokens = tokenise(text)
    drafts, left = read_drafts(tokens)
    if reading is not None:
        drafts, left = Syntax(reading, start, tokens).revised(drafts, left)
    kinds: list[str] = []
    rules: list[str] = []
    for draft in drafts:
        kind, rule = _kind(tokens, draft)
        kinds.append(kind)
        rules.append(rule)
    _share(tokens, drafts, kinds, rules)
    return tokens, drafts, left, kinds, rules


def _kind(tokens: list[Token], draft: Draft) -> tuple[str, str]:
    """The kind of one draft by itself, and the rule that decided it."""
    if draft.form in ("date", "ordinal"):
        return draft.form, draft.rule
    if draft.age:
        return "age", draft.rule
    if draft.rate is not None and (draft.unit is None or draft.unit.kind != "duration"):
        return "rate", draft.rule
    if draft.unit is not None:
        return draft.unit.kind, draft.rule
    if draft.form == "frequency":
        return "frequency", draft.rule
    if draft.form == "fraction" and not draft.ranged:
        return "percent", draft.rule
    named = _named_by(tokens, draft)
    if named is not None:
        return named, f"{draft.rule}/{named}"
    head = tokens[draft.counted.head] if draft.counted is not None else None
    if head is not None and head.low in ("others",):
        head = None
    if head is not None and head.low in _FORCES and tokens[draft.counted.i - 1].low == "strong":
        return "troops", f"{draft.rule}/counted-noun"  # "a 40,000-strong force"
    if draft.counted is not None and draft.counted.i == draft.j + 1 and glued(tokens, draft.j + 1):
        if tokens[draft.j].text in HYPHENS:
            return "other", f"{draft.rule}/compound"  # "a 214-delegate lead"
    kind, rule = frame_kind(tokens, draft.first, draft.last, head, draft.sentence)
    return kind, f"{draft.rule}/{rule}"


def _named_by(tokens: list[Token], draft: Draft) -> str | None:
    """The kind of a bare number that a noun or a sign tells: "magnitude 7", "a mother of three"."""
    if [t.text for t in tokens[draft.j : draft.j + 2]] == ["/", "-"] and glued(tokens, draft.j):
        return "money"  # "10,000/-": rupees or shillings
    k = draft.first - 1
    if draft.counted is not None or k < draft.sentence[0]:
        return None
    of = tokens[k].low == "of" and k > draft.sentence[0]
    noun = tokens[k - 1].low if of else tokens[k].low
    if of and noun in FRAMES["parents"]:
        return "people"
    return "other" if noun in FRAMES["graded"] and not (of and noun == "number") else None


def _share(tokens: list[Token], drafts: list[Draft], kinds: list[str], rules: list[str]) -> None:
    """Let bare numbers inherit unit and kind from their neighbour in a pair or list.

    "fell 2 percent and 1", "280 million of the 1.5 billion shekels", "from 20 to 30 cases".
    """
    for previous, draft in pairwise(drafts):  # "some 75 miles (120 km)" restates a hedge too
        if tokens[draft.first - 1].text == "(" and previous.last == draft.first - 1:
            if previous.unit is not None and draft.unit is not None and not draft.hedge:
                draft.restated = previous.hedge or previous.trailing
    for k, draft in enumerate(drafts):
        if (
            kinds[k] != "other"
            or draft.unit is not None
            or draft.counted is not None
            or draft.reason is not None
        ):
            continue
        hyphen = (
            tokens[draft.j].text in "-‐"
            and draft.j + 1 < len(tokens)
            and tokens[draft.j].start == tokens[draft.j - 1].end
            if draft.j < len(tokens)
            else False
        )
        if hyphen and k + 1 < len(drafts) and tokens[draft.j + 1].low in (",", "and", "or", "to"):
            # "four-, five- and six-cylinder engines": the last of the row has the noun.
            m = k + 1
            while (
                m + 1 < len(drafts)
                and drafts[m].unit is None
                and drafts[m].counted is None
                and m < k + 5
            ):
                m += 1
            _inherit(draft, drafts[m], kinds, rules, k, m)
            continue
        if k + 1 < len(drafts):
            following = drafts[k + 1]
            gap = (
                [t.low for t in tokens[draft.last : following.first]]
                if following.first - draft.last < 5
                else None
            )
            if gap is not None and following.sentence == draft.sentence:
                if gap in (
                    ["to"],
                    ["of", "the"],
                    ["of"],
                    ["or"],
                    ["and"],
                    ["out", "of"],
                    ["out", "of", "the"],
                    ["of", "its"],
                    ["of", "their"],
                ):
                    _inherit(draft, following, kinds, rules, k, k + 1)
                    continue
        after = tokens[draft.last] if draft.last < len(tokens) else None
        if after is not None and after.kind == "w" and after.text[0].isupper():
            continue  # "14 T-72s": something else is counted
        if k:
            previous = drafts[k - 1]
            if previous.sentence == draft.sentence and draft.first - previous.last < 8:
                gap = [t.low for t in tokens[previous.last : draft.first]]
                if gap and gap[-1] == "to" and kinds[k - 1] == "percent":
                    continue  # "rose 8% to 3.65"
                if gap and gap[-1] in _LINKS:
                    _inherit(draft, previous, kinds, rules, k, k - 1)


def _inherit(
    draft: Draft, other: Draft, kinds: list[str], rules: list[str], k: int, m: int
) -> None:
    if kinds[m] in ("date", "ordinal", "age", "frequency") or other.form == "fraction":
        return
    if other.unit is None and other.counted is None:
        return
    draft.unit, draft.rate = other.unit, None
    draft.shared = other
    kinds[k] = kinds[m]
    rules[k] = f"{draft.rule}/shared-noun"


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
    if counted is None and draft.shared is not None and draft.shared.counted is not None:
        counted = draft.shared.counted
    name: str | None = None
    if counted is not None:
        word = tokens[counted.head].low
        name = draft.noun or singular(word)
        if word == "others":
            name = "person" if draft.noun == "person" or kind in _PERSON_KINDS else "other"
    elif draft.noun is not None:
        name = draft.noun
    elif kind in _PERSON_KINDS or _gathered(tokens, draft) or _who(tokens, draft):
        name = "person"
    if name is not None and draft.rate is not None:
        return f"{name}/{draft.rate[0]}"
    return name


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


def finish(
    text: str, *, benchmark: bool, reading: Reading | None = None, start: int = 0
) -> tuple[list[tuple[Draft, Quantity]], list[Residue], list[Token]]:
    """Quantities with their drafts, and the residue; ``benchmark`` keeps what it counts."""
    tokens, drafts, left, kinds, rules = drafts_of(text, reading, start)
    rows: list[tuple[Draft, Quantity]] = []
    taken = 0
    for k, draft in enumerate(drafts):
        kind = kinds[k]
        reason = _left_out(tokens, drafts, k, kind, benchmark)
        if reason is None and draft.start < taken:
            reason = "unrecognised"
        if reason is not None:
            left.append(Left(draft.i, draft.j, reason))
            continue
        taken = draft.end
        rows.append((draft, _quantity(tokens, draft, kind, rules[k])))
    residue = [Residue(tokens[x.i].start, tokens[x.j - 1].end, x.reason) for x in left if x.j > x.i]
    return rows, _swept(tokens, rows, residue), tokens


def _left_out(
    tokens: list[Token], drafts: list[Draft], k: int, kind: str, benchmark: bool
) -> str | None:
    """The reason why a draft is residue under the profile; None where it is a row."""
    draft = drafts[k]
    if benchmark:
        if kind in ("date", "ordinal") or "commas" in draft.notes:
            return "determiner"
        if draft.reason in ("pronoun", "determiner", "name_part"):
            return draft.reason
        return None
    if draft.reason is not None:
        return draft.reason
    if "one" in draft.notes and draft.hedge is None and draft.unit is None and draft.rate is None:
        if kind in (
            "other",
            "people",
            "present",
            "population",
            "refugees",
            "troops",
            "homes",
        ) and not _coordinated(tokens, drafts, k):
            return "determiner"
    return None


def _quantity(
    tokens: list[Token],
    draft: Draft,
    kind: str,
    rule: str,
) -> Quantity:
    hedge, low, high = bounds_of(draft)
    binding: Hedge | None = draft.hedge or draft.trailing
    value = None if draft.ranged else draft.value
    counted = None
    if draft.counted is not None:
        counted = _span(tokens, draft.counted.i, draft.counted.j)
    elif draft.unit_word and draft.unit_tokens is not None and not draft.age:
        if draft.unit is not None and draft.unit.kind not in ("money", "percent"):
            i, j = draft.unit_tokens
            counted = _span(tokens, i + draft.compound, j)  # "a five-year deal": the year
    start, end = draft.start, draft.end
    full_start, full_end = start, max(end, tokens[draft.last - 1].end)
    if binding is not None:
        full_start = min(full_start, tokens[binding.i].start)
        full_end = max(full_end, tokens[binding.j - 1].end)
    modality = "possible" if binding is not None and binding.possible else draft.mood
    percent = kind == "percent" or unit_of(tokens, draft, kind) in SUBUNITS
    trend, _ = trend_of(tokens, draft.first, draft.last, draft.sentence, percent=percent)
    if kind in ("date", "age", "ordinal", "duration"):
        trend = "none"
    population = "unstated"
    if draft.counted is not None and kind not in ("homes", "other", "rate"):
        population = population_of(tokens, draft.counted.i, draft.counted.j)
    return Quantity(
        start=start,
        end=end,
        full=Span(full_start, full_end),
        value=value,
        low=low,
        high=high,
        hedge=hedge,
        hedge_span=_span(tokens, binding.i, binding.j) if binding is not None else None,
        estimated="estimated" in draft.notes or (binding is not None and binding.estimated),
        trend=trend,
        unit=unit_of(tokens, draft, kind),
        counted=counted,
        kind=kind,
        population=population,
        stock_or_flow=flow_of(kind, tokens, draft.first, draft.sentence[0]),
        modality=modality,
        rule_id=rule,
        confidence=_confidence(draft, kind),
    )


def _confidence(draft: Draft, kind: str) -> float:
    """A coarse confidence: how far the construction carries, not a probability."""
    if draft.unit is not None or kind in ("date", "age", "percent"):
        return 0.95
    if draft.counted is not None:
        return 0.9
    return 0.7 if kind != "other" else 0.5


def _span(tokens: list[Token], i: int, j: int) -> Span:
    return Span(tokens[i].start, tokens[j - 1].end)


def _swept(
    tokens: list[Token], rows: list[tuple[Draft, Quantity]], residue: list[Residue]
) -> list[Residue]:
    """Residue in text order without overlaps, plus every numeral that nothing has taken yet."""
    spans = sorted(
        [(q.start, q.end, None) for _, q in rows] + [(r.start, r.end, r) for r in residue],
        key=lambda s: (s[0], -s[1]),
    )
    out: list[Residue] = []
    k, covered = 0, 0
    taken: list[tuple[int, int]] = []
    for start, end, item in spans:
        if end <= covered:
            continue
        start = max(start, covered)
        if item is not None:
            out.append(Residue(start, end, item.reason))
        taken.append((start, end))
        covered = end
    k = 0
    for token in tokens:
        if token.kind == "p" or (token.kind == "w" and token.low not in NUMBER_WORDS):
            continue
        while k < len(taken) and taken[k][1] <= token.start:
            k += 1
        if k < len(taken) and taken[k][0] <= token.start and token.end <= taken[k][1]:
            continue
        reason = "unrecognised"
        if token.kind == "w" and token.low in ("second", "seconds"):
            reason = "determiner"
        out.append(Residue(token.start, token.end, reason))
    out.sort(key=lambda r: r.start)
    return out


__all__ = ["drafts_of", "finish", "is_numeral"]
