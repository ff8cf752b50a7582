"""Scores of the exported network by head: ``python -m training.evaluate --corpora DIR``.

Parts of speech, arcs, entities and antecedents on treebanks that were not learned from, GAP's
pronouns; the roles of attribution are scored by ``make score``. Prints Markdown for the card.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.language.net.network import Network, shipped_network
from helpers.language.net.pieces import Pieces
from helpers.language.reading import Reading, read
from helpers.loading import article_from_text
from helpers.passages import find_passages, find_sentences

from .treebanks import ENTITIES, OPEN_GENRES, ROOT, UPOS, Tree, read_treebank

ARCS = ("nsubj", "obj", "obl", "nummod", "ccomp", "appos", "nmod", "conj")
THIRD_PERSON = frozenset(
    "he she him her his hers they them their theirs it its "
    "himself herself itself themselves".split()
)


def reading_of(text: str, network: Network | None = None) -> Reading:
    """The text as the suite reads it."""
    article = article_from_text(text)
    passages = find_passages(article)
    return read(article, passages, find_sentences(article, passages), network=network)


def score_trees(trees: Iterable[Tree]) -> dict[str, float]:
    """Per cent: UPOS, UAS, LAS on the words that head their tokens, and F1 of some arcs."""
    c: Counter[str] = Counter()
    for tree in trees:
        found = reading_of(tree.text)
        for i, token in enumerate(found.tokens):
            if not tree.own[i]:
                continue
            c["words"] += 1
            c["UPOS"] += token.part == UPOS[tree.upos[i]]
            head = tree.heads[i]
            if head is None:
                continue
            c["arcs"] += 1
            wanted = (tree.relations[i] or "").partition(":")[0]
            got = token.relation.partition(":")[0]
            right = token.head == head
            c["UAS"] += right
            c["LAS"] += right and wanted == got
            c[f"wanted {wanted}"] += 1
            c[f"found {got}"] += 1
            c[f"right {wanted}"] += right and wanted == got
    scores = {"UPOS": c["UPOS"] / c["words"]}
    scores |= {name: c[name] / c["arcs"] for name in ("UAS", "LAS")}
    for name in ARCS:
        total = c[f"wanted {name}"] + c[f"found {name}"]
        scores[name] = 2 * c[f"right {name}"] / total if total else 0.0
    return {name: round(100 * value, 1) for name, value in scores.items()}


def score_mentions(trees: Sequence[Tree]) -> dict[str, float]:
    """F1 of entity types at the heads of mentions; right antecedents of third-person pronouns.

    An antecedent is right where the mention that is chosen belongs to the pronoun's chain; a
    pronoun that begins its chain is not asked about.
    """
    c: Counter[str] = Counter()
    for tree in trees:
        if tree.entities is None or tree.chains is None:
            continue
        found = reading_of(tree.text)
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


def main() -> None:
    """Prints a table for each treebank."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--gap", type=int, help="only so many of GAP's texts")
    options = parser.parse_args()
    where = options.corpora
    vocabulary = shipped_network()._pieces.ids
    pieces = Pieces(list(vocabulary))
    gum = read_treebank(
        where / "ud_gum" / "dev.conllu.gz", pieces, entities=True, genres=OPEN_GENRES
    )
    sets = {
        "EWT dev": read_treebank(where / "ud_ewt" / "dev.conllu.gz", pieces),
        "PUD": read_treebank(next((where / "ud_pud").glob("*.conllu.gz")), pieces),
        "GUM dev, open genres": gum,
    }
    columns = ("UPOS", "UAS", "LAS", *ARCS)
    print("| on | " + " | ".join(columns) + " |\n|---" * 1 + "|---" * len(columns) + "|")
    for name, trees in sets.items():
        scores = score_trees(trees)
        print(f"| {name} | " + " | ".join(str(scores[c]) for c in columns) + " |", flush=True)
    print()
    for name, value in score_mentions(gum).items():
        print(f"GUM dev, open genres: {name} {value}", flush=True)
    print(f"GAP test: F1 {score_gap(where / 'gap' / 'test.tsv.gz', options.gap)}")
    assert ROOT == -1


if __name__ == "__main__":
    main()
