"""One reading of an article: words that know their grammar, asked by whoever looks for meaning.

``read`` runs the network once; every finder takes the :class:`Reading` and asks it (who is the
subject of this verb, what belongs to this noun), none matches raw text for grammar. Words are
numbered through the article; a question about a word outside the part that was read, or about
one that hangs on nothing, is answered by None or by the word itself, never by an error.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from ..records import Article, Passage, Sentence, Span
from .lemmas import lemma_of
from .net.chains import Antecedent, antecedents
from .net.network import Network, shipped_network
from .net.roles import Linked
from .words import find_words

if TYPE_CHECKING:
    import numpy as np

ROOT = -1
_CLAUSES = frozenset({"root", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer", "csubj:pass"})
_OF_A_NOUN = frozenset(
    {"det", "det:predet", "amod", "compound", "compound:prt", "flat", "fixed", "nummod", "goeswith",
     "nmod:poss", "nmod:desc", "nmod:npmod", "nmod:unmarked", "list"}
)  # fmt: skip
"""Relations inside a noun phrase; a prepositional phrase behind it, a clause or an apposition
is asked for by name."""
_BETWEEN = frozenset({"punct", "case", "advmod"})
"""Relations of words that a noun phrase neither begins nor ends with, but may hold: "al-Qaeda"."""
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_INSIDE = _NOMINAL | {"ADP", "DET", "ADJ"}
"""Parts of speech that a title before a name holds."""
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_FAR = 60
"""Words over which an arc is looked at again."""
_THIRD_PERSON = frozenset(
    "he she it they him her them his hers its their theirs who which that".split()
)
_FEATURES = {
    "VBD": {"VerbForm": "Fin", "Tense": "Past"},
    "VBZ": {"VerbForm": "Fin", "Tense": "Pres", "Number": "Sing"},
    "VBP": {"VerbForm": "Fin", "Tense": "Pres"},
    "VB": {"VerbForm": "Inf"},
    "VBG": {"VerbForm": "Ger"},
    "VBN": {"VerbForm": "Part", "Tense": "Past"},
    "MD": {"VerbForm": "Fin"},
    "NN": {"Number": "Sing"},
    "NNP": {"Number": "Sing"},
    "NNS": {"Number": "Plur"},
    "NNPS": {"Number": "Plur"},
}
"""What the finer parts of speech (Penn) say in the words of Universal Dependencies."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: where it stands and what the network makes of it.

    ``head`` is the word that it hangs on (-1: none, a root) and ``relation`` how; ``entity`` is
    the type of the mention that it heads ("none": it heads none). ``chance`` is the network's of
    the head, from 0 to 1.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    part: str
    finer: str
    head: int
    relation: str
    entity: str
    chance: float

    @property
    def features(self) -> dict[str, str]:
        """Number, tense and verb form, where the word has them."""
        return _FEATURES.get(self.finer, {})


