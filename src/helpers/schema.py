"""The nouns in tables: columns, types, closed vocabularies and what each of them means.

The specification is plain data, so that reading it costs nothing; pandera is imported at the
first check. ``codebook()`` writes the same specification for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from .errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

ZONES = ("headline", "subhead", "body", "boilerplate")
PASSAGE_KINDS = (
    "title",
    "subhead",
    "paragraph",
    "caption",
    "list",
    "table",
    "appeal",
    "notice",
)
SOURCE_TYPES = (
    "government", "local_government", "military", "intergovernmental", "ngo", "media", "expert",
    "medical", "justice", "company", "political", "witness", "other",
)  # fmt: skip
NAMINGS = ("named_person", "organisation", "unnamed_person", "unnamed_group", "document")
FORMS = ("direct", "indirect", "mixed", "narrator")
CHANNELS = (
    "said",
    "written",
    "press_report",
    "document",
    "observed",
    "told_reporter",
    "unstated",
)
CUE_KINDS = ("says", "believes", "wants", "expects", "denies", "appears", "reports", "other")
POLARITIES = ("asserts", "denies")
MODALITIES = (
    "asserted",
    "possible",
    "expected",
    "planned",
    "proposed",
    "alleged",
    "conditional",
)
HEDGES = (
    "exact", "approximate", "at_least", "more_than", "at_most", "less_than", "nearly", "range",
    "magnitude", "vague",
)  # fmt: skip
TRENDS = ("up", "down", "none")
ESTIMATE_KINDS = (
    "killed", "injured", "missing", "rescued", "ill", "detained", "displaced", "refugees",
    "evacuated", "trapped", "affected", "present", "population", "troops", "people", "homes",
    "money",
)  # fmt: skip
"""Kinds that a chart of estimates may count."""
NUMBER_KINDS = (
    *ESTIMATE_KINDS,
    "percent", "rate", "age", "duration", "date", "distance", "ordinal", "frequency", "other",
)  # fmt: skip
POPULATIONS = ("civilian", "combatant", "mixed", "unstated")
STOCK_OR_FLOW = ("stock", "flow", "unstated")
DATE_BASES = ("stated", "weekday_resolved", "publication_date", "unresolved")
PLACE_KINDS = ("country", "division", "city", "area", "site", "other")
PLACE_BASES = ("clause", "sentence", "carried")
LINKS = ("content", "sentence", "carried", "unresolved", "narrator")
REVIEWS = ("unreviewed", "confirmed", "corrected", "added")
RESIDUE_REASONS = (
    "determiner", "idiom", "pronoun", "name_part", "identifier", "score", "clock", "list_marker",
    "bare_year", "malformed", "unclosed_quote", "unresolved_attribution", "too_long",
    "unrecognised", "rejected_by_reviewer", "not_in_text", "answer_unread",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``kind`` is text, integer, number, flag or date (ISO 8601 text).

    ``default`` is what a row says that does not tell.
    """

    name: str
    kind: str
    meaning: str
    words: tuple[str, ...] = ()
    required: bool = True
    unique: bool = False
    default: str | None = None


def _text(name: str, meaning: str, words: tuple[str, ...] = (), unique: bool = False) -> Column:
    return Column(name, "text", meaning, words, unique=unique)


def _maybe(name: str, meaning: str, words: tuple[str, ...] = ()) -> Column:
    return Column(name, "text", meaning, words, required=False)


def _whole(name: str, meaning: str, required: bool = True) -> Column:
    return Column(name, "integer", meaning, required=required)


# The letter, because one hash in 140 begins in twelve digits or like 12e9, and a spreadsheet or a
# reader of CSV makes a number of it.
_ARTICLE_ID = _text(
    "article_id",
    "The article: an a and the first 11 hex digits of its SHA-256; ids of its rows begin with it.",
)


def _confidence(meaning: str) -> Column:
    return Column("confidence", "number", meaning)


_SURE_OF_CLAIM = _confidence(
    "The chance that what is said and who said it are right, from 0 to 1, as measured on real news."
)
_SURE_OF_REPORTER = _confidence(
    "The chance that the reporter is right, or rightly nobody, from 0 to 1, as measured on real "
    "news."
)
_ZONE = _text("zone", "Where in the article: body, or what no chart counts.", ZONES)

TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType({
    "articles": (
        _text("article_id", _ARTICLE_ID.meaning, unique=True),
        _text("sha256", "SHA-256 of the original bytes, in hex."),
        _maybe("title", "Title as printed; NA where neither file nor metadata gives one."),
        _maybe("outlet", "Who published it."),
        _maybe("agency", "The wire agency that wrote it."),
        Column("published", "date", "Publication date, YYYY-MM-DD.", required=False),
        _maybe("url", "Address it was taken from."),
        _maybe("lang", "Language, ISO 639-1."),
        _whole("n_chars", "Code points in the text."),
        _whole("n_words", "Words in the text."),
        _maybe("loaded_from", "File name or kind of input it was loaded from."),
        _maybe("byline", "Who wrote it, as the page or file says."),
        _maybe("notes", "What the loader had to decide (an encoding, one of two dates), joined "
               "by |."),
    ),
    "passages": (
        _text("passage_id", "Article and span of the passage.", unique=True),
        _ARTICLE_ID,
        _text("kind", "What the block is.", PASSAGE_KINDS),
        _whole("start", "First code point in the article's text."),
        _whole("end", "One past the last code point."),
        _ZONE,
        _maybe("reason", "Why the passage is boilerplate; NA for the rest."),
        _maybe("origin", "Where it came from: an element's path in the page, a page of the PDF, "
               "a paragraph or line of the file; NA for plain text."),
    ),
    "sources": (
        _text("source_id", "Article and span of the first mention.", unique=True),
        _ARTICLE_ID,
        _text("name", "Fullest name as printed, without role, age or article; for the unnamed, "
              "the phrase as printed."),
        _maybe("role", "Office or description printed with the name."),
        _maybe("affiliation", "Body the source speaks for, as printed."),
        _maybe("country", "Country, English short name; NA where the text does not tell."),
        _text("source_type", "What sort of source it is.", SOURCE_TYPES),
        _text("naming", "Named, an organisation, or without a name.", NAMINGS),
        _maybe("aliases", "Other surfaces in this article, joined by |."),
        _whole("n_mentions", "Times it is mentioned as a source."),
        _whole("n_claims", "Claims that it made."),
        _whole("n_numbers", "Numbers that it reported."),
        _whole("first_start", "First code point of its first mention."),
        _whole("first_end", "One past the last code point of its first mention."),
        _ZONE,
    ),
    "claims": (
        _text("claim_id", "Article, content span and cue.", unique=True),
        _ARTICLE_ID,
        _maybe("source_id", "Who said it; NA where nobody is named, or in the article's voice."),
        _maybe("via_source_id", "Who relays somebody else's words."),
        _text("form", "From the quotation marks: direct, indirect or mixed; narrator is the "
              "article's own voice.", FORMS),
        _text("channel", "How it was uttered.", CHANNELS),
        _maybe("cue", "The words that attribute, as printed; NA for the narrator."),
        _text("cue_kind", "What kind of act the cue names.", CUE_KINDS),
        _whole("cue_start", "First code point of the cue.", required=False),
        _whole("cue_end", "One past the last code point of the cue.", required=False),
        _maybe("source_text", "The source as printed here (\"he\")."),
        _whole("source_start", "First code point of the source's mention.", required=False),
        _whole("source_end", "One past its last code point.", required=False),
        _text("text", "The content, from its first to its last piece."),
        _whole("start", "First code point of the content."),
        _whole("end", "One past the last code point of the content."),
        _text("parts", "Pieces of the content as start-end, joined by |."),
        _whole("sentence_start", "First code point of the sentence(s) that hold the content."),
        _whole("sentence_end", "One past their last code point."),
        _text("polarity", "Whether the source asserts or denies the content.", POLARITIES),
        _text("modality", "How firmly it is put.", MODALITIES),
        _maybe("topic", "What the claim is about, by word list; NA where no list matches."),
        _ZONE,
        _text("rule_id", "The rule or model that found it."),
        _SURE_OF_CLAIM,
    ),
    "numbers": (
        _text("number_id", "Article and span of the number.", unique=True),
        _ARTICLE_ID,
        _text("claim_id", "The innermost claim whose content holds the number."),
        _maybe("source_id", "Who counted; NA where nobody is named as having counted."),
        _text("text", "The number with its glued symbol or scale."),
        _whole("start", "First code point of the number."),
        _whole("end", "One past its last code point."),
        _text("full_text", "From the hedge to the counted phrase."),
        _whole("full_start", "First code point of full_text."),
        _whole("full_end", "One past its last code point."),
        Column("value", "number", "As stated, scaled; NA for a range or a vague word.",
               required=False),
        Column("low", "number", "Lower bound that the text states; NA is open.", required=False),
        Column("high", "number", "Upper bound that the text states; NA is open.",
               required=False),
        _text("hedge", "The hedge as a bound.", HEDGES),
        _maybe("hedge_text", "The words of the hedge as printed."),
        Column("estimated", "flag", "True where the text calls it an estimate."),
        _text("trend", "Whether the number is a rise or a fall.", TRENDS),
        _maybe("unit", "ISO 4217 for money, lemma of the counted noun, UCUM-like for measures."),
        _maybe("counted", "What is counted, as printed; NA where it is left out."),
        _text("kind", "What sort of figure it is.", NUMBER_KINDS),
        _text("population", "Who is counted.", POPULATIONS),
        _text("stock_or_flow", "Present at a time, or happened over a time.", STOCK_OR_FLOW),
        _maybe("place", "Where, as printed without direction words; several places of which "
               "the number holds at once are joined by |."),
        _maybe("place_basis", "Where the text says so: in the number's clause, its sentence, or "
               "carried over from an earlier one.", PLACE_BASES),
        Column("as_of", "date", "The day the figure is for, YYYY-MM-DD.", required=False),
        _text("as_of_basis", "How that day is known.", DATE_BASES),
        _text("modality", "How firmly this very number is put.", MODALITIES),
        _ZONE,
        _text("form", "Of the words around this number: direct inside quotation marks, else as "
              "its claim.", FORMS),
        _maybe("hxl", "Humanitarian Exchange Language hashtag."),
        _text("rule_id", "The rules that found the number and tied it to its claim."),
        _SURE_OF_REPORTER,
        _text("link", "How the number is tied to its reporter: inside the claim's content, in "
              "the claim's sentence, carried over from an earlier sentence, to somebody the "
              "text does not identify, or the article's own voice.", LINKS),
        _maybe("place_id", "The row of places; NA where the number has no place."),
        _maybe("place_country", "Country in which the place lies, English short name."),
        Column("background", "flag", "True for a figure of another time or scene than the "
               "story's own: earlier disasters, records, history."),
        _maybe("check", "What of the row to check before it is used: any of the words source, "
               "kind, place, date, value, joined by |; empty where nothing is doubtful."),
        Column("review", "text", "What a person who checked the row made of it.", REVIEWS,
               default="unreviewed"),
        _maybe("reviewed_by", "Who checked it, joined by |; NA for nobody."),
    ),
    "residue": (
        _ARTICLE_ID,
        _whole("start", "First code point of what was seen."),
        _whole("end", "One past its last code point."),
        _text("text", "What was seen and not taken, as printed."),
        _text("reason", "Why it was not taken; unrecognised is a confession.", RESIDUE_REASONS),
    ),
    "places": (
        _text("place_id", "Article and span of the first mention.", unique=True),
        _ARTICLE_ID,
        _text("name", "Fullest name as printed, without direction words."),
        _text("kind", "What sort of place it is.", PLACE_KINDS),
        _maybe("country", "Country in which it lies, English short name; NA where neither list "
               "nor text tells, and for what lies in several."),
        _maybe("iso", "Country code, ISO 3166-1 alpha-2."),
        _maybe("admin1", "First-level division, code of GeoNames."),
        _whole("geonames_id", "Number in GeoNames; NA where that list does not know it.",
               required=False),
        Column("lat", "number", "Latitude in degrees; of a country or division that of its "
               "largest city.", required=False),
        Column("lon", "number", "Longitude in degrees.", required=False),
        _whole("n_numbers", "Numbers that have it as their place."),
        _whole("first_start", "First code point of its first mention."),
        _whole("first_end", "One past the last code point of its first mention."),
    ),
})  # fmt: skip

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "articles": "One row an article.",
        "passages": "One row a block of the text, in order.",
        "sources": "One row a source as resolved, whatever it is called. No row stands for the "
        "narrator.",
        "claims": "One row a thing said, and one a narrator's sentence that holds a number.",
        "numbers": "One row a quantity mentioned.",
        "residue": "What was seen and not taken: nothing is lost in silence.",
        "places": "One row a place named in the article, whatever it is called there.",
    }
)

