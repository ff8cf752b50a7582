"""Fill start and end of the gold tables from the words, so that nobody types offsets.

    python scripts/locate_gold.py [SLUG ...]        (default: every folder in data/gold)

A row says where it stands by `near`, a snippet that occurs once in the article, and by
`text`, which occurs once inside it. Offsets are half-open code points of the article as
stored. Any row that cannot be placed without doubt stops the script with its own line,
and that table is left as it was.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
TEXTS = (ROOT / "data" / "reports", ROOT / "data" / "articles")
LOCATED = ("numbers", "claims", "residue")


class Unplaced(ValueError):
    """A gold row whose words do not lead to exactly one place in the article."""


def article_text(slug: str, folders=TEXTS) -> str:
    """The text of the article as stored, every character of it (no newline is translated)."""
    for folder in folders:
        path = folder / f"{slug}.txt"
        if path.exists():
            return path.read_bytes().decode("utf-8")
    raise Unplaced(f"no text for {slug}: looked in {', '.join(f.name for f in folders)}")


def _occurrences(text: str, snippet: str) -> list[int]:
    # A numeral inside a longer word or numeral is not an occurrence ("7" in "17"), unless
    # only that is there: the edges are guarded where the snippet itself begins or ends a word.
    left = r"(?<![\w])(?<!\d[.,:])" if snippet[:1].isalnum() else ""
    right = r"(?![\w])(?![.,:]\d)" if snippet[-1:].isalnum() else ""
    return [m.start() for m in re.finditer(left + re.escape(snippet) + right, text)]


def locate(article: str, near: str, text: str) -> tuple[int, int]:
    """Offsets of `text` inside the only place where `near` stands; raises Unplaced otherwise."""
    if not near or not text:
        raise Unplaced("near and text must not be empty")
    if (times := article.count(near)) != 1:
        raise Unplaced(f"near stands {times} times in the article: {near!r}")
    found = _occurrences(near, text)
    if len(found) != 1:
        raise Unplaced(f"text {text!r} stands {len(found)} times in near {near!r}")
    start = article.index(near) + found[0]
    end = start + len(text)
    if article[start:end] != text:
        raise Unplaced(f"offsets {start}-{end} do not give {text!r}")
    return start, end


def covers(article: str, full_text: str, start: int, end: int) -> bool:
    """Whether `full_text` stands in the article around start-end."""
    first = max(0, end - len(full_text))
    return any(article.startswith(full_text, at) for at in range(first, start + 1))


def located_rows(article: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with start and end filled, in the order given."""
    placed = []
    for number, row in enumerate(rows, start=2):
        try:
            start, end = locate(article, row["near"], row["text"])
            full_text = row.get("full_text", "")
            if full_text and not covers(article, full_text, start, end):
                raise Unplaced(f"full_text {full_text!r} does not stand around {row['text']!r}")
        except Unplaced as reason:
            raise Unplaced(f"line {number}: {reason}") from None
        placed.append({**row, "start": str(start), "end": str(end)})
    return placed


def locate_table(article: str, path: Path) -> int:
    """Rewrite one gold table with its offsets; returns the number of rows."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        columns = reader.fieldnames or []
        rows = list(reader)
    # start and end stand where the contract lists them, also in a table typed without them.
    if "start" not in columns:
        at = columns.index("text") + 1
        columns = [*columns[:at], "start", "end", *columns[at:]]
    try:
        placed = located_rows(article, rows)
    except Unplaced as reason:
        raise Unplaced(f"{path.parent.name}/{path.name} {reason}") from None
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(placed)
    path.write_bytes(out.getvalue().encode("utf-8"))
    return len(placed)


def main(slugs: list[str]) -> int:
    folders = [GOLD / slug for slug in slugs] or sorted(p for p in GOLD.iterdir() if p.is_dir())
    for folder in folders:
        try:
            article = article_text(folder.name)
            counts = {t: locate_table(article, folder / f"{t}.csv") for t in LOCATED}
        except (Unplaced, OSError) as reason:
            print(f"locate_gold: {reason}", file=sys.stderr)
            return 1
        print(folder.name, ", ".join(f"{n} {table}" for table, n in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