@dataclass(frozen=True)
class Reading:
    """The words of one article with their grammar; made by :func:`read`, never changed.

    ``sentence_of`` numbers each word's sentence, which knows its passage. ``unread`` is the place
    in the text from which nothing was read (None: all of it was). ``states`` and ``forms`` are the
    network's own rows of numbers for each word, in its place and anywhere: what small fitted
    models decide by (None: a reading that no network made).
    """

    article: Article
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    sentence_of: tuple[int, ...]
    roles: tuple[Linked, ...]
    antecedents: dict[int, Antecedent]
    version: str
    unread: int | None = None
    states: np.ndarray | None = field(default=None, repr=False, compare=False)
    forms: np.ndarray | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def at(self, start: int, end: int) -> range:
        """The words that share a character with a span of the text."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        past = bisect_left(self._starts, end) if start < end else first
        return range(first, max(first, past))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    def span(self, first: int, last: int) -> Span:
        """From the first word's first character to the last one's end."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    @cached_property
    def source_words(self) -> frozenset[int]:
        """The words that stand in the source of an attribution."""
        return frozenset(w for role in self.roles if role.source for w in range(*role.source))

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word those that hang on it, in text order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != ROOT:
                found[token.head].append(token.index)
        return tuple(map(tuple, found))

    def _below(self, index: int) -> tuple[int, ...]:
        return self.children[index] if self._has(index) else ()

    def _has(self, index: int) -> bool:
        return 0 <= index < len(self.tokens)

    def _relation(self, index: int) -> str:
        return self.tokens[index].relation if self._has(index) else "root"

    def of(self, index: int, *relations: str) -> tuple[int, ...]:
        """The words that hang on this one by one of these relations (a main type names all)."""
        return tuple(
            child
            for child in self._below(index)
            if (name := self.tokens[child].relation) in relations
            or name.partition(":")[0] in relations
        )

    def governor(self, index: int) -> int | None:
        """The word that this one hangs on; None for a root."""
        head = self.tokens[index].head if self._has(index) else ROOT
        return None if head == ROOT else head

    def ancestors(self, index: int) -> Iterator[int]:
        """The governor, its governor and so on; a circle ends where it would close."""
        seen = {index}
        while (above := self.governor(index)) is not None and above not in seen:
            yield above
            seen.add(above)
            index = above

    def subtree(self, index: int) -> tuple[int, ...]:
        """The word and all that hangs on it, near or far, in text order."""
        seen, waiting = {index}, [index]
        while waiting:
            for child in self._below(waiting.pop()):
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return tuple(sorted(seen))

    def subject_of(self, verb: int) -> int | None:
        """The word that heads the verb's subject; that of the verb it shares one with.

        Who is told to do something is the subject of what there is to do.
        """
        for child in self._below(verb):
            if self.tokens[child].relation in _SUBJECTS:
                return child
        for above in self.ancestors(verb):
            relation = self._relation(verb)
            # "said it rained and added that …", "asked to leave", "asked him to leave".
            if relation not in ("conj", "xcomp"):
                return None
            told = self.of(above, "obj", "iobj") if relation == "xcomp" else ()
            for child in (*told, *self._below(above)):
                if child in told or self.tokens[child].relation in _SUBJECTS:
                    return child
            verb = above
        return None

    def conjuncts(self, index: int) -> tuple[int, ...]:
        """The words coordinated with this one, itself included, in text order."""
        if index in self._rows:
            return self._rows[index]
        first = index
        for above in self.ancestors(index):
            if self._relation(first) != "conj":
                break
            first = above
        found, waiting = {first}, [first]
        while waiting:
            for child in self.of(waiting.pop(), "conj"):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        row = tuple(sorted(found | {index}))
        if index in found:
            self._rows.update(dict.fromkeys(found, row))
        return row

    @cached_property
    def _rows(self) -> dict[int, tuple[int, ...]]:
        """The rows of coordinated words asked for so far: each is looked at once."""
        return {}

    def apposition_of(self, index: int) -> int | None:
        """The word that heads an apposition to this one, or to which this one is one."""
        if self._relation(index) == "appos":
            return self.governor(index)
        found = self.of(index, "appos")
        return found[0] if found else None

    def noun_phrase(self, index: int) -> range:
        """The words of the phrase that this noun heads: determiner to noun, names whole.

        It ends where a word of something else begins; marks count where more of it follows.
        """
        inside, between, waiting = {index}, set(), [index]
        while waiting:
            for child in self._below(waiting.pop()):
                relation = self.tokens[child].relation
                if child in inside:
                    continue
                # What stands before the noun is the phrase's, whatever hangs on its modifiers:
                # "the [mayor of London's] house", "[five to ten] people".
                modifies = self.tokens[child].head != index and child < index
                if relation in _OF_A_NOUN or (modifies and relation != "punct"):
                    inside.add(child)
                    waiting.append(child)
                elif relation in _BETWEEN:
                    between.add(child)
        edges = []
        for step in (-1, 1):
            edge = at = index
            while (at := at + step) in inside or at in between:
                edge = at if at in inside else edge
            edges.append(edge)
        return range(edges[0], edges[1] + 1)

    def full_phrase(self, index: int) -> range:
        """The noun phrase with the phrases behind it: "the head of the Red Crescent in Lima".

        Clauses, appositions and asides behind the noun are left out.
        """
        inside = set(self.noun_phrase(index))
        waiting = [index]
        while waiting:
            for child in self._below(waiting.pop()):
                relation = self.tokens[child].relation.partition(":")[0]
                # "people [close to the talks]" is a phrase, "people [who left]" holds a clause.
                clause = relation == "acl" and self.tokens[child].part != "ADJ"
                if not clause and relation not in ("appos", "parataxis", "advcl", "punct"):
                    inside.add(child)
                    waiting.append(child)
        last = max(self.noun_phrase(index))
        while last + 1 in inside:
            last += 1
        return range(min(self.noun_phrase(index)), last + 1)

    def clause_of(self, index: int) -> int:
        """The verb (or other word) that heads the clause in which a word stands."""
        word = index
        for word in chain((index,), self.ancestors(index)):
            relation = self._relation(word)
            if relation in _CLAUSES:
                return word
            if relation == "conj" and self.tokens[word].part in ("VERB", "AUX"):
                return word
        return word

    def same_clause(self, one: int, other: int) -> bool:
        """Whether two words stand in one clause of one sentence."""
        return (
            self._has(one)
            and self._has(other)
            and self.sentence_of[one] == self.sentence_of[other]
            and self.clause_of(one) == self.clause_of(other)
        )

    def chain_of(self, index: int) -> tuple[int, ...]:
        """The mention's antecedent, its antecedent and so on, the nearest first."""
        found = {index: None}  # keeps their order
        here = self.antecedents.get(index)
        while here is not None and here.word is not None and here.word not in found:
            found[here.word] = None
            here = self.antecedents.get(here.word)
        return tuple(found)[1:]


