"""Which kind a number is, from the frame around it: what is counted, verbs, neighbours."""

from __future__ import annotations

from functools import lru_cache

from helpers.language.lemmas import lemma_of
from helpers.quantities.nouns import singular
from helpers.quantities.tokens import Token
from helpers.quantities.words import FRAMES, HAPPENINGS, KINDS, happening

#: Kinds that count people: an elided noun behind them is a person.
PEOPLE = (
    "killed",
    "injured",
    "missing",
    "rescued",
    "ill",
    "detained",
    "displaced",
    "refugees",
    "evacuated",
    "trapped",
)


_ORDER = (*PEOPLE, "affected", "present", "population")


_WEAK = frozenset({"present"})
"""Kinds that give way to any other in the frame: "12 people aboard died"."""


_REACH = 12


_BRIDGE = frozenset(KINDS["frames"]["object_bridge"])


_FLOW_VERBS = frozenset(KINDS["frames"]["flow_verbs"])


_STOCK_VERBS = frozenset(KINDS["frames"]["stock_verbs"])


_HUMAN = frozenset(KINDS["human"]["heads"])


_NONHUMAN = frozenset(KINDS["human"]["nonhuman"])


_HUMAN_ENDS = tuple(KINDS["human"]["endings"])


_CIVILIAN = frozenset(KINDS["population_words"]["civilian"])


_COMBATANT = frozenset(KINDS["population_words"]["combatant"])


_CUTTING = FRAMES["cutting"]


_PLACES = frozenset(KINDS["frames"]["places"])


_HEALTH = frozenset(KINDS["frames"]["health"])
_SUPPLIES = frozenset(KINDS["frames"]["supplies"])


_SAYING = FRAMES["saying"]


_AUXILIARY = FRAMES["auxiliaries"]


def _told(tokens: list[Token], last: int, k: int) -> bool:
    """ "told to leave", "ordered to evacuate" between the counted phrase and token ``k``."""
    orders = FRAMES["orders"]
    return any(t.low in orders for t in tokens[max(last, k - 4) : k])


@lru_cache(maxsize=4096)
def _kind_beside(word: str, side: str) -> str:
    """The kind that a word gives to the figure on its right ("left") or left; empty for none.

    >>> _kind_beside("injuring", "left"), _kind_beside("died", "right")
    ('injured', 'killed')
    """
    if word in KINDS["beside"][side]:
        return KINDS["beside"][side][word]
    verb = HAPPENINGS["pass"]["forms"].get(word) or lemma_of(word, "VERB")
    if side == "left":
        kind = happening("done").get(verb, "")
        return "" if kind in _WEAK else kind
    done = happening("done").get(verb, "") if word.endswith(_PARTICIPLES) else ""
    noun = happening("noun").get(lemma_of(word, "NOUN"), "") if word.endswith("s") else ""
    does = happening("do").get(verb, "") if side == "right" else ""
    if does in _WEAK and not word.endswith(("ed", "ing")):
        does = ""
    done = "" if done in _WEAK else done
    return done or does or happening("state").get(word, "") or noun


_PARTICIPLES = ("ed", "en", "in", "wn", "pt", "rt", "lt")


def _kind_of_noun(noun: str) -> str:
    """The kind that a counted noun gives by itself."""
    kind = happening("noun").get(noun) or happening("who").get(noun, "")
    kind = kind or KINDS["beside"]["head"].get(noun, "")
    return "homes" if not kind and noun in HAPPENINGS["pass"]["homes"] else kind


@lru_cache(maxsize=4096)
def is_human(noun: str) -> bool | None:
    """Whether a noun in the singular names people; None where nothing shows it.

    >>> is_human("firefighter"), is_human("container"), is_human("person"), is_human("bridge")
    (True, False, True, None)
    """
    if noun in _HUMAN:
        return True
    if noun in _NONHUMAN:
        return False
    if len(noun) > 4 and noun.endswith(_HUMAN_ENDS):
        return True
    return None


