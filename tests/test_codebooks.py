"""Each decision of each codebook, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from helpers import vocabulary
from helpers.studies.estimates import CODEBOOKS, Stated, code
from helpers.studies.estimates.codebooks import SHAPES, ratings_of

CASES = Path(__file__).parent / "cases" / "codebook_decisions.csv"


def _cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _name(case) -> str:
    parts = (case["codebook"], case["shape"], case["word"], f"{case['n_sources']}-sources")
    return "-".join(filter(None, parts))


def _figure(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("case", _cases(), ids=_name)
def test_codebook_writes_down_what_the_decision_table_says(case):
    stated = Stated(
        case["shape"],
        _figure(case["lowest"]),
        _figure(case["highest"]),
        case["kind"],
        word=case["word"],
        n_sources=int(case["n_sources"]),
    )
    coded = code(stated, codebook=case["codebook"])
    assert coded.codebook == case["codebook"]
    expected = [_figure(case[column]) for column in ("low", "best", "high")]
    assert [coded.low, coded.best, coded.high] == expected
    assert (coded.quantifier or "", coded.rating or "") == (case["quantifier"], case["rating"])
    assert coded.why


def test_every_row_of_the_decision_table_has_a_case():
    decided = {(row["codebook"], row["shape"]) for row in vocabulary.rows("codebook_decisions")}
    assert decided == {(name, shape) for name in CODEBOOKS for shape in SHAPES}
    assert decided == {(case["codebook"], case["shape"]) for case in _cases()}


@pytest.mark.parametrize(
    ("codebook", "kind", "population"),
    [
        ("ucdp", "displaced", "unstated"),
        ("acled", "injured", "unstated"),
        ("iraq_body_count", "killed", "combatant"),
        ("iraq_body_count", "homes", "unstated"),
        ("airwars", "troops", "combatant"),
        ("idmc", "refugees", "unstated"),
        ("idmc", "killed", "unstated"),
    ],
)
def test_what_a_codebook_does_not_cover_stays_as_stated(codebook, kind, population):
    coded = code(Stated("at_least", 5, 5, kind, population), codebook=codebook)
    assert (coded.codebook, coded.low, coded.best, coded.high) == ("as_stated", 5, None, None)
    assert "does not code" in coded.why
    assert coded.rating is None


@pytest.mark.parametrize("name", CODEBOOKS)
def test_docstring_says_which_convention_and_what_was_simplified(name):
    text = CODEBOOKS[name].__doc__
    assert "implified" in text
    assert "onvention" in text


@pytest.mark.parametrize("name", CODEBOOKS)
def test_no_figure_appears_that_was_not_stated_or_given_for_a_word(name):
    for shape in SHAPES[:-1]:
        coded = code(Stated(shape, 40, 60, "killed"), codebook=name)
        assert {coded.low, coded.best, coded.high} <= {None, 40, 60}, "a mean, or a sum"


def test_only_what_follows_from_counting_is_rated_by_rule():
    given = {
        code(Stated(shape, 1, 1, "killed", n_sources=n), codebook=name).rating
        for name in CODEBOOKS
        for shape in SHAPES
        for n in range(4)
    }
    assert given == {None, "provisional", "weak"}
    assert "fair" in ratings_of("airwars")


def test_unknown_codebook_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="use as_stated, ucdp, acled"):
        code(Stated("exact", 1, 1), codebook="uppsala")
