"""An article, its tables and a desk on which they are corrected, for the tests of the review."""

from __future__ import annotations

import itertools
from functools import cache

import pandas as pd
from stub_finder import plain_finder

from helpers import schema
from helpers.loading import article_from_text
from helpers.studies.review import Desk, ReviewLog
from helpers.tables import Tables, tables_of

TEXT = (
    "Floods in the Orla valley\n\n"
    "At least 40 people were killed in Hollin, said Ada Brenning. Rescue teams from two districts "
    "reached the village late on Tuesday evening.\n\n"
    "The mayor of Hollin said 1,200 homes were destroyed. About 300 people are missing. "
    "Karl Osten said 75 soldiers were sent.\n\n"
    "In 2011 a flood killed 12 people. The bridge cost $5 million, according to the ministry.\n"
)


@cache
def flood_tables(text: str = TEXT) -> Tables:
    """Tables of the invented article, by a finder without a network."""
    return tables_of(
        article_from_text(text, published="2031-05-07"), find_attributions=plain_finder
    )


def desk(who: str = "ana", tables: Tables | None = None, log: ReviewLog | None = None) -> Desk:
    """A desk whose clock goes a minute an event and whose events are kept nowhere."""
    minutes = itertools.count(60 * (ord(who[0]) % 20))
    return Desk(
        tables or flood_tables(),
        who,
        keep=lambda event: None,
        log=log,
        when=lambda: "2031-05-08T{:02}:{:02}:00Z".format(*divmod(next(minutes) % 1440, 60)),
    )


def number(text: str, tables: Tables | None = None) -> str:
    """The id of the number printed so."""
    numbers = (tables or flood_tables()).numbers
    return numbers.loc[numbers["text"] == text, "number_id"].iloc[0]


def source(name: str, tables: Tables | None = None) -> str:
    """The id of the source of that name."""
    sources = (tables or flood_tables()).sources
    return sources.loc[sources["name"] == name, "source_id"].iloc[0]


def row_of(tables: Tables, text: str) -> dict:
    """The row of a number as a dictionary."""
    numbers = tables.numbers
    return numbers[numbers["text"] == text].iloc[0].to_dict()


def assert_same(one: Tables, other: Tables) -> None:
    """Hold that every table is the same, types and order included."""
    for name in schema.TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)
