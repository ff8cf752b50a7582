"""Scores of the exported network by head: ``python -m training.evaluate --corpora DIR``.

Parts of speech, arcs, entities and antecedents on treebanks that were not learned from, GAP's
pronouns, and words a second; the roles of attribution are scored by ``make score``, which prints
these too, without GAP (``--gap 0``). Prints Markdown for the card.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from helpers.language.net.network import Network, shipped_network
from helpers.language.net.pieces import Pieces
from helpers.language.reading import Reading, read
from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences

from .treebanks import ENTITIES, OPEN_GENRES, UPOS, Tree, read_treebank

GUM = "GUM dev, open genres"
MEASURES = ("UPOS", "UAS", "LAS", "LAS with subtypes")
ARCS = ("nsubj", "obj", "obl", "nummod", "ccomp", "appos", "nmod", "conj")
THIRD_PERSON = frozenset(
    "he she him her his hers they them their theirs it its "
    "himself herself itself themselves".split()
)

TARGETS = (
    ("EWT dev", "UPOS", 96),
    ("PUD", "UPOS", 95.5),
    ("EWT dev", "UAS", 88),
    ("EWT dev", "LAS", 84),
    (GUM, "person", 92),
    (GUM, "place", 84),
    (GUM, "organization", 70),
    (GUM, "antecedent", 82),
)
"""What was asked for: per cent right, F1 of entities."""

Pairs = Sequence[tuple[Tree, Reading]]
"""Texts of a treebank as it has them and as they were read."""


def reading_of(text: str, network: Network | None = None) -> Reading:
    """The text as the suite reads it."""
    article = article_from_text(text)
    passages = find_passages(article)
    return read(article, passages, find_sentences(article, passages), network=network)


def score_trees(pairs: Pairs) -> dict[str, float]:
    """Per cent: UPOS, UAS, LAS on the words that head their tokens, and F1 of some arcs.

    LAS asks for the main type of a relation, "LAS with subtypes" for all of its name
    ("nsubj:pass", "obl:tmod"), also where it is one too rare to be learned.
    """
    c: Counter[str] = Counter()
    for tree, found in pairs:
        for i, token in enumerate(found.tokens):
            if not tree.own[i]:
                continue
            c["words"] += 1
            c["UPOS"] += token.part == UPOS[tree.upos[i]]
            head = tree.heads[i]
            if head is None:
                continue
            c["arcs"] += 1
            named = tree.relations[i] or ""
            wanted = named.partition(":")[0]
            got = token.relation.partition(":")[0]
            right = token.head == head
            c["UAS"] += right
            c["LAS"] += right and wanted == got
            c["LAS with subtypes"] += right and named == token.relation
            c[f"wanted {wanted}"] += 1
            c[f"found {got}"] += 1
            c[f"right {wanted}"] += right and wanted == got
    scores = {"UPOS": c["UPOS"] / c["words"]}
    scores |= {name: c[name] / c["arcs"] for name in MEASURES[1:]}
    for name in ARCS:
        total = c[f"wanted {name}"] + c[f"found {name}"]
        scores[name] = 2 * c[f"right {name}"] / total if total else 0.0
    return {name: round(100 * value, 1) for name, value in scores.items()}


def score_mentions(pairs: Pairs) -> dict[str, float]:
    """F1 of entity types at the heads of mentions; right antecedents of third-person pronouns.

    An antecedent is right where the mention that is chosen belongs to the pronoun's chain; a
    pronoun that begins its chain is not asked about.
    """
    c: Counter[str] = Counter()
    for tree, found in pairs:
        if tree.entities is None or tree.chains is None:
            continue
        before: set[str] = set()
        for i, token in enumerate(found.tokens):
            wanted = ENTITIES[tree.entities[i]]
            c[f"wanted {wanted}"] += 1
            c[f"found {token.entity}"] += 1
            c[f"right {wanted}"] += wanted == token.entity
            chain = tree.chains[i]
            if token.text.lower() in THIRD_PERSON and chain in before:
                c["pronouns"] += 1
                here = found.antecedents.get(i)
                word = here.word if here else None
                c["antecedents"] += word is not None and tree.chains[word] == chain
            if chain is not None:
                before.add(chain)
    scores = {}
    for name in ("person", "place", "organization", "time", "event"):
        total = c[f"wanted {name}"] + c[f"found {name}"]
        scores[name] = 2 * c[f"right {name}"] / total if total else 0.0
    scores["antecedent"] = c["antecedents"] / max(1, c["pronouns"])
    return {name: round(100 * value, 1) for name, value in scores.items()}


def score_gap(path: Path, limit: int | None = None) -> float:
    """F1 on GAP (Webster and others, 2018): does the pronoun mean this name, over A and B."""
    right = found = wanted = 0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows[:limit]:
        reading = reading_of(row["Text"])
        start = int(row["Pronoun-offset"])
        pronoun = next(iter(reading.at(start, start + len(row["Pronoun"]))), None)
        chain = reading.chain_of(pronoun) if pronoun is not None else ()
        meant = {word for link in chain for word in reading.noun_phrase(link)}
        for name in ("A", "B"):
            begin = int(row[f"{name}-offset"])
            words = set(reading.at(begin, begin + len(row[name])))
            says, truth = bool(words & meant), row[f"{name}-coref"].upper() == "TRUE"
            right += says and truth
            found += says
            wanted += truth
    return round(200 * right / (found + wanted), 1) if found + wanted else 0.0


def treebanks(corpora: Path, pieces: Pieces) -> dict[str, list[Tree]]:
    """The treebanks that are measured on, those that are at hand; GUM's with its mentions."""
    gum = corpora / "ud_gum" / "dev.conllu.gz"
    plain = {
        "EWT dev": corpora / "ud_ewt" / "dev.conllu.gz",
        "PUD": corpora / "ud_pud" / "test.conllu.gz",
    }
    found = {name: read_treebank(path, pieces) for name, path in plain.items() if path.is_file()}
    if gum.is_file():
        found[GUM] = read_treebank(gum, pieces, entities=True, genres=OPEN_GENRES)
    return found


