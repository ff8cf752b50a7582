"""The house has floors: a module imports from floors below its own, never sideways or up.

Moving a module, or building a new one, means editing the list below, in review. Of a folder of
folders, such as views/, each has a floor; inside any other module that is a folder the files
have no floors, but no circle of imports either.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "helpers"

FLOORS = [
    [
        "errors",
        "records",
        "schema",
        "vocabulary",
        "bounds",
        "escaping",
        "firmness",
        "writing",
        "beyond_chance",
        "fingerprints",
    ],
    ["loading", "passages", "marks", "language"],
    ["quantities", "attribution", "places", "dates"],
    ["sources", "claims"],
    ["sureness"],
    ["tables"],
    [
        "studies.briefs",
        "studies.number_chains",
        "studies.estimates",
        "studies.reference",
        "studies.review",
        "measuring",
    ],
    ["studies.doubts", "studies.corpus"],
    ["studies.spreadsheet"],
    ["views.charts", "views.highlight"],
    ["views.widgets"],
    ["doors"],
    ["__main__"],
]
FLOOR = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}

# The folders of folders: they hand on nothing themselves.
STOREYS = {module.partition(".")[0] for module in FLOOR if "." in module}

# The few steps allowed on one floor: everything on the ground floor may fail by name.
SIDEWAYS = {
    ("schema", "errors"),
    ("vocabulary", "errors"),
    ("writing", "errors"),
}


FOR_TYPES = {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def module_named(dotted: str) -> str:
    """The module with a floor that a dotted name under the package belongs to.

    A folder counts as one module, but in a folder of folders each is one.
    """
    first, _, rest = dotted.partition(".")
    second = rest.partition(".")[0]
    return f"{first}.{second}" if first in STOREYS and second else first


def module_of(path: Path) -> str:
    """The module with a floor that a file belongs to."""
    inside = path.relative_to(PACKAGE).with_suffix("")
    return module_named(".".join(part for part in inside.parts if part != "__init__"))


def nodes_of(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node of a source but those that only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in FOR_TYPES:
            yield from (inner for branch in node.orelse for inner in ast.walk(branch))
        else:
            yield node
            yield from nodes_of(node)


def targets_of(node: ast.AST, path: Path) -> Iterator[tuple[str, str]]:
    """The dotted module and the name that an import asks it for ("" for the module itself)."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = ["helpers", *path.relative_to(PACKAGE).parts[:-1]]
        base = package[: len(package) + 1 - node.level] if node.level else []
        stem = ".".join([*base, *([node.module] if node.module else [])])
        yield from ((stem, alias.name) for alias in node.names)


def imports_of(tree: ast.AST, path: Path) -> set[str]:
    """Modules of this package that the source imports, wherever in the file; "" is its root."""
    found = set()
    for node in ast.walk(tree):
        for stem, name in targets_of(node, path):
            # "from helpers import tables" imports a module, "from helpers.tables import x" a name.
            holds_modules = stem == "helpers" or stem.removeprefix("helpers.") in STOREYS
            target = f"{stem}.{name}" if holds_modules and name else stem
            root, _, rest = target.partition(".")
            if root == "helpers":
                found.add(module_named(rest))
    return found


def file_of(dotted: str, files: set[str]) -> str | None:
    """The file of a dotted module: "helpers.tables" is tables/__init__.py."""
    inside = dotted.split(".")[1:]
    for name in ("/".join(inside) + ".py", "/".join([*inside, "__init__.py"])):
        if name in files:
            return name
    return None


def files_imported(source: str, path: Path, files: set[str]) -> set[str]:
    """Files of this package that the source names, wherever in it, itself left out.

    That an import also runs the ``__init__`` of each folder on its way is not counted: who
    imports from a file does not need what its folder hands on.
    """
    found = set()
    for node in nodes_of(ast.parse(source)):
        for stem, name in targets_of(node, path):
            if stem.partition(".")[0] == "helpers":
                found.add(file_of(f"{stem}.{name}", files) or file_of(stem, files))
    return {one for one in found if one} - {path.relative_to(PACKAGE).as_posix()}


def circle_in(sources: dict[str, str]) -> list[str]:
    """The files of one circle of imports, the first of them again at the end; [] for none."""
    files = set(sources)
    graph = {name: files_imported(text, PACKAGE / name, files) for name, text in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_only_from_floors_below(path):
    module = module_of(path)
    if module in STOREYS:
        assert imports_of(ast.parse(path.read_text("utf-8")), path) == set()
        return
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


# Told apart by their folder alone, as on the day they were counted: the list only shrinks.
NAMESAKES = {"finding", "grammar", "reading", "resolving", "roles", "words"}


def test_no_two_modules_bear_one_name():
    names = Counter(
        path.parent.name if path.stem == "__init__" else path.stem
        for path in SOURCES
        if path.stem != "__main__"
    )
    assert {name for name, count in names.items() if count > 1} <= NAMESAKES


def test_no_two_public_classes_bear_one_name():
    names = Counter(
        node.name
        for path in SOURCES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name[0] != "_"
    )
    # The number grammar's lexer has tokens of its own.
    assert {name for name, count in names.items() if count > 1} <= {"Token"}


def test_no_files_import_each_other_in_a_circle():
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in SOURCES}
    assert circle_in(sources) == []


@pytest.mark.parametrize(
    "back",
    [
        "from .page import x",
        "from . import page",
        "from ..charts.page import x",
        "from helpers.views.charts import page",
        "import helpers.views.charts.page",
        "def late():\n    from .page import x",
    ],
)
def test_circle_inside_a_folder_is_found_however_it_is_written(back):
    sources = {
        "views/charts/page.py": "from .picture import show",
        "views/charts/picture.py": back,
    }
    assert set(circle_in(sources)) == set(sources)


def test_circle_through_what_a_folder_hands_on_is_found():
    sources = {
        "charts/__init__.py": "from .page import x",
        "charts/page.py": "from ..claims import y",
        "claims.py": "from .charts import x",
    }
    assert set(circle_in(sources)) == set(sources)


@pytest.mark.parametrize(
    "source",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .page import x",
        "import typing\nif typing.TYPE_CHECKING:\n    from .page import x",
        "from .palette import x",
    ],
)
def test_import_for_types_alone_closes_no_circle(source):
    sources = {
        "charts/__init__.py": "from .page import x",
        "charts/page.py": "from .picture import show",
        "charts/picture.py": source,
        "charts/palette.py": "",
    }
    assert circle_in(sources) == []


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
        ("from helpers.views.charts.page import fit", {"views.charts"}),
        ("from helpers.views import charts, highlight", {"views.charts", "views.highlight"}),
        ("from .views.charts import fit", {"views.charts"}),
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