def frame_kind(
    tokens: list[Token], first: int, last: int, head: Token | None, bounds: tuple[int, int]
) -> tuple[str, str]:
    """Kind of the count in tokens ``first`` to ``last`` (hedge to counted), and the rule.

    ``head`` is the head noun or None; ``bounds`` are the first and past-the-last token of
    the sentence. Nothing beyond twelve tokens either side is read.

    >>> from helpers.quantities.tokens import tokenise
    >>> def kind(text, first, last, head=None):
    ...     tokens = tokenise(text)
    ...     noun = None if head is None else tokens[head]
    ...     return frame_kind(tokens, first, last, noun, (0, len(tokens)))[0]
    >>> kind("killed 20 people", 1, 3, 2), kind("trapping 20 people", 1, 3, 2)
    ('killed', 'trapped')
    >>> kind("forced 20 from their homes", 1, 2), kind("20 people were killed", 0, 2, 1)
    ('displaced', 'killed')
    >>> kind("cut power to 20 homes", 3, 5, 4), kind("once home to 20 people", 3, 5, 4)
    ('homes', 'population')
    """
    noun = singular(head.low) if head is not None else None
    human = is_human(noun) if noun is not None else None
    if head is not None and human is None and head.text[0].isupper():
        human = True  # "30 Russians"
    if noun is None:
        human = True
    by_head = _kind_of_noun(noun) if noun else ""
    if by_head in ("killed", "injured", "refugees", "homes", "detained", "evacuated", "displaced"):
        if by_head in ("refugees", "detained"):
            verb, _ = _verb_kind(tokens, first, last, bounds)
            if verb in ("killed", "injured", "evacuated", "trapped", "missing", "detained"):
                return verb, "frame-verb"
        return by_head, "counted-noun"
    verb, near = _verb_kind(tokens, first, last, bounds)
    if verb and (human or (human is None and near <= 2)):
        if by_head == "troops" and verb in ("population", *_WEAK):
            return "troops", "counted-noun"
        return verb, "frame-verb"
    if by_head == "ill" and noun == "case" and not _about_health(tokens, bounds, first, last):
        return "other", "counted-noun"  # cases in court
    if by_head:
        return by_head, "counted-noun"
    if noun and is_human(noun):
        return "people", "counted-noun"
    return "other", "counted-noun" if noun else "bare"


def _about_health(tokens: list[Token], bounds: tuple[int, int], first: int, last: int) -> bool:
    """Whether a word of illness stands within twenty tokens in the sentence."""
    near = tokens[max(bounds[0], first - 20) : min(bounds[1], last + 20)]
    return any(t.low in _HEALTH for t in near)