def main() -> None:
    """Prints a table for each treebank."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--gap", type=int, help="only so many of GAP's texts; 0: none")
    options = parser.parse_args()
    sets = treebanks(options.corpora, Pieces(list(shipped_network()._pieces.ids)))
    if not sets:
        print(f"No treebank is at hand in {options.corpora}: name the folder with --corpora.")
        return
    columns = (*MEASURES, *ARCS)
    print("| on | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 1) + "|")
    words, began = 0, time.process_time()
    reached: dict[tuple[str, str], float] = {}
    mentions: dict[str, float] = {}
    for name, trees in sets.items():
        pairs = [(tree, reading_of(tree.text)) for tree in trees]
        words += sum(len(tree.text.split()) for tree in trees)
        scores = score_trees(pairs)
        print(f"| {name} | " + " | ".join(str(scores[c]) for c in columns) + " |", flush=True)
        if name == GUM:
            mentions = score_mentions(pairs)
            reached |= {(name, measure): score for measure, score in mentions.items()}
        reached |= {(name, measure): score for measure, score in scores.items()}
    seconds = time.process_time() - began
    print()
    for name, value in mentions.items():
        print(f"{GUM}: {name} {value}")
    print("\n| on | measure | target | reached |\n|---|---|---|---|")
    for on, measure, target in TARGETS:
        print(f"| {on} | {measure} | {target} | {reached.get((on, measure), '-')} |")
    print(f"\n{words / seconds:,.0f} words for each second of processor time, scoring included")
    gap = options.corpora / "gap" / "test.tsv.gz"
    if options.gap != 0 and gap.is_file():
        print(f"GAP test: F1 {score_gap(gap, options.gap)}")


if __name__ == "__main__":
    main()
