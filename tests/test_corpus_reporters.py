"""The same reporter and the same toll over many articles, from tables typed by hand."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from stated_tables import stated

from helpers import schema
from helpers.errors import InputError
from helpers.studies.corpus import Corpus


class Typed(Corpus):
    """A corpus of tables in memory."""

    def __init__(self, reports, sources=()):
        self._base = duckdb.connect()
        frames = {table: [getattr(r, table) for r in reports] for table in schema.TABLES}
        if sources:
            frames["sources"] = [schema.frame("sources", list(sources))]
        for table, some in frames.items():
            self._base.register(f"{table}_", pd.concat(some, ignore_index=True))
            self._base.execute(f"CREATE TABLE {table} AS SELECT * FROM {table}_")
        texts = {"article_id": [r.article.article_id for r in reports]}
        texts["text"] = [r.article.text for r in reports]
        self._base.register("texts", pd.DataFrame(texts))


def told_by(*articles):
    """A corpus of articles that only name sources: one list of typed sources an article."""
    reports, rows = [], []
    for number, typed in enumerate(articles):
        text = f"Report {number}.\n" + "\n".join(f"Then {s['name']} spoke." for s in typed) + "\n"
        report = stated(text=text, published=f"2031-05-{number + 1:02d}")
        reports.append(report)
        for i, source in enumerate(typed):
            start = report.article.text.index(f"Then {source['name']}") + len("Then ")
            rows.append(
                {
                    "source_id": f"{report.article.article_id}-s{i}",
                    "article_id": report.article.article_id,
                    "source_type": "government",
                    "naming": "organisation",
                    "n_mentions": 1,
                    "n_claims": 1,
                    "n_numbers": 2,
                    "first_start": start,
                    "first_end": start + len(source["name"]),
                    "zone": "body",
                    **source,
                }
            )
    return Typed(reports, rows)


def person(name, role=None, country=None, **more):
    return {"name": name, "role": role, "country": country, "naming": "named_person", **more}


def body(name, aliases=None, country=None, source_type="ngo", **more):
    return {
        "name": name, "aliases": aliases, "country": country, "source_type": source_type, **more
    }  # fmt: skip


def articles(corpus):
    found = corpus.reporters()
    return dict(zip(found["reporter_id"], found["articles"], strict=True))


def test_person_is_one_by_the_full_name_and_by_the_surname_only_beside_it():
    corpus = told_by(
        [person("Ilse Maron", "governor"), person("Maron")],
        [person("Ilse Maron", aliases="Ms Maron")],
        [person("Maron", "governor")],
        [person("Ilse Maron"), person("Otto Maron"), person("Maron")],
    )
    found = corpus.reporters().set_index("reporter_id")
    row = found.loc["ilse maron"]
    assert (row["articles"], row["numbers"], row["roles"]) == (3, 8, "governor")
    assert (row["first_day"], row["last_day"]) == ("2031-05-01", "2031-05-04")
    assert row["aliases"] == "Maron|Ms Maron"
    assert sorted(found["articles"]) == [1, 1, 1, 3]
    doubts = corpus.doubtful_reporters()
    assert doubts["reason"].tolist() == ["same surname and role"]
    assert doubts[["reporter", "other"]].values.tolist() == [["Ilse Maron", "Maron"]]


def test_accents_and_case_are_no_other_person():
    assert articles(told_by([person("José Ibarra")], [person("Jose Ibarra")])) == {"jose ibarra": 2}


def test_office_holder_of_two_countries_is_two_and_listed():
    corpus = told_by(
        [person("Jan Sorel", "interior minister", "Chad")],
        [person("Jan Sorel", "interior minister", "Peru")],
        [person("Jan Sorel", "minister", "Peru")],
        [person("Jan Sorel", "minister")],
    )
    found = articles(corpus)
    assert (found.pop("jan sorel · Chad"), found.pop("jan sorel · Peru")) == (1, 2)
    assert list(found.values()) == [1]
    doubts = corpus.doubtful_reporters()
    assert set(doubts["reason"]) == {"same name, more than one country"} and len(doubts) == 2


def test_acronym_is_its_body_wherever_one_article_says_so():
    corpus = told_by(
        [body("World Harbour Organisation", "WHO", source_type="intergovernmental")],
        [body("WHO", country="France", source_type="intergovernmental")],
        [body("W.H.O.", source_type="intergovernmental")],
        [body("World Harbour Organisation", country="Peru", source_type="intergovernmental")],
    )
    [row] = corpus.reporters().to_dict("records")
    assert (row["name"], row["articles"]) == ("World Harbour Organisation", 4)
    assert row["aliases"].split("|")[:2] == ["W.H.O.", "WHO"]
    assert corpus.doubtful_reporters().empty


def test_acronym_with_two_readings_is_merged_with_neither():
    corpus = told_by(
        [body("Civil Relief Board", "CRB")],
        [body("CRB", "Coastal Rail Bureau")],
        [body("CRB")],
    )
    assert articles(corpus) == {"civil relief board": 1, "coastal rail bureau": 1, "crb": 1}
    doubts = corpus.doubtful_reporters()
    assert set(doubts["reason"]) == {"same short name, more than one reading"}
    assert set(doubts["reporter_id"]) == {"civil relief board"}
    assert set(doubts["other_id"]) == {"coastal rail bureau", "crb"}


def test_second_name_in_other_words_is_the_body_and_a_part_of_the_name_is_not():
    corpus = told_by(
        [body("Nurses Across Seas", "Infirmières des Mers|Nurses")],
        [body("Infirmières des Mers")],
        [body("Nurses")],
        [body("Infirmières des Mers", "Nurses Across Seas")],
    )
    assert sorted(articles(corpus).values()) == [1, 3]


def test_common_noun_is_a_body_of_its_article_and_a_ministry_of_its_country():
    corpus = told_by(
        [body("town hall", source_type="local_government")],
        [body("town hall", source_type="local_government", country="Peru")],
        [body("health ministry", country="Peru", source_type="government")],
        [body("Health Ministry", country="Peru", source_type="government")],
        [body("health ministry", country="Chad", source_type="government")],
        [body("health ministry", source_type="government")],
        [{"name": "an internal audit", "naming": "document"}],
        [{"name": "an internal audit", "naming": "document"}],
        [body("Lantern")],
        [body("Lantern")],
    )
    found = articles(corpus)
    assert found["health ministry · Peru"] == 2 and found["health ministry · Chad"] == 1
    assert found["lantern"] == 2
    assert sorted(found.values()) == [1, 1, 1, 1, 1, 1, 2, 2]


def test_unnamed_have_no_row_and_an_empty_corpus_has_none():
    assert told_by([{"name": "officials", "naming": "unnamed_group"}]).reporters().empty
    empty = told_by([])
    assert empty.reporters().empty and empty.doubtful_reporters().empty and empty.tolls().empty


def test_order_of_the_articles_changes_nothing():
    typed = [[body("CRB")], [body("Civil Relief Board", "CRB"), person("Ilse Maron")]]
    names = [set(articles(told_by(*some))) for some in (typed, typed[::-1])]
    assert names[0] == names[1] == {"civil relief board", "ilse maron"}


def test_articles_named_are_those_counted_and_all_decide_who_is_who():
    corpus = told_by([body("CRB")], [body("Civil Relief Board", "CRB")])
    [first, _] = corpus.ask("SELECT article_id FROM articles ORDER BY published")["article_id"]
    [row] = corpus.reporters([first]).to_dict("records")
    assert (row["reporter_id"], row["articles"]) == ("civil relief board", 1)


def dead(value, source, hedge="exact", **more):
    low, high = {"at_least": (value, None), "approximate": (None, None)}.get(hedge, (value, value))
    return {
        "text": str(value), "value": value, "low": low, "high": high, "hedge": hedge,
        "place": "Tarn", "source": source, **more,
    }  # fmt: skip


WIRE = "In the morning {} people were found dead in Tarn and the river was still rising fast there."


@pytest.fixture(scope="module")
def week():
    return Typed(
        [
            stated(dead(12, "Tarn Guard"), published="2031-05-01", text=WIRE.format(12)),
            stated(dead(12, "Tarn Guard"), published="2031-05-02", text=WIRE.format(12) + " Ah."),
            stated(dead(15, "Tarn Guard"), dead(30, "Red Boat", "at_least"),
                   published="2031-05-02"),
            stated(dead(20, "Red Boat"), dead(18, "Sea Office", "approximate"),
                   dead(99, "Sea Office", modality="expected"), dead(98, None, trend="increase"),
                   published="2031-05-03"),
            stated(dead(7, "Red Boat", place=None), published="2031-05-03", text="There were 7."),
        ]
    )  # fmt: skip


def test_toll_has_least_and_most_of_each_day_with_who_told_them(week):
    days = week.tolls(kind="killed", place="tarn").set_index("day")
    assert days.index.tolist() == ["2031-05-01", "2031-05-02", "2031-05-03"]
    assert days["least"].tolist() == [12, 15, 18] and days["most"].tolist() == [12, 30, 20]
    assert days["least_by"].tolist() == ["Tarn Guard", "Tarn Guard", "Sea Office"]
    assert days["most_by"].tolist() == ["Tarn Guard", "Red Boat", "Red Boat"]
    assert days["change"].fillna("").tolist() == ["", "up", "down"]


def test_copy_of_a_wire_is_told_once_and_revises_nothing(week):
    days = week.tolls(kind="killed", place="Tarn").set_index("day")
    assert days["reports"].tolist() == [1, 1, 1]
    revised = days["revised"].fillna("").tolist()
    assert revised == ["", "Tarn Guard: 12 → 15", "Red Boat: 30 → 20"]


def test_contradiction_is_where_bounds_do_not_meet(week):
    days = week.tolls(kind="killed", place="Tarn").set_index("day")
    # "About 18" allows 17.5 to 18.5, so an exact 20 leaves it no room.
    assert days["contradictions"].tolist() == [0, 1, 1]
    assert days["contradiction"]["2031-05-02"] == "Tarn Guard: “15” — Red Boat: “30”"


def test_figure_without_a_place_is_counted_and_compared_with_nothing(week):
    found = week.tolls(kind="killed")
    [row] = found[found["place"].isna()].to_dict("records")
    assert row["reports"] == 1 and pd.isna(row["least"]) and pd.isna(row["contradictions"])


def test_money_and_unknown_kinds_are_no_toll(week):
    for kind in ("money", "dead"):
        with pytest.raises(InputError, match="no toll is of kind"):
            week.tolls(kind=kind)


def test_pairs_are_counted_as_if_each_was_looked_at():
    figures = [3, 5, 5, 9, 12, 12, 40]
    names = ["Tarn Guard", "Red Boat", "Sea Office", "Tarn Guard", "Air Desk", "Red Boat", "Lamp"]
    ways = ["exact", "at_least", "exact", "exact", "exact", "exact", "at_least"]
    numbers = [dead(f, n, w) for f, n, w in zip(figures, names, ways, strict=True)]
    measured = ["stock", "flow", "unstated", "stock", "flow", "unstated", "stock"]
    for number, how in zip(numbers, measured, strict=True):
        number["stock_or_flow"] = how
    [row] = Typed([stated(*numbers)]).tolls().to_dict("records")
    # Sea Office's 5 leaves no room to the 3, 9, 12, 12 and 40 of others; Lamp's 40 none to the
    # two stocks of Tarn Guard. "At least 5" and 12 are one estimate of Red Boat.
    assert row["contradictions"] == 5 + 2
