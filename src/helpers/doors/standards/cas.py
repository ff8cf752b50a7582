"""UIMA CAS: the text with its rows as typed annotations, in XMI, and the types they are of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from ... import schema
from ...escaping import clean
from ...tables import Tables
from .inert import records_of

_TYPES = {
    "passages": ("Passage", "start", "end"),
    "sources": ("Source", "first_start", "first_end"),
    "places": ("Place", "first_start", "first_end"),
    "claims": ("Claim", "start", "end"),
    "numbers": ("Number", "start", "end"),
}
"""Table → type, and the columns of its first and last sign."""
_INHERITED = frozenset({"start", "end", "first_start", "first_end", "text", "article_id"})
_UIMA = "http://uima.apache.org/resourceSpecifier"
_XMI, _CAS, _OURS = "http://www.omg.org/XMI", "http:///uima/cas.ecore", "http:///attributed.ecore"


def cas_files(tables: Tables) -> dict[str, bytes]:
    """Name and bytes of ``cas.xmi`` and of the ``TypeSystem.xml`` that it needs.

    Offsets count UTF-16 code units, as UIMA counts: a sign above U+FFFF is two.
    """
    return {"cas.xmi": _cas(tables), "TypeSystem.xml": _type_system()}


def _features(table: str) -> list[tuple[str, str, str | None]]:
    """Feature, column and, where the column is an id, the table that it points into."""
    points = {
        column: parent
        for child, column, parent, _ in schema.REFERENCES
        if child == table and parent in _TYPES
    }
    return [
        (name.removesuffix("_id") + "_row" if name in points else name, name, points.get(name))
        for name in schema.columns(table)
        if name not in _INHERITED
    ]


def _cas(tables: Tables) -> bytes:
    for prefix, uri in (("xmi", _XMI), ("cas", _CAS), ("attributed", _OURS)):
        ElementTree.register_namespace(prefix, uri)
    text = clean(tables.article.text)
    root = ElementTree.Element(f"{{{_XMI}}}XMI", {f"{{{_XMI}}}version": "2.0"})
    view = {"sofaNum": "1", "sofaID": "_InitialView", "mimeType": "text/plain"}
    _add(root, _CAS, "NULL", 0, {})
    _add(root, _CAS, "Sofa", 1, view | {"sofaString": text})
    rows = [(table, row) for table in _TYPES for row in records_of(getattr(tables, table))]
    ids = {
        (table, row[schema.columns(table)[0]]): str(at) for at, (table, row) in enumerate(rows, 2)
    }
    above = [at for at, sign in enumerate(text) if sign > "\uffff"]
    for at, (table, row) in enumerate(rows, 2):
        kind, *ends = _TYPES[table]
        begin, end = (str(row[column] + bisect_left(above, row[column])) for column in ends)
        values: dict[str, str | None] = {
            feature: _value(row[column], parent, ids)
            for feature, column, parent in _features(table)
        }
        _add(root, _OURS, kind, at, {"sofa": "1", "begin": begin, "end": end, **values})
    members = " ".join(str(at) for at in range(2, len(rows) + 2))
    ElementTree.SubElement(root, f"{{{_CAS}}}View", {"sofa": "1", "members": members})
    return _written(root)


def _add(
    root: ElementTree.Element, space: str, kind: str, at: int, told: Mapping[str, str | None]
) -> None:
    known = {name: value for name, value in told.items() if value is not None}
    ElementTree.SubElement(root, f"{{{space}}}{kind}", {f"{{{_XMI}}}id": str(at), **known})


def _value(value: Any, parent: str | None, ids: dict[tuple[str, str], str]) -> str | None:
    if value is None:
        return None
    if parent:
        return ids[parent, value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _type_system() -> bytes:
    ElementTree.register_namespace("", _UIMA)
    root = ElementTree.Element(f"{{{_UIMA}}}typeSystemDescription")
    _told(root, "name", "attributed")
    types = ElementTree.SubElement(root, f"{{{_UIMA}}}types")
    for table, (kind, _, _) in _TYPES.items():
        meanings = {column.name: column.meaning for column in schema.TABLES[table]}
        one = ElementTree.SubElement(types, f"{{{_UIMA}}}typeDescription")
        _told(one, "name", f"attributed.{kind}")
        _told(one, "description", schema.ABOUT[table])
        _told(one, "supertypeName", "uima.tcas.Annotation")
        features = ElementTree.SubElement(one, f"{{{_UIMA}}}features")
        for feature, column, parent in _features(table):
            described = ElementTree.SubElement(features, f"{{{_UIMA}}}featureDescription")
            _told(described, "name", feature)
            _told(described, "description", meanings[column])
            # Figures are strings too: a number that is missing would read as 0 in UIMA.
            told = f"attributed.{_TYPES[parent][0]}" if parent else "uima.cas.String"
            _told(described, "rangeTypeName", told)
    return _written(root)


def _told(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_UIMA}}}{name}").text = text


def _written(root: ElementTree.Element) -> bytes:
    # ASCII: marks that turn the direction of writing stand as references.
    return ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True) + b"\n"
