"""Hand-made tables of invented events for tests of charts, highlighter and widgets.

Each line of :data:`FIGURES` becomes a sentence of the sample article, a claim and a number,
so that offsets are true. Together the lines hold every hedge, naming and source type, and a
zero, a vague word, ranges and money.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from helpers import schema
from helpers.records import Article
from helpers.tables import Tables

SOURCES = {
    "ada": ("Ada Brenning", "health minister", "government", "named_person"),
    "officials": ("officials", None, "government", "unnamed_group"),
    "ministry": ("Norland’s interior ministry", None, "government", "organisation"),
    "aide": ("one senior Norland official", None, "government", "unnamed_person"),
    "mayor": ("Tomas Vell", "mayor of Hollin", "local_government", "named_person"),
    "army": ("Norland’s general staff", None, "military", "organisation"),
    "un": ("the United Relief Office", None, "intergovernmental", "organisation"),
    "aid": ("Open Hands", None, "ngo", "organisation"),
    "paper": ("the Hollin Courier", None, "media", "organisation"),
    "seismologist": ("Ines Okabe", "seismologist", "expert", "named_person"),
    "doctors": ("doctors at the city’s hospital", None, "medical", "unnamed_group"),
    "prosecutor": ("a prosecutor", None, "justice", "unnamed_person"),
    "firm": ("Brightline Mining", None, "company", "organisation"),
    "party": ("the Harbour Party", None, "political", "organisation"),
    "survivor": ("a survivor", None, "witness", "unnamed_person"),
    "report": ("a leaked report", None, "other", "document"),
}


@dataclass(frozen=True)
class Figure:
    """One number of the sample: how it is printed, what it means, who reported it."""

    full: str
    text: str
    kind: str
    hedge: str = "exact"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    counted: str | None = "people"
    unit: str | None = "person"
    source: str | None = None
    via: str | None = None
    form: str = "indirect"
    cue: str | None = "said"
    place: str | None = "Hollin"
    as_of: str | None = None
    estimated: bool = False
    modality: str = "asserted"
    polarity: str = "asserts"
    zone: str = "body"


FIGURES = (
    Figure(
        "an estimated 12,000 people",
        "12,000",
        "killed",
        "approximate",
        12000,
        estimated=True,
        place="Norland",
    ),
    Figure("At least 340 people", "340", "killed", "at_least", 340, 340, source="aide"),
    Figure(
        "closer to 900",
        "900",
        "killed",
        "approximate",
        900,
        counted=None,
        unit=None,
        source="aide",
        modality="possible",
    ),
    Figure(
        "between 400 and 600 dead",
        "400 and 600",
        "killed",
        "range",
        None,
        400,
        600,
        counted="dead",
        source="un",
    ),
    Figure(
        "no one",
        "no",
        "killed",
        "exact",
        0,
        0,
        0,
        counted="one",
        source="mayor",
        place="Eastbank",
        form="direct",
    ),
    Figure(
        "dozens of villagers",
        "dozens",
        "killed",
        "vague",
        counted="villagers",
        source="survivor",
        place="Upper Kell",
    ),
    Figure(
        "exactly 57 patients",
        "57",
        "injured",
        "exact",
        57,
        57,
        57,
        counted="patients",
        source="doctors",
        form="direct",
    ),
    Figure(
        "fewer than 30 miners",
        "30",
        "missing",
        "less_than",
        30,
        None,
        30,
        counted="miners",
        source="firm",
        polarity="denies",
    ),
    Figure(
        "11 students",
        "11",
        "detained",
        "exact",
        11,
        11,
        11,
        counted="students",
        source="prosecutor",
    ),
    Figure(
        "more than 2.5 million",
        "2.5 million",
        "displaced",
        "more_than",
        2.5e6,
        2.5e6,
        counted=None,
        unit="person",
        place="Norland",
        as_of="2031-05-04",
    ),
    Figure(
        "nearly 70,000 refugees",
        "70,000",
        "refugees",
        "nearly",
        70000,
        None,
        70000,
        counted="refugees",
        source="aid",
        place=None,
    ),
    Figure(
        "about 4,200 residents",
        "4,200",
        "evacuated",
        "approximate",
        4200,
        counted="residents",
        source="paper",
        via=None,
    ),
    Figure(
        "up to 18,000 people",
        "18,000",
        "trapped",
        "at_most",
        18000,
        None,
        18000,
        source="ada",
        form="mixed",
    ),
    Figure(
        "thousands of farmers",
        "thousands",
        "affected",
        "magnitude",
        None,
        1000,
        None,
        counted="farmers",
        source="party",
        place="the Kell valley",
    ),
    Figure(
        "home to 61,500 people",
        "61,500",
        "population",
        "exact",
        61500,
        61500,
        61500,
        source="report",
        via="paper",
    ),
    Figure(
        "more than 800 reservists",
        "800",
        "troops",
        "more_than",
        800,
        800,
        counted="reservists",
        unit="reservist",
        source="army",
        form="direct",
        modality="expected",
    ),
    Figure(
        "more than 9,300 homes",
        "9,300",
        "homes",
        "more_than",
        9300,
        9300,
        counted="homes",
        unit="home",
        source="officials",
        as_of="2031-05-05",
    ),
    Figure(
        "magnitude-independent 14 barns",
        "14",
        "homes",
        "exact",
        14,
        14,
        14,
        counted="barns",
        unit="barn",
        source="seismologist",
    ),
    Figure(
        "$3.2 billion",
        "$3.2 billion",
        "money",
        "exact",
        3.2e9,
        3.2e9,
        3.2e9,
        counted=None,
        unit="USD",
        source="ministry",
        place=None,
        modality="proposed",
    ),
    Figure(
        "€40 million",
        "€40 million",
        "money",
        "exact",
        4e7,
        4e7,
        4e7,
        counted=None,
        unit="EUR",
        source="ministry",
        place=None,
        modality="proposed",
    ),
    Figure(
        "12 percent",
        "12 percent",
        "percent",
        "exact",
        12,
        12,
        12,
        counted=None,
        unit="percent",
        source="ministry",
        place=None,
    ),
    Figure(
        "from just $5",
        "$5",
        "money",
        "at_least",
        5,
        5,
        counted=None,
        unit="USD",
        zone="boilerplate",
        place=None,
    ),
)

PLAIN_CLAIMS = (
    ("Ada Brenning", "ada", "warned", "the river will rise again", "indirect", "expected"),
    ("Tomas Vell", "mayor", "said", "“We have no boats left”", "direct", "asserted"),
    ("Tomas Vell", "mayor", "added", "nobody came “for three days”", "mixed", "asserted"),
    ("a survivor", "survivor", "claims", "the dam was opened on purpose", "indirect", "alleged"),
    ("Brightline Mining", "firm", "denied", "the pit was unsafe", "indirect", "asserted"),
    (None, None, "reportedly", "the bridge had been mined", "indirect", "alleged"),
)


ARTICLE_ID = "a0123456789b"


class _Story:
    """An invented article as it is written, sentence by sentence, with the rows of its tables."""

    def __init__(self, sources) -> None:
        self.sources, self.text = sources, ""
        self.claims, self.numbers, self.passages = [], [], []
        self.first_seen = {}

    def passage(self, start, kind="paragraph", zone="body", reason=None):
        self.passages.append(
            {
                "passage_id": f"{ARTICLE_ID}:{start}",
                "article_id": ARTICLE_ID,
                "kind": kind,
                "start": start,
                "end": len(self.text),
                "zone": zone,
                "reason": reason,
            }
        )
        self.text += "\n"

    def figure(self, i, f):
        """A sentence for a figure, with who said it."""
        start = len(self.text)
        told = f.source and self.sources[f.source][0]
        self.text += f"In the sample event number {i}, "
        content = len(self.text)
        self.text += f"{f.full} {f.kind} <b>& counted</b>"
        content_end = len(self.text)
        cue, who = self._speaker(f, told) if told else (None, None)
        self.text += "."
        full = self.text.index(f.full, content)
        at = self.text.index(f.text, full)
        self.claims.append(
            {
                "claim_id": f"{ARTICLE_ID}:c{i}",
                "article_id": ARTICLE_ID,
                "source_id": f.source,
                "via_source_id": f.via,
                "form": f.form if told else "narrator",
                "channel": "said",
                "cue": f.cue if told else None,
                "cue_kind": "says" if told else "other",
                "cue_start": cue,
                "cue_end": cue and cue + len(f.cue),
                "source_text": told,
                "source_start": who,
                "source_end": who and who + len(told),
                "text": self.text[content:content_end],
                "start": content,
                "end": content_end,
                "parts": f"{content}-{content_end}",
                "sentence_start": start,
                "sentence_end": len(self.text),
                "polarity": f.polarity,
                "modality": f.modality,
                "topic": None,
                "zone": f.zone,
                "rule_id": "hand",
                "confidence": 1.0,
            }
        )
        self.numbers.append(
            {
                "number_id": f"{ARTICLE_ID}:n{i}",
                "article_id": ARTICLE_ID,
                "claim_id": f"{ARTICLE_ID}:c{i}",
                "source_id": f.source,
                "text": f.text,
                "start": at,
                "end": at + len(f.text),
                "full_text": f.full,
                "full_start": full,
                "full_end": full + len(f.full),
                "value": f.value,
                "low": f.low,
                "high": f.high,
                "hedge": f.hedge,
                "hedge_text": None,
                "estimated": f.estimated,
                "trend": "none",
                "unit": f.unit,
                "counted": f.counted,
                "kind": f.kind,
                "population": "unstated",
                "stock_or_flow": "unstated",
                "place": f.place,
                "place_basis": None,
                "as_of": f.as_of,
                "as_of_basis": "stated" if f.as_of else "unresolved",
                "modality": f.modality,
                "zone": f.zone,
                "form": f.form if told else "narrator",
                "hxl": None,
                "background": False,
                "check": None,
                "rule_id": "hand",
                "confidence": 1.0,
                "link": "content" if told else "narrator",
            }
        )
        appeal = f.zone == "boilerplate"
        self.passage(
            start,
            zone=f.zone,
            reason="appeal" if appeal else None,
            kind="appeal" if appeal else "paragraph",
        )

    def _speaker(self, f, told):
        """Where the cue and the source begin that are written behind a figure."""
        self.text += ", "
        who, cue = len(self.text), None
        self.first_seen.setdefault(f.source, who)
        self.text += told
        if f.cue:
            self.text += " "
            cue = len(self.text)
            self.text += f.cue
        return cue, who

    def plain_claim(self, i, told, source, cue, content, form, modality):
        """A sentence that reports something without a figure."""
        start = len(self.text)
        self.text += f"{told} " if told else ""
        if source:
            self.first_seen.setdefault(source, start)
        cue_start = len(self.text)
        self.text += f"{cue} "
        content_start = len(self.text)
        self.text += content
        content_end = len(self.text)
        self.text += "."
        self.claims.append(
            {
                "claim_id": f"{ARTICLE_ID}:p{i}",
                "article_id": ARTICLE_ID,
                "source_id": source,
                "via_source_id": None,
                "form": form,
                "channel": "said",
                "cue": cue,
                "cue_kind": "denies" if cue == "denied" else "says",
                "cue_start": cue_start,
                "cue_end": cue_start + len(cue),
                "source_text": told,
                "source_start": start if told else None,
                "source_end": start + len(told) if told else None,
                "text": content,
                "start": content_start,
                "end": content_end,
                "parts": f"{content_start}-{content_end}",
                "sentence_start": start,
                "sentence_end": len(self.text),
                "polarity": "denies" if cue == "denied" else "asserts",
                "modality": modality,
                "topic": None,
                "zone": "body",
                "rule_id": "hand",
                "confidence": 1.0,
            }
        )
        self.passage(start)


def sample_tables(
    figures=FIGURES,
    *,
    title="Flood waters reach Hollin",
    outlet="The Norland Post",
    published=dt.date(2031, 5, 6),
    plain_claims=PLAIN_CLAIMS,
    sources=SOURCES,
) -> Tables:
    """Tables of an invented article that holds one sentence for each of ``figures``."""
    story = _Story(sources)
    if figures or plain_claims:
        story.text = "Waters rise"
        story.passage(0, "subhead", "subhead")
    for i, figure in enumerate(figures):
        story.figure(i, figure)
    for i, claim in enumerate(plain_claims):
        story.plain_claim(i, *claim)
    text, claims, numbers, passages = story.text, story.claims, story.numbers, story.passages

    source_rows = [
        {
            "source_id": key,
            "article_id": ARTICLE_ID,
            "name": name,
            "role": role,
            "affiliation": None,
            "country": None,
            "source_type": type_,
            "naming": naming,
            "aliases": None,
            "n_mentions": 1,
            "n_claims": sum(c["source_id"] == key for c in claims),
            "n_numbers": sum(n["source_id"] == key for n in numbers),
            "first_start": story.first_seen[key],
            "first_end": story.first_seen[key] + len(name),
            "zone": "body",
        }
        for key, (name, role, type_, naming) in sources.items()
        if key in story.first_seen
    ]
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    article = Article(
        text=text,
        sha256=digest,
        article_id=ARTICLE_ID,
        title=title,
        outlet=outlet,
        published=published,
        loaded_from="sample",
    )
    return Tables(
        article=article,
        articles=schema.frame(
            "articles",
            [
                {
                    "article_id": ARTICLE_ID,
                    "sha256": digest,
                    "title": title,
                    "outlet": outlet,
                    "published": published and published.isoformat(),
                    "n_chars": len(text),
                    "n_words": len(text.split()),
                    "loaded_from": "sample",
                }
            ],
        ),
        passages=schema.frame("passages", passages),
        sources=schema.frame("sources", source_rows),
        claims=schema.frame("claims", claims),
        numbers=schema.frame("numbers", numbers),
        residue=schema.frame("residue", []),
        places=schema.frame("places", []),
    )


def empty_tables() -> Tables:
    """Tables of an article without any text."""
    return sample_tables((), plain_claims=(), title=None, outlet=None, published=None)


AWKWARD = (
    Figure(
        "at least " + "9" * 30,
        "9" * 30,
        "killed",
        "at_least",
        1e30,
        1e30,
        counted="extraordinarily-long-counted-phrase-" * 9,
        source="ada",
    ),
    Figure(
        "$6.9 and $7 killed \u202egnp.exe",
        "$6.9",
        "killed",
        "exact",
        6.9,
        6.9,
        6.9,
        counted="$6.9 and $7 \\frac{1}{2} people",
        place="$x$ & \U0001f30a <i>" + "w" * 400,
        source="officials",
    ),
    Figure("minus -4 people", "-4", "killed", "exact", -4, -4, -4, source="un"),
    Figure("0 people", "0", "injured", "exact", 0, 0, 0, source="un"),
    Figure("about 0.5 people", "0.5", "injured", "approximate", 0.5, source="aid"),
    Figure(
        "some \U0001f30a 3 people", "3", "injured", "exact", 3, 3, 3, counted="\U0001f30a people"
    ),
    Figure("between 0 and 12", "0 and 12", "missing", "range", None, 0, 12, source="army"),
)
