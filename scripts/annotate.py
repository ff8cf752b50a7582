"""Type, check and compare the gold of real news; docs/annotation.md gives the rules and the form.

    python scripts/annotate.py show ARTICLE                     the article as numbered sentences
    python scripts/annotate.py check FILE.yaml ...              what does not fit, what has no row
    python scripts/annotate.py compare FIRST SECOND             two readers' folders, field by field
    python scripts/annotate.py write FOLDER ... --set measure   the tables under data/gold/real/

Articles are read where the open corpus lies: --corpora DIR (default ../shared/corpora).
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import yaml

from helpers.errors import InputError
from helpers.measuring.agreement import agreement_of, compare_annotations
from helpers.measuring.annotating import Annotation, read_annotation, untyped
from helpers.measuring.real_news import SETS, RealText, texts_of, written_rows

COUNTED = ("numbers", "sources", "mentions", "claims", "faults")
REAL = Path(__file__).resolve().parents[1] / "data" / "gold" / "real"


def read_file(path: Path, texts: dict[str, RealText]) -> Annotation:
    """One typed file; InputError where it is no annotation of a text at hand."""
    try:
        typed = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{path.name}: {error}") from None
    article = typed.get("article") if isinstance(typed, dict) else None
    if article not in texts:
        raise InputError(f"{path.name}: no text named {article!r} is at hand")
    return read_annotation(typed, texts[article].numbered())


def read_folder(folder: Path, texts: dict[str, RealText]) -> dict[str, Annotation]:
    """Article → annotation, of every YAML file in the folder and those below it."""
    found = [read_file(path, texts) for path in sorted(folder.rglob("*.yaml"))]
    return {one.article: one for one in found}


def check(files: list[Path], texts: dict[str, RealText]) -> int:
    """Print what does not fit; 1 if anything does not."""
    bad = 0
    for path in files:
        try:
            one = read_file(path, texts)
        except InputError as error:
            print(error)
            bad += 1
            continue
        counts = {name: len(getattr(one, name)) for name in COUNTED}
        print(f"{path.name}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
        for fault in one.faults:
            print(f"   fault: {fault}")
        for left in untyped(texts[one.article].numbered(), one):
            print(f"   no row: {left}")
        bad += bool(one.faults)
    return 1 if bad else 0


def compare(folders: list[Path], texts: dict[str, RealText], log: Path | None) -> int:
    """Print agreement field by field; write every difference to ``log``."""
    readers = [read_folder(folder, texts) for folder in folders]
    shared = sorted(set(readers[0]) & set(readers[1]))
    compared = [
        compare_annotations(readers[0][a], readers[1][a], texts[a].numbered()) for a in shared
    ]
    print(f"{len(shared)} articles typed by both")
    print(f"{'table':10s} {'field':26s} {'n':>5s} {'agreed':>7s} {'kappa':>7s}")
    for row in agreement_of(compared):
        kappa = "" if row["kappa"] is None else f"{row['kappa']:.3f}"
        print(f"{row['table']:10s} {row['field']:26s} {row['n']:5d} {row['agreed']:7} {kappa:>7s}")
    if log:
        rows = [d for one in compared for d in one.differences]
        with log.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["article", "table", "item", "field", "first", "second"])
            writer.writerows([d.article, d.table, d.item, d.field, d.first, d.second] for d in rows)
    return 0


def write(folders: list[Path], texts: dict[str, RealText], beats: dict[str, str], name: str) -> int:
    """Write the five tables of a set."""
    annotations: dict[str, Annotation] = {}
    for folder in folders:
        annotations |= read_folder(folder, texts)
    target = REAL / name
    target.mkdir(parents=True, exist_ok=True)
    for table, content in written_rows(annotations.values(), texts, beats).items():
        (target / f"{table}.csv").write_text(content, encoding="utf-8", newline="")
    print(f"{name}: {len(annotations)} articles, "
          f"{sum(len(a.numbers) for a in annotations.values())} numbers")  # fmt: skip
    return 0


def beats_of(corpora: Path) -> dict[str, str]:
    """Article → beat, as the corpus's index has it."""
    with (corpora / "open_news" / "index.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: row["beat"] for row in rows}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("show", "check", "compare", "write"))
    parser.add_argument("names", nargs="+")
    parser.add_argument("--set", choices=SETS, default="train")
    parser.add_argument("--log", type=Path, help="where compare writes the differences, as CSV")
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    options = parser.parse_args()
    texts = texts_of(options.corpora)
    if not texts:
        print(f"no open_news/*.jsonl under {options.corpora}: name it with --corpora",
              file=sys.stderr)  # fmt: skip
        return 2
    paths = [Path(name) for name in options.names]
    try:
        if options.what == "show":
            print(texts[options.names[0]].numbered().shown(), end="")
            return 0
        if options.what == "check":
            return check(paths, texts)
        if options.what == "compare":
            return compare(paths, texts, options.log)
        return write(paths, texts, beats_of(options.corpora), options.set)
    except (InputError, KeyError) as error:
        print(f"gold: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
