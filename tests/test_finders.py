import pytest

from helpers import tagger
from helpers.errors import InputError, ModelError, RulesAloneWarning
from helpers.finders import attribution_finder, find_by_both, merged
from helpers.loading import article_from_text
from helpers.passages import find_passages
from helpers.records import Attribution, Span
from helpers.tables import tables_of

TEXT = "Forty people died, officials said. Minister Ada Brenn told reporters it was over."


def attribution(start, end, confidence, *, cue=None, source=True, by="tagger:1"):
    return Attribution(
        (Span(900, 905),) if source else (),
        (Span(*cue),) if cue else (),
        (Span(start, end),),
        by,
        confidence,
    )


def test_weak_find_of_the_tagger_needs_a_rule_beside_it():
    weak = attribution(0, 40, 0.1)
    assert merged([weak], []) == []
    supported = merged([weak], [attribution(0, 38, 0.5, by="rules:x")])
    assert supported == [weak]


def test_sure_rule_adds_what_the_tagger_passed_over_and_nothing_it_has():
    tagged = attribution(0, 40, 0.9, cue=(41, 45))
    elsewhere = attribution(100, 140, 0.8, cue=(141, 145), by="rules:x")
    same = attribution(2, 40, 0.8, cue=(50, 55), by="rules:x")
    unsure = attribution(200, 240, 0.5, cue=(241, 245), by="rules:x")
    assert merged([tagged], [elsewhere, same, unsure]) == [tagged, elsewhere]


def test_hedge_that_names_nobody_may_stand_inside_what_somebody_reports():
    report = attribution(0, 40, 0.9, cue=(60, 68))
    hedge = attribution(0, 40, 0.6, cue=(20, 29), source=False, by="rules:passive")
    assert set(merged([report], [hedge])) == {report, hedge}


def test_unknown_finder_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="auto, tagger, rules"):
        attribution_finder("oracle")


def without_model(*_):
    raise ModelError("the model is missing")


def test_rules_remain_and_say_so_where_the_model_is_missing(monkeypatch):
    monkeypatch.setattr(tagger, "find_attributions", without_model)
    article = article_from_text(TEXT)
    with pytest.warns(RulesAloneWarning, match="the model is missing"):
        found = find_by_both(article, find_passages(article))
    assert found and all(a.rule_id.startswith("rules:") for a in found)


def test_tagger_asked_for_by_name_is_not_replaced_in_silence(monkeypatch):
    monkeypatch.setattr(tagger, "find_attributions", without_model)
    with pytest.raises(ModelError):
        tables_of(article_from_text(TEXT), find_attributions="tagger")


def test_terminal_says_in_one_line_that_the_rules_stand_alone(monkeypatch, tmp_path, capsys):
    from helpers.__main__ import main

    monkeypatch.setattr(tagger, "find_attributions", without_model)
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    assert main(["tables", str(path), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err == "note: the model is missing\n"