def read(
    article: Article,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
    *,
    network: Network | None = None,
) -> Reading:
    """The article read once. Raises ModelError where the network cannot be used.

    No sentence, phrase or claim crosses a passage. ``network`` is the shipped one by default.
    """
    network = network or shipped_network()
    text = article.text
    # A passage is cut into words for itself, so that none crosses its borders.
    spans: list[tuple[int, int]] = []
    ends: set[int] = set()
    for passage in passages:
        cut = find_words(text[passage.start : passage.end])
        spans += [(start + passage.start, end + passage.start) for start, end in cut]
        ends.add(len(spans) - 1)
    ends.discard(-1)
    surfaces = [text[start:end] for start, end in spans]
    begins = [start for start, _ in spans]
    firsts = sorted({bisect_left(begins, sentence.start) for sentence in sentences} | {0})
    scored = network.score(surfaces, ends, [first for first in firsts if first < len(spans)])
    if scored is None:
        return Reading(
            article, (), tuple(sentences), tuple(passages), (), (), {}, network.version,
            begins[0] if begins else None,
        )  # fmt: skip
    n = scored.count
    parts = [network.upos[k] for k in scored.upos.argmax(1)]
    kinds = [network.entities[k] for k in scored.entities.argmax(1)]
    relations = [network.relations[k] for k in scored.relations]
    heads = _uncrossed(scored.heads.tolist(), parts, relations, surfaces)
    finer = [network.finer[k] for k in scored.finer]
    heads = _one_subject(heads, parts, relations, kinds)
    heads = _subjects_found(heads, parts, finer, relations, firsts)
    heads = _without_circles(heads, scored.arcs.tolist())
    tokens = tuple(
        Token(
            i,
            spans[i][0],
            spans[i][1],
            surfaces[i],
            lemma_of(surfaces[i], parts[i]),
            parts[i],
            finer[i],
            heads[i],
            relations[i] if heads[i] != ROOT else "root",
            kinds[i],
            float(scored.arcs[i]),
        )
        for i in range(n)
    )
    mentions = [
        t.index
        for t in tokens
        if t.entity != "none" or (t.part == "PRON" and t.text.lower() in _THIRD_PERSON)
    ]
    lower = [surface.lower() for surface in surfaces[:n]]
    starts = [sentence.start for sentence in sentences]
    return Reading(
        article,
        tokens,
        tuple(sentences),
        tuple(passages),
        tuple(max(0, bisect_right(starts, t.start) - 1) for t in tokens),
        scored.roles,
        antecedents(mentions, lower, scored.asks, scored.answers, scored.biases),
        network.version,
        begins[n] if n < len(begins) else None,
        scored.states,
        scored.forms,
    )


