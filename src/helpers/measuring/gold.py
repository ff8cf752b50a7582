"""Gold tables typed by people: found, read and fingerprinted."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError

GOLD_TABLES = ("numbers", "sources", "claims", "residue")
DATA = Path(__file__).resolve().parents[3] / "data"
"""The project's data folder, beside ``src`` in a checkout."""


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one article: rows as dictionaries of text, empty where NA.

    ``group`` is the set the article belongs to: first_article, before_rules, after_rules or unseen.
    """

    slug: str
    article_path: Path
    group: str
    numbers: tuple[dict[str, str], ...]
    sources: tuple[dict[str, str], ...]
    claims: tuple[dict[str, str], ...]
    residue: tuple[dict[str, str], ...]


def load_gold(slug: str, *, data: Path = DATA) -> Gold:
    """The gold of one article by its folder name under ``data/gold``; InputError if it lacks."""
    folder = data / "gold" / slug
    found = [data / part / f"{slug}.txt" for part in ("articles", "reports")]
    present = [path for path in found if path.is_file()]
    if not folder.is_dir() or not present:
        raise InputError(f"no gold named {slug!r} under {data}: there are {', '.join(slugs(data))}")
    return Gold(
        slug, present[0], _group(present[0]), *(_rows(folder / f"{t}.csv") for t in GOLD_TABLES)
    )


def slugs(data: Path = DATA) -> list[str]:
    """The names of all gold folders, sorted; InputError where there is none, as in a wheel."""
    root = data / "gold"
    if not root.is_dir():
        raise InputError(f"no gold found under {data}: run this from a checkout of the project")
    return sorted(path.parent.name for path in root.glob("*/numbers.csv"))


def fingerprint(slugs_of: Iterable[str], *, data: Path = DATA) -> str:
    """SHA-256 over the gold files and their articles: a score is of this gold and no other."""
    digest = hashlib.sha256()
    for slug in sorted(slugs_of):
        gold = load_gold(slug, data=data)
        for path in (gold.article_path, *(data / "gold" / slug / f"{t}.csv" for t in GOLD_TABLES)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _group(path: Path) -> str:
    import yaml

    if path.parent.name == "articles":
        return "first_article"
    beside = path.with_suffix(".yaml")
    known = yaml.safe_load(beside.read_text("utf-8")) if beside.is_file() else {}
    return str(known.get("set") or "before_rules")


def _rows(path: Path) -> tuple[dict[str, str], ...]:
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