REFERENCES = (
    ("claims", "source_id", "sources", "source_id"),
    ("claims", "via_source_id", "sources", "source_id"),
    ("numbers", "source_id", "sources", "source_id"),
    ("numbers", "claim_id", "claims", "claim_id"),
    ("numbers", "place_id", "places", "place_id"),
    *((name, "article_id", "articles", "article_id") for name in TABLES if name != "articles"),
)
"""Table and column of an id, and the table and column in which it stands once."""

# Strings as Python has them: Arrow's cannot hold half of a surrogate pair, which texts may.
_DTYPES = {
    "text": "string[python]",
    "date": "string[python]",
    "integer": "Int64",
    "number": "Float64",
    "flag": "boolean",
}
_ISO_DATE = r"\d{4}-\d{2}-\d{2}"


def columns(table: str) -> list[str]:
    """The column names of a table, in the order of the contract."""
    return [column.name for column in TABLES[table]]


def dtypes(table: str) -> dict[str, str]:
    """The pandas dtype of each column: nullable ones throughout, so that NA stays NA."""
    return {column.name: _DTYPES[column.kind] for column in TABLES[table]}


def frame(table: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The rows as a DataFrame with this table's columns, order and types; may be empty."""
    import pandas as pd

    data = {
        column.name: pd.array(
            [row.get(column.name, column.default) for row in rows], dtype=_DTYPES[column.kind]
        )
        for column in TABLES[table]
    }
    return pd.DataFrame(data, columns=columns(table))


def check(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """The same table, unchanged, once it satisfies its schema.

    Raises SchemaError with every failure of the table at once.
    """
    import pandera.errors

    # pandera tells best what is wrong; to be told that nothing is took half of an article's time.
    if _is_plainly_right(table, data):
        return data
    try:
        _pandera_schema(table).validate(data, lazy=True)
    except pandera.errors.SchemaErrors as failed:
        raise SchemaError("\n".join(_failures(table, failed.failure_cases))) from None
    return data


def check_links(tables: Mapping[str, pd.DataFrame]) -> None:
    """Hold that every id that is not NA exists in its table; SchemaError lists all that do not."""
    failures: list[str] = []
    for child, column, parent, key in REFERENCES:
        known = set(tables[parent][key])
        failures += (
            f"{child}.{column}: {lost!r} is in no row of {parent}"
            for lost in sorted(set(tables[child][column].dropna()) - known)
        )
    if failures:
        raise SchemaError("\n".join(failures))


def _is_plainly_right(table: str, data: pd.DataFrame) -> bool:
    """Whether a table satisfies its schema, in a few comparisons a column."""
    if list(data.columns) != columns(table) or data.index.has_duplicates:
        return False
    for column in TABLES[table]:
        values = data[column.name]
        if values.dtype != _DTYPES[column.kind]:
            return False
        told = values.dropna()
        right = (
            (len(told) == len(values) or not column.required)
            and (not column.unique or told.is_unique)
            and (not column.words or set(told) <= set(column.words))
            and (column.kind != "date" or all(map(re.compile(_ISO_DATE).match, told)))
            and (column.name != "confidence" or bool(told.between(0, 1).all()))
        )
        if not right:
            return False
    return True


@cache
def _pandera_schema(table: str) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    def built(column: Column) -> pa.Column:
        checks = []
        if column.words:
            checks.append(pa.Check.isin(column.words))
        if column.kind == "date":
            checks.append(pa.Check.str_matches(_ISO_DATE))
        if column.name == "confidence":
            checks.append(pa.Check.in_range(0, 1))
        return pa.Column(
            _DTYPES[column.kind],
            checks,
            nullable=not column.required,
            unique=column.unique,
            description=column.meaning,
        )

    return pa.DataFrameSchema(
        {column.name: built(column) for column in TABLES[table]},
        description=ABOUT[table],
        strict=True,
        ordered=True,
    )


def _failures(table: str, cases: pd.DataFrame) -> Iterator[str]:
    for case in cases.itertuples():
        where = f", row {case.index}" if case.index == case.index and case.index is not None else ""
        yield f"{table}.{case.column}{where}: found {case.failure_case!r}, wanted {case.check}"


def codebook() -> str:
    """The specification as Markdown, for ``data/CODEBOOK.md``."""
    lines = [
        "# Codebook",
        "",
        "Generated from `helpers.schema` by `python -m helpers codebook`; edit it there.",
        "Offsets count code points in the article's text, half-open. NA (an empty field in CSV)",
        "means that the article does not say; a closed word means that we looked.",
    ]
    for table, specification in TABLES.items():
        lines += ["", f"## {table}", "", ABOUT[table], ""]
        lines += ["| column | type | may be NA | meaning |", "|---|---|---|---|"]
        for column in specification:
            words = f" One of: {', '.join(column.words)}." if column.words else ""
            meaning = (column.meaning + words).replace("|", "\\|")
            empty = "no" if column.required else "yes"
            lines.append(f"| `{column.name}` | {column.kind} | {empty} | {meaning} |")
    return "\n".join(lines) + "\n"
