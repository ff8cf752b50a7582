"""Data Package 2.0: the tables as CSV with a description that other programs can check."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from ... import schema
from ...escaping import clean
from ...tables import TEXT_NAME, Tables, table_files
from .inert import json_bytes, records_of, web_address

DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/"
_TYPES = {"text": "string", "integer": "integer", "number": "number", "flag": "boolean"}
# Names and positions of places are GeoNames', under that licence.
_GEONAMES = {
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [{"title": "GeoNames", "path": "https://www.geonames.org/"}],
}
_RIGHTS = {
    "name": "other-closed",
    "title": "The article's words remain with their holders",
}


def package_files(tables: Tables) -> dict[str, bytes]:
    """Name and bytes of each file of the package: the description, the tables, the text.

    The files are those of ``save_tables``, and ``read_tables`` takes the folder, but for signs
    that no file of text can hold (controls, half of a surrogate pair): U+FFFD stands for each.
    """
    files = {
        name: clean(data.decode("utf-8", "surrogatepass")).encode("utf-8")
        for name, data in table_files(tables, format="csv").items()
    }
    return {DESCRIPTOR: json_bytes(package_of(tables, files)), **files}


def package_of(tables: Tables, files: dict[str, bytes]) -> dict[str, Any]:
    """The description of the package that holds these files."""
    (about,) = records_of(tables.articles)
    name = re.sub("[^a-z0-9._-]", "-", about["article_id"].lower())
    origin = {"title": about["title"] or "Article without a title"}
    if path := web_address(about["url"]):
        origin["path"] = path
    return {
        "$schema": _PROFILE + "datapackage.json",
        "name": f"attributed-{name}",
        "title": f"Claims, numbers and sources of: {origin['title']}",
        "description": "Every number of one article and who reported it. Offsets count code "
        f"points in {TEXT_NAME}, half-open. An empty field means that the article does not say.",
        "licenses": [_RIGHTS],
        "sources": [origin],
        "resources": [
            *(_table_resource(table, files[f"{table}.csv"]) for table in schema.TABLES),
            {
                "name": "article",
                "path": TEXT_NAME,
                "description": "The text that the offsets of the tables count in.",
                "format": "txt",
                "mediatype": "text/plain",
                "encoding": "utf-8",
                **_told_apart(files[TEXT_NAME]),
            },
        ],
    }


def _told_apart(data: bytes) -> dict[str, Any]:
    """Size and hash: a description that no longer fits its file is found out."""
    return {"bytes": len(data), "hash": "sha256:" + hashlib.sha256(data).hexdigest()}


def _table_resource(table: str, data: bytes) -> dict[str, Any]:
    return {
        "name": table,
        "type": "table",
        "path": f"{table}.csv",
        "description": schema.ABOUT[table],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": table_schema(table),
        **(_GEONAMES if table == "places" else {}),
        **_told_apart(data),
    }


def table_schema(table: str) -> dict[str, Any]:
    """The Table Schema of one table: types, closed words, key and foreign keys."""
    columns = schema.TABLES[table]
    found: dict[str, Any] = {
        "$schema": _PROFILE + "tableschema.json",
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
    }
    if keys := [column.name for column in columns if column.unique]:
        found["primaryKey"] = keys
    found["foreignKeys"] = [
        {"fields": [column], "reference": {"resource": parent, "fields": [key]}}
        for child, column, parent, key in schema.REFERENCES
        if child == table
    ]
    return found


def _field(column: schema.Column) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    if column.required:
        rules["required"] = True
    if column.unique:
        rules["unique"] = True
    if column.words:
        rules["enum"] = list(column.words)
    if column.name == "confidence":
        rules |= {"minimum": 0, "maximum": 1}
    found: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.kind, column.kind)}
    if column.kind == "flag":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found | {"description": column.meaning, "constraints": rules}
