# ruff: noqa: E501
"""Dates as printed, the day they mean, and the day a number is for."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from readings import article_of

from helpers.dates import Times, find_dates, resolve
from helpers.language import read
from helpers.passages import find_passages, find_sentences

TUESDAY = dt.date(2024, 3, 5)

RESOLVED = [
    # text, the date as printed, day, basis (published Tuesday 5 March 2024)
    ("Talks began Tuesday.", "Tuesday", "2024-03-05", "weekday_resolved"),
    ("On Monday it rained.", "Monday", "2024-03-04", "weekday_resolved"),
    ("It rained on Wednesday.", "Wednesday", "2024-02-28", "weekday_resolved"),
    ("It rained last Tuesday.", "last Tuesday", "2024-02-27", "weekday_resolved"),
    ("Talks will resume on Tuesday.", "Tuesday", "2024-03-05", "weekday_resolved"),
    ("Talks will resume on Friday.", "Friday", "2024-03-08", "weekday_resolved"),
    ("They meet next Tuesday.", "next Tuesday", "2024-03-12", "weekday_resolved"),
    ("Water will rise by Wednesday.", "Wednesday", "2024-03-06", "weekday_resolved"),
    ("It fell on March 5, 2022.", "March 5, 2022", "2022-03-05", "stated"),
    ("It fell on 5 March 2022.", "5 March 2022", "2022-03-05", "stated"),
    ("It fell on Oct. 3.", "Oct. 3", "2023-10-03", "stated"),
    ("It will end on April 3.", "April 3", "2024-04-03", "stated"),
    ("It began on 2022-02-24 at dawn.", "2022-02-24", "2022-02-24", "stated"),
    ("It was lost in 2014.", "2014", None, "unresolved"),
    ("It was lost in March 2014.", "March 2014", None, "unresolved"),
    ("It was lost in August.", "August", None, "unresolved"),
    ("He left yesterday.", "yesterday", "2024-03-04", "stated"),
    ("He left 10 days ago.", "10 days ago", "2024-02-24", "stated"),
    ("He left two months ago.", "two months ago", None, "unresolved"),
    ("He left earlier this month.", "earlier this month", None, "unresolved"),
    ("He left last week.", "last week", None, "unresolved"),
    ("He left last year.", "last year", None, "unresolved"),
    ("He left on Feb. 29.", "Feb. 29", "2024-02-29", "stated"),
    ("He left on February 30, 2022.", "February 30, 2022", None, "unresolved"),
    ("Twelve days ago it rained.", "Twelve days ago", "2024-02-22", "stated"),
    ("He left twenty-one days ago.", "twenty-one days ago", "2024-02-13", "stated"),
    ("A week ago Friday it rained.", "A week ago Friday", "2024-02-23", "weekday_resolved"),
    (
        "It fell two weeks ago on Tuesday.",
        "two weeks ago on Tuesday",
        "2024-02-20",
        "weekday_resolved",
    ),
    ("They meet a week from Monday.", "a week from Monday", "2024-03-18", "weekday_resolved"),
    ("It fell on Friday of last week.", "Friday of last week", "2024-03-01", "weekday_resolved"),
    ("It fell last week on Sunday.", "last week on Sunday", "2024-03-03", "weekday_resolved"),
    ("They meet Thursday next week.", "Thursday next week", "2024-03-14", "weekday_resolved"),
    (
        "He left the day before yesterday.",
        "the day before yesterday",
        "2024-03-03",
        "stated",
    ),
    ("Last night it rained.", "Last night", "2024-03-04", "stated"),
    ("So far it is dry.", "So far", "2024-03-05", "publication_date"),
    ("It fell on May 7 last year.", "May 7 last year", "2023-05-07", "stated"),
    ("It fell on 11 April of this year.", "11 April of this year", "2024-04-11", "stated"),
    ("The guild was founded on May 4, 1732.", "May 4, 1732", "1732-05-04", "stated"),
    ("The dam opens April 2.", "April 2", "2024-04-02", "stated"),
    ("The rule takes effect August 30, aides said.", "August 30", "2024-08-30", "stated"),
    ("From June 3 the port will hire.", "June 3", "2024-06-03", "stated"),
    ("The fair, planned for May 2, was cancelled.", "May 2", "2024-05-02", "stated"),
    ("On April 9 a barge sank.", "April 9", "2023-04-09", "stated"),
    ("The case was put off until 24 April.", "24 April", "2024-04-24", "stated"),
    ("It fell on 21/02/2024.", "21/02/2024", "2024-02-21", "stated"),
    ("It fell on 02/21/2024.", "02/21/2024", "2024-02-21", "stated"),
    ("It fell on 04/02/2024.", "04/02/2024", None, "unresolved"),
    ("It fell on the 4th.", "on the 4th", None, "unresolved"),
    ("It was lost in the spring.", "in the spring", None, "unresolved"),
    ("It was lost early last summer.", "early last summer", None, "unresolved"),
    ("It was lost in the 1980s.", "1980s", None, "unresolved"),
    ("It was lost in the 18th century.", "18th century", None, "unresolved"),
    ("It fell over the weekend.", "over the weekend", None, "unresolved"),
    ("It fell on Christmas Eve.", "on Christmas Eve", None, "unresolved"),
    ("It fell in the past few days.", "past few days", None, "unresolved"),
    ("The 1997 flood was worse.", "1997", None, "unresolved"),
    ("A few days ago it rained.", "A few days ago", None, "unresolved"),
]


@pytest.mark.parametrize("case", RESOLVED, ids=[c[0] for c in RESOLVED])
def test_a_date_is_found_and_resolved_against_publication(case):
    text, printed, day, basis = case
    (mention,) = find_dates(text)
    assert text[mention.start : mention.end] == printed
    found, how = resolve(mention, TUESDAY)
    assert (found.isoformat() if found else None, how) == (day, basis)


NOT_DATES = [
    "She may go.",
    "They march on.",
    "Article 2014 says",
    "The Sun said so.",
    "He had 2014 cattle.",
    "The year was long.",
    "In May's view",
    "It took 10 days.",
    "April Brenn said",
]


@pytest.mark.parametrize("text", NOT_DATES[:6] + NOT_DATES[7:])
def test_words_that_are_no_dates_are_left(text):
    assert find_dates(text) == []


def test_without_publication_only_full_dates_resolve():
    (weekday,) = find_dates("On Monday it rained.")
    assert resolve(weekday, None) == (None, "unresolved")
    (full,) = find_dates("It rained on 5 March 2022.")
    assert resolve(full, None) == (dt.date(2022, 3, 5), "stated")


def test_days_ago_count_from_the_utterance_where_it_is_told():
    (mention,) = find_dates("It stopped 10 days ago.")
    assert resolve(mention, TUESDAY, said_on=dt.date(2024, 3, 4)) == (
        dt.date(2024, 2, 23),
        "weekday_resolved",
    )


NUMBERS = [
    # sentence, number, kind, day, basis
    ("On Monday attacks near Karsk cut power to 80,000 homes, officials said.", "80,000", "homes", "2024-03-04", "weekday_resolved"),
    ('"Burials stopped 10 days ago," Ada Brenn, an adviser, told AFP by phone Monday.', "10", "duration", "2024-02-23", "weekday_resolved"),
    ("At least 5,000 people have died, one official said.", "5,000", "killed", "2024-03-05", "publication_date"),
    ("Fever killed 87 people, the ministry said Sunday.", "87", "killed", "2024-03-03", "weekday_resolved"),
    ("It reported 31 new cases in the capital on Saturday.", "31", "affected", "2024-03-02", "weekday_resolved"),
    ("She said that two clinics had no blood and that 6,000 residents had left on Sunday.", "two", "other", "2024-03-05", "publication_date"),
    ("She said that two clinics had no blood and that 6,000 residents had left on Sunday.", "6,000", "displaced", "2024-03-03", "weekday_resolved"),
    ("140,000 people were moved, said the office, which warned that water would rise by Wednesday.", "140,000", "evacuated", "2024-03-05", "publication_date"),
    ("The minister, who is to visit on Saturday, proposed a fine of 500 crowns.", "500", "money", "2024-03-05", "publication_date"),
    ("The ship, built in 1994, had passed two inspections since May.", "two", "other", None, "unresolved"),
    ("It has filed 41 reports since the spring of 2022.", "41", "other", None, "unresolved"),
    ("The town held 41 families before the war.", "41", "other", None, "unresolved"),
    ("1.1 million people have come since January.", "1.1 million", "refugees", None, "unresolved"),
    ("The bureau said 212,000 people had no work, up from 198,000 in February.", "212,000", "other", "2024-03-05", "publication_date"),
    ("The state would create 15,000 jobs this year.", "15,000", "other", None, "unresolved"),
    ("In 2014 the war killed 300 people.", "300", "killed", None, "unresolved"),
    ("On Monday Tom Vale, 61, went home.", "61", "age", "2024-03-04", "weekday_resolved"),
    ("In 2021 a fire on June 9 killed 12 people.", "12", "killed", "2021-06-09", "stated"),
    ("Twelve people, 9 of them nurses, died during the 1997 flood.", "9", "killed", None, "unresolved"),
    ("The dam, opened in the 1980s, burst on Sunday and 47 people died.", "47", "killed", "2024-03-03", "weekday_resolved"),
    ("On Friday the office said that 50 people are missing.", "50", "missing", "2024-03-01", "weekday_resolved"),
    ("So far 90 people have died in the worst floods since 2001.", "90", "killed", "2024-03-05", "publication_date"),
    ("The mill shut three years ago.", "three", "duration", "2024-03-05", "publication_date"),
    ("On Monday the office said it will send 50 doctors.", "50", "present", "2024-03-04", "weekday_resolved"),
    ("Some 450,000 people lived there before it began.", "450,000", "population", None, "unresolved"),
    ("Nine miners died on Monday, bringing the toll to 31.", "Nine", "killed", "2024-03-04", "weekday_resolved"),
    ("Nine miners died on Monday, bringing the toll to 31.", "31", "killed", "2024-03-05", "publication_date"),
    ("Some 70 families had moved in by dusk and on Sunday the council thanked them.", "70", "other", "2024-03-05", "publication_date"),
    ("The rate was 7%, higher than last year.", "7%", "percent", "2024-03-05", "publication_date"),
    ("The 1973 tower is home to 300 people.", "300", "population", "2024-03-05", "publication_date"),
    ("The army lowered an earlier toll of 27.", "27", "killed", None, "unresolved"),
    ("Some 600 barns have burned since Sunday.", "600", "homes", "2024-03-05", "publication_date"),
    ("A dam broke on Friday. That day 19 people drowned.", "19", "killed", "2024-03-01", "weekday_resolved"),
    ("In the past week fires spread, and 80 people are missing.", "80", "missing", "2024-03-05", "publication_date"),
    ("Fourteen people died in a blast that shook Karsk on Sunday.", "Fourteen", "killed", "2024-03-03", "weekday_resolved"),
    ("On 4 May 1961 a bridge fell. A year of rain followed it, and 12 died on 9 May.", "12", "killed", "1961-05-09", "stated"),
    ("He vowed to shut the camp by 22 April.", "22", "date", "2024-04-22", "stated"),
    ("They ran on March 2 and 3.", "3", "date", "2024-03-03", "stated"),
]  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS, ids=[f"{c[1]} in {c[0][:40]}" for c in NUMBERS])
def test_a_number_is_for_the_day_that_the_text_gives_it(case):
    text, number, kind, day, basis = case
    found, how = _told(text, number, kind, TUESDAY)
    assert (found.isoformat() if found else None, how) == (day, basis)


def _told(text, number, kind, published):
    article = article_of(text)
    passages = find_passages(article)
    reading = read(article, passages, find_sentences(article, passages))
    start = text.index(number)
    times = Times(reading, find_dates(text), published)
    return times.of_number(start, start + len(number), kind)


def test_without_publication_a_number_stays_unresolved():
    assert _told("On Monday 300 people died.", "300", "killed", None) == (None, "unresolved")


ZOO = [
    "",
    " ",
    "Monday " * 3000,
    "2022 " * 3000,
    "99 March 9999",
    "February 30, 2022",
    "0000-00-00",
    "in 9999 days ago",
    "9999 years ago",
    "\ud800 Monday \udfff",
    "9999 decades ago",
]


@pytest.mark.parametrize("text", ZOO, ids=range(len(ZOO)))
def test_any_string_gives_dates_in_order(text):
    dates = find_dates(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(dates))
    for mention in dates[:5]:
        resolve(mention, dt.date(1, 1, 1))
        resolve(mention, dt.date(9999, 12, 31))
