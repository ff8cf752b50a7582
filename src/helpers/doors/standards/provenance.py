"""W3C PROV: which run, which rule or model and which analyst made which row, from what text."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from ...escaping import clean
from ...tables import Tables
from .inert import records_of, text_iri, web_address

_NI = "ni:///sha-256;"
_MACHINE = "attributed-helpers"


def provenance_of(tables: Tables) -> dict[str, Any]:
    """The provenance of every number and claim, in PROV-JSON.

    ``rule_id`` says which rules and which network made a row, ``reviewed_by`` who checked it.
    Saved tables tell no time and no release, so none is told here.
    """
    made = _Record(text_iri(tables.article))
    text = "hash:" + made.text.removeprefix(_NI)
    made.tell("entity", text, {"prov:label": "the article's text, as read"})
    _tell_origin(made, tables, text)
    made.tell("activity", "row:run", {"prov:label": "reading the text into tables"})
    made.tell("agent", f"row:{_MACHINE}", _agent("SoftwareAgent", _MACHINE))
    made.relate("used", activity="row:run", entity=text)
    made.relate("wasAssociatedWith", activity="row:run", agent=f"row:{_MACHINE}")
    for table, key in (("claims", "claim_id"), ("numbers", "number_id")):
        for row in records_of(getattr(tables, table)):
            _tell_row(made, row, _name(row[key]), text)
    return made.document


def _tell_row(made: _Record, row: dict[str, Any], name: str, text: str) -> None:
    kind = "number" if "number_id" in row else "claim"
    made.tell("entity", name, {"prov:type": kind, "prov:value": row["text"]})
    made.relate("wasDerivedFrom", generatedEntity=name, usedEntity=text)
    # A row that a person added was made by nobody else.
    if row.get("review") != "added":
        made.relate("wasGeneratedBy", entity=name, activity="row:run")
        for step in row["rule_id"].split(";"):
            rule = _name(f"rule-{step}")
            if made.tell("agent", rule, _agent("SoftwareAgent", step)):
                made.relate("actedOnBehalfOf", delegate=rule, responsible=f"row:{_MACHINE}")
            made.relate("wasAttributedTo", entity=name, agent=rule)
    for analyst in filter(None, (row.get("reviewed_by") or "").split("|")):
        person = _name(f"analyst-{analyst}")
        made.tell("agent", person, _agent("Person", analyst))
        made.relate("wasAttributedTo", entity=name, agent=person)


def _tell_origin(made: _Record, tables: Tables, text: str) -> None:
    article = tables.article
    name = "hash:" + base64.urlsafe_b64encode(bytes.fromhex(article.sha256)).decode().rstrip("=")
    told = {"prov:label": clean(article.title or article.loaded_from or "the article as loaded")}
    if page := web_address(article.url):
        told["prov:location"] = page
    if name != text:  # a plain text is read as it is
        made.tell("entity", name, told)
        made.relate("wasDerivedFrom", generatedEntity=text, usedEntity=name)
    else:
        made.document["entity"][text] |= told
    if article.outlet:
        outlet = _name(f"outlet-{article.outlet}")
        made.tell("agent", outlet, _agent("Organization", clean(article.outlet)))
        made.relate("wasAttributedTo", entity=name, agent=outlet)


def _agent(kind: str, label: str) -> dict[str, Any]:
    return {"prov:type": {"$": f"prov:{kind}", "type": "prov:QUALIFIED_NAME"}, "prov:label": label}


def _name(told: str) -> str:
    """A local name of our rows: the signs that a qualified name cannot hold are percent-encoded."""
    return "row:" + quote(clean(told), safe="")


class _Record:
    """A PROV document as it grows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document: dict[str, Any] = {"prefix": {"hash": _NI, "row": f"{text}#"}}

    def tell(self, kind: str, name: str, told: dict[str, Any]) -> bool:
        """Say of an entity, activity or agent what is known; False where it was told before."""
        known = self.document.setdefault(kind, {})
        if name in known:
            return False
        known[name] = told
        return True

    def relate(self, kind: str, **ends: str) -> None:
        """Relate two of them."""
        known = self.document.setdefault(kind, {})
        known[f"_:{kind}{len(known) + 1}"] = {f"prov:{end}": name for end, name in ends.items()}
