"""A crowd made of a few articles: the same for one seed, with copies that are known."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.loading import article_from_text
from helpers.studies.corpus import crowd_of, write_crowd

DATA = Path(__file__).resolve().parents[1] / "data"
FOLDERS = (DATA / "flood_week", DATA / "reports")


def test_crowd_is_the_same_for_one_seed_and_another_for_another(tmp_path):
    made = [
        write_crowd(FOLDERS, tmp_path / f"{i}.jsonl", articles=40, seed=seed).read_bytes()
        for i, seed in enumerate((1, 1, 2))
    ]
    assert made[0] == made[1] != made[2]
    rows = [json.loads(line) for line in made[0].decode().splitlines()]
    assert len(rows) == 40 and all(set(row) == set(rows[0]) for row in rows)


def test_names_places_and_figures_change_together_and_ages_stay():
    lines = [
        f'The dam in Ostwick held, said Ada Holm, {age}, who counted 400 homes in Ostwick. "Anna '
        f'Holm" and Holm again wrote {word} pages about the dam and the river behind it.'
        for age, word in zip(range(30, 40), "ab cd ef gh ij kl mn op qr st".split(), strict=True)
    ]
    [made, *_] = crowd_of([article_from_text("\n".join(lines))], articles=1, seed=3)
    assert "Ostwick" not in made.text and "Holm" not in made.text
    first = made.text.split("\n")[0]
    surname = first.split("Ada ")[1].split(",")[0]
    assert first.count(surname) == 3 and first.split(", ")[2].isdigit()
    assert 30 <= int(first.split(", ")[2]) < 40


def test_copy_tells_what_it_repeats():
    from helpers.fingerprints import SHARE, fingerprints_of
    from helpers.loading import load_article

    known = [load_article(path) for path in sorted((DATA / "reports").glob("*.txt"))]
    made = crowd_of(known, articles=120, seed=5)
    copies = [one for one in made if one.copy_of is not None]
    assert {one.how for one in copies} == {"cut", "re-headlined", "edited", "whole"}
    for one in copies:
        ours, theirs = (fingerprints_of(m.text.split("\n")) for m in (one, made[one.copy_of]))
        assert len(ours & theirs) >= SHARE * min(len(ours), len(theirs))
        assert one.published >= made[one.copy_of].published


def test_nothing_is_made_of_nothing():
    assert crowd_of([], articles=5) == []