def _uncrossed(
    heads: list[int], parts: Sequence[str], relations: Sequence[str], surfaces: Sequence[str]
) -> list[int]:
    """Heads in which two arcs that English never crosses with others keep to their own side.

    In "a town of 300 people into ruins" each preposition marks its own noun, and a clause that
    begins with "where" tells of the name or noun right before it.
    """
    found = list(heads)
    for i, part in enumerate(parts):
        head = heads[i]
        if part == "ADP" and relations[i] == "case" and i + 2 < head <= i + _FAR:
            later = (k for k in range(i + 2, head) if relations[k] == "case" and heads[k] == head)
            past = next(later, i)
            inside = (k for k in range(i + 1, past) if relations[k] != "punct")
            tops = [k for k in inside if not i < heads[k] < past]
            if len(tops) == 1 and parts[tops[0]] in _NOMINAL:
                found[i] = tops[0]
        elif relations[i] == "acl:relcl" and i - _FAR <= head < i:
            where = next((k for k in range(head + 1, i) if surfaces[k].lower() == "where"), 0)
            before = where - (2 if surfaces[where - 1] == "," else 1)
            if heads[where] == i and head < before and parts[before] in _NOMINAL:
                above = before
                while head < above < i and above != heads[above]:
                    above = heads[above]
                found[i] = head if above == head else before
    return found


def _one_subject(
    heads: list[int], parts: Sequence[str], relations: list[str], kinds: Sequence[str]
) -> list[int]:
    """Heads and ``relations`` in which a title and the name behind it are one subject, not two.

    A verb has one subject: of two with no mark or conjunction between them, "harbour master" and
    "Tim Rask", the first describes the second; two words of a name are one name.
    """
    found = list(heads)
    first: dict[int, int] = {}
    titled: set[int] = set()
    for i, relation in enumerate(relations):
        if not relation.startswith("nsubj") or parts[i] not in ("PROPN", "NOUN"):
            continue
        before = first.setdefault(heads[i], i)
        joined = before < i < heads[i] and parts[i] == "PROPN"
        if joined and all(parts[k] in _INSIDE for k in range(before, i)):
            names = before == i - 1 and parts[before] == "PROPN"
            if names and (before in titled or "person" in (kinds[before], kinds[i])):
                found[i], relations[i] = before, "flat"
            else:
                found[before], relations[before] = i, "compound" if names else "nmod:desc"
                first[heads[i]] = i
                titled |= {i} if not names else set()
    return found


def _subjects_found(
    heads: list[int],
    parts: Sequence[str],
    finer: Sequence[str],
    relations: list[str],
    firsts: Sequence[int],
) -> list[int]:
    """Heads and ``relations`` in which a noun and a finite verb are not both roots.

    A sentence has one root; of "|Thousands| who detest him |marched|" the noun is the subject.
    """
    found = list(heads)
    subjects = {heads[i]: i for i, relation in enumerate(relations) if relation.startswith("nsubj")}
    passive = {heads[i] for i, relation in enumerate(relations) if relation == "aux:pass"}
    for first, past in pairwise([*firsts, len(heads)]):
        roots = [i for i in range(first, min(past, len(heads))) if heads[i] == ROOT]
        for noun, verb in pairwise(roots):
            finite = parts[verb] == "VERB" and finer[verb] in _FINITE
            alone = all(found[k] != verb or parts[k] == "AUX" for k in range(noun + 1, verb))
            if parts[noun] in _NOMINAL and finite and verb not in subjects and alone:
                found[noun] = verb
                relations[noun] = "nsubj:pass" if verb in passive else "nsubj"
    return found


def _without_circles(heads: list[int], chances: list[float]) -> list[int]:
    """Heads in which following them always ends: a circle's least likely arc becomes a root."""
    found = list(heads)
    done = [False] * len(found)
    for word in range(len(found)):
        path: list[int] = []
        seen: dict[int, int] = {}
        at = word
        while at != ROOT and not done[at] and at not in seen:
            seen[at] = len(path)
            path.append(at)
            at = found[at]
        if at != ROOT and not done[at]:
            weakest = min(path[seen[at] :], key=lambda w: (chances[w], w))
            found[weakest] = ROOT
        for passed in path:
            done[passed] = True
    return found
