"""The house has floors: a module imports from floors below its own, never sideways or up.

Moving a module, or building a new one, means editing the list below, in review.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "helpers"

FLOORS = [
    ["errors", "records", "schema", "vocabulary", "bounds", "escaping", "firmness"],
    ["loading", "passages"],
    ["quantities", "attribution", "tagger", "places", "dates"],
    ["sources", "claims", "finders"],
    ["tables"],
    [
        "estimates",
        "reference",
        "evaluation",
        "evaluation_quantities",
        "briefs",
        "chains",
        "doors",
        "corpus",
        "export",
    ],
    ["charts", "highlight", "scoreboard"],
    ["widgets", "execution"],
    ["report", "__main__"],
]
FLOOR = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}

# The few steps allowed on one floor: every door of the ground floor may fail by name, and
# __main__ is the front door of the report beside it.
SIDEWAYS = {("schema", "errors"), ("vocabulary", "errors"), ("__main__", "report")}


def module_of(path: Path) -> str:
    """The name under the package: a sub-package counts as one module."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports_of(tree: ast.AST, path: Path) -> set[str]:
    """Modules of this package that the source imports, wherever in the file; "" is its root."""
    package = ["helpers", *path.relative_to(PACKAGE).parts[:-1]]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            # "from helpers import tables" imports a module, "from helpers.tables import x" a name.
            if stem == "helpers":
                targets = [f"{stem}.{alias.name}" for alias in node.names]
            else:
                targets = [stem]
        else:
            continue
        for target in targets:
            root, _, rest = target.partition(".")
            if root == "helpers":
                found.add(rest.partition(".")[0])
    return found


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_only_from_floors_below(path):
    module = module_of(path)
    assert module in FLOOR, f"{module} has no floor: add it to the list in this file"
    for imported in imports_of(ast.parse(path.read_text("utf-8")), path) - {module}:
        assert imported != "", f"{module} imports the package's root: import the module itself"
        assert imported in FLOOR, f"{module} imports helpers.{imported}, which has no floor"
        below = FLOOR[imported] < FLOOR[module] or (module, imported) in SIDEWAYS
        assert below, (
            f"{module} (floor {FLOOR[module]}) imports {imported} (floor {FLOOR[imported]})"
        )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_is_not_named_like_one_of_the_standard_library(path):
    if path.stem not in {"__init__", "__main__"}:
        assert path.stem not in sys.stdlib_module_names


def test_no_module_is_a_catch_all():
    assert not {path.stem for path in SOURCES} & {"utils", "util", "common", "misc", "manager"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import helpers.tables", {"tables"}),
        ("from helpers import tables, records", {"tables", "records"}),
        ("from helpers.tables import tables_of", {"tables"}),
        ("from . import tables", {"tables"}),
        ("from .tables import tables_of", {"tables"}),
        ("def late():\n    from helpers.vocabulary import load", {"vocabulary"}),
        ("import helpers", {""}),
        ("import pandas, re\nfrom pathlib import Path", set()),
    ],
)
def test_imports_are_read_however_they_are_written(source, expected):
    assert imports_of(ast.parse(source), PACKAGE / "claims.py") == expected


def test_relative_imports_inside_a_folder_are_read():
    tree = ast.parse("from .. import tables\nfrom ..records import Span\nfrom .deep import x")
    assert imports_of(tree, PACKAGE / "vocabulary" / "__init__.py") == {
        "tables",
        "records",
        "vocabulary",
    }
