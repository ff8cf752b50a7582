"""The tables in brief: the few columns a reader wants side by side, names instead of ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from ..firmness import firmness_words
from ..tables.joined import speaker_of

if TYPE_CHECKING:
    from ..tables import Tables


def reporters_of(tables: Tables) -> pd.Series:
    """Who reported each row of ``numbers``, in words and in its order.

    The source's name; else "(the article's own voice)", "(nobody named)", or, where the text
    does not identify whom it prints, that mention: "(unidentified: he)".
    """
    return tables.joined()["who"].set_axis(tables.numbers.index).rename("reported by")


def numbers_of(tables: Tables) -> pd.DataFrame:
    """Each number with its bounds, what it counts, where, when and who reported it.

    ``modality`` says "denied" where the source denies the figure, which the column of that name
    in ``numbers`` cannot.
    """
    numbers = tables.numbers
    brief = numbers[
        ["full_text", "value", "low", "high", "hedge", "kind", "place", "as_of", "modality"]
    ].copy()
    brief["modality"] = pd.array(_firmness_of(tables), dtype="string[python]")
    brief.insert(6, "reported by", reporters_of(tables))
    return _plain_numbers(brief.rename(columns={"full_text": "as printed", "as_of": "as of"}))


def sources_of(tables: Tables) -> pd.DataFrame:
    """Each source of the reporting with who it is and how much it says; boilerplate left out."""
    sources = tables.sources[tables.sources["zone"] != "boilerplate"]
    columns = ["name", "role", "country", "source_type", "naming", "n_claims", "n_numbers"]
    brief = sources[columns].reset_index(drop=True)
    return brief.rename(
        columns={"source_type": "type", "n_claims": "claims", "n_numbers": "numbers"}
    )


def claims_of(tables: Tables) -> pd.DataFrame:
    """Each claim of the reporting with who said it and through whom; boilerplate left out."""
    claims = tables.claims[tables.claims["zone"] != "boilerplate"]
    names = _names(tables)
    said_by = [speaker_of(claim, names) for claim in claims.to_dict("records")]
    firm = [
        firmness_words(polarity, modality) or "asserted"
        for polarity, modality in zip(claims["polarity"], claims["modality"], strict=True)
    ]
    via = [None if pd.isna(v) else names[v] for v in claims["via_source_id"]]
    return pd.DataFrame(
        {
            "said by": pd.array(said_by, dtype="string[python]"),
            "via": pd.array(via, dtype="string[python]"),
            "cue": claims["cue"].array,
            "form": claims["form"].array,
            "firmness": pd.array(firm, dtype="string[python]"),
            "content": claims["text"].array,
        }
    )


def attributions_of(tables: Tables) -> pd.DataFrame:
    """How each attribution of the reporting was read: sentence, parts, steps and confidence.

    One row an attribution, in the order of the text: ``who`` is the source as resolved,
    ``printed`` its mention here, ``found by`` the rule or model, ``resolved by`` the step that
    tied the mention to its source.
    """
    text = tables.article.text
    claims = tables.claims
    claims = claims[(claims["zone"] != "boilerplate") & (claims["form"] != "narrator")]
    names = _names(tables)
    steps = [str(rule).partition(";source:") for rule in claims["rule_id"]]
    sentences = [
        text[start:end]
        for start, end in zip(claims["sentence_start"], claims["sentence_end"], strict=True)
    ]
    return pd.DataFrame(
        {
            "sentence": pd.array(sentences, dtype="string[python]"),
            "printed": claims["source_text"].array,
            "who": pd.array(
                [None if pd.isna(s) else names[s] for s in claims["source_id"]],
                dtype="string[python]",
            ),
            "cue": claims["cue"].array,
            "content": claims["text"].array,
            "found by": pd.array([found for found, _, _ in steps], dtype="string[python]"),
            "resolved by": pd.array([step or None for _, _, step in steps], dtype="string[python]"),
            "confidence": claims["confidence"].array,
        }
    )


def relays_of(tables: Tables) -> pd.DataFrame:
    """Whose words reached the article through somebody else: original, relay, content."""
    claims = claims_of(tables)
    relayed = claims[claims["via"].notna()]
    return relayed[["said by", "via", "content"]].reset_index(drop=True)


def residue_of(tables: Tables, *, around: int = 30) -> pd.DataFrame:
    """What was seen and not taken, with the whole words in ``around`` characters on each side."""
    text = tables.article.text
    residue = tables.residue
    context = [
        " ".join(_whole_words(text, start, end, around).split())
        for start, end in zip(residue["start"], residue["end"], strict=True)
    ]
    brief = residue[["text", "reason"]].reset_index(drop=True)
    brief["in its words"] = pd.array(context, dtype="string[python]")
    return brief


def _whole_words(text: str, start: int, end: int, around: int) -> str:
    first, last = max(0, start - around), min(len(text), end + around)
    before, after = text[first:start], text[end:last]
    if first and not text[first - 1].isspace():
        before = "".join(re.split(r"(\s)", before, maxsplit=1)[1:])
    if last < len(text) and not text[last].isspace():
        after = "".join(re.split(r"(\s)(?!.*\s)", after, maxsplit=1, flags=re.DOTALL)[:-1])
    return before + text[start:end] + after


def passages_of(tables: Tables, *, shown: int = 60) -> pd.DataFrame:
    """The article's blocks in order, each by its first ``shown`` characters."""
    text = tables.article.text
    passages = tables.passages
    first = [
        text[start : min(end, start + shown)] + ("…" if end - start > shown else "")
        for start, end in zip(passages["start"], passages["end"], strict=True)
    ]
    brief = passages[["kind", "zone", "reason"]].reset_index(drop=True)
    brief["begins"] = pd.array(first, dtype="string[python]")
    return brief


def _firmness_of(tables: Tables) -> list[str]:
    joined = tables.joined()
    told = zip(joined["polarity"].fillna("asserts"), joined["modality"], strict=True)
    return [firmness_words(*pair) or "asserted" for pair in told]


def _names(tables: Tables) -> dict[str, str]:
    return dict(zip(tables.sources["source_id"], tables.sources["name"], strict=True))


def _plain_numbers(brief: pd.DataFrame) -> pd.DataFrame:
    """Values as a reader writes them ("10,000,000"): a table in brief is for eyes, not sums."""
    for column in ("value", "low", "high"):
        shown = [None if pd.isna(v) else f"{v:,.10g}" for v in brief[column]]
        brief[column] = pd.array(shown, dtype="string[python]")
    return brief