def _verb_kind(
    tokens: list[Token], first: int, last: int, bounds: tuple[int, int]
) -> tuple[str, int]:
    """The nearest verb or noun of harm that governs the number, and how far it is."""
    low, high = max(bounds[0], first - _REACH), min(bounds[1], last + _REACH)
    if last < high and (kind := _kind_beside(tokens[last].low, "near")):
        return kind, 0
    left, left_at = "", 99
    for k in range(first - 1, low - 1, -1):
        word = tokens[k].low
        if tokens[k].kind == "p" and word in ".;:—–()":
            break
        if kind := _kind_beside(word, "left"):
            if kind == "displaced" and word.startswith(("forc", "driv", "drove")):
                if not _leaves(tokens, last, high):
                    continue
            if kind == "population" and not (
                word != "home" or (k + 1 < first and tokens[k + 1].low == "to")
            ):
                continue
            if kind == "population" and any(t.kind != "w" for t in tokens[k + 1 : first]):
                break
            if kind == "killed" and word in ("claimed", "claims", "claiming"):
                if not any(t.low in ("life", "lives") for t in tokens[k:high]):
                    continue
            if kind in _WEAK:
                left, left_at = left or kind, min(left_at, first - 1 - k)
                continue
            left, left_at = kind, first - 1 - k
            break
        if word == "of" and k == first - 1 and k and singular(tokens[k - 1].low) in _PLACES:
            left, left_at = "population", first - 1 - k  # "a town of 5,000"
            break
        if word == "from" and k and tokens[k - 1].low in ("range", "ranges", "ranged", "ranging"):
            continue
        if word in _CUTTING:
            break
    right, right_at = "", 99
    for k in range(last, high):
        word = tokens[k].low
        if tokens[k].kind == "p" and word in ".;:—()":
            break
        if kind := _kind_beside(word, "right"):
            if kind in _WEAK:
                right, right_at = right or kind, min(right_at, k - last)
                continue
            right, right_at = kind, k - last
            break
        if word == "without" and k + 1 < high and tokens[k + 1].low in _SUPPLIES:
            right, right_at = "affected", k - last
            break
        if word in ("leave", "evacuate") and _told(tokens, last, k):
            right, right_at = "evacuated", k - last
            break
        if tokens[k].kind == "n" or (word in _SAYING and tokens[k - 1].low not in _AUXILIARY):
            break
        if word in FRAMES["clause_openers"]:
            break
        if word == "and" and k + 1 < high and (tokens[k + 1].kind == "n"):
            break
    if left in _WEAK and right and right not in _WEAK:
        return right, right_at
    if right in _WEAK and left and left not in _WEAK:
        return left, left_at
    if left and right:
        # "one was killed and two were hurt": the verb of its own clause decides.
        if right_at <= 3 and last < high and tokens[last].low in _AUXILIARY:
            return right, right_at
        # The object of a verb right before it is decided; else the nearer word.
        if left_at <= right_at or _joined(tokens, last, right_at):
            return left, left_at
        return right, right_at
    return (left, left_at) if left else (right, right_at)


def _joined(tokens: list[Token], last: int, distance: int) -> bool:
    """Whether a comma or "and" stands between the counted phrase and the word on the right."""
    return any(token.low in ("and", ",", "but") for token in tokens[last : last + distance])


def _leaves(tokens: list[Token], last: int, high: int) -> bool:
    """ "from their homes", "to flee", "out of": what makes "forced" a displacement."""
    words = [t.low for t in tokens[last : min(high, last + 8)]]
    if any(w in FRAMES["leaving"] for w in words):
        return True
    return len(words) > 1 and words[0] in ("from", "out") and words[1] != "a"


def population_of(tokens: list[Token], i: int, j: int) -> str:
    """civilian, combatant, mixed or unstated, from the words counted.

    >>> from helpers.quantities.tokens import tokenise
    >>> population_of(tokenise("Russian soldiers"), 0, 2), population_of(tokenise("people"), 0, 1)
    ('combatant', 'unstated')
    """
    civilian = any(t.low in _CIVILIAN for t in tokens[i:j])
    combatant = any(t.low in _COMBATANT for t in tokens[i:j])
    if civilian and combatant:
        return "mixed"
    return "civilian" if civilian else "combatant" if combatant else "unstated"


def flow_of(kind: str, tokens: list[Token], first: int, low: int) -> str:
    """stock or flow of a kind, with the verb before the number where the kind leaves it open."""
    if kind not in (*_ORDER, "troops", "homes"):
        return "unstated"
    default = KINDS["flow"][kind]
    if kind in ("troops", "homes", "affected", "ill"):
        for k in range(first - 1, max(low, first - 8) - 1, -1):
            word = tokens[k].low
            if word in _FLOW_VERBS:
                return "flow"
            if word in _STOCK_VERBS:
                return "stock"
        return "flow" if kind == "homes" else default
    if kind in ("displaced", "evacuated"):
        for k in range(first - 1, max(low, first - 6) - 1, -1):
            if tokens[k].low in FRAMES["hosting"]:
                return "stock"
    return default
