"""pyproject.toml, environment.yml and requirements.lock name the same things, offline."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

# conda-forge's name -> PyPI's name, where they differ.
CONDA_NAMES = {"matplotlib-base": "matplotlib"}

# What the test extra adds to the runtime is for make; conda users take it by pip.
CONDA_ONLY = {"python", "pip"}


def declared(extra: str | None = None) -> dict[str, SpecifierSet]:
    """Package -> bounds, of the runtime or of one extra."""
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): one.specifier for one in found}


def conda_environment() -> tuple[dict[str, SpecifierSet], list[str]]:
    """Package (PyPI's name) -> bounds, and the lines handed to pip."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    bounds, pip_lines = {}, []
    for entry in environment["dependencies"]:
        if isinstance(entry, dict):
            pip_lines += entry["pip"]
            continue
        name, _, bound = entry.partition(" ")
        bounds[canonicalize_name(CONDA_NAMES.get(name, name))] = SpecifierSet(bound)
    return bounds, pip_lines


def locked() -> dict[str, list[tuple[Version, list[str]]]]:
    """Package -> its locked versions (one a marker), each with its hashes."""
    found: dict[str, list[tuple[Version, list[str]]]] = {}
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK):
        head = re.match(r"([A-Za-z0-9._-]+)==([^ ;\\\n]+)", block)
        if head:
            hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})(?![0-9a-f])", block)
            name = canonicalize_name(head[1])
            found.setdefault(name, []).append((Version(head[2]), hashes))
    return found


def test_conda_names_the_same_packages_with_the_same_bounds():
    bounds, _ = conda_environment()
    assert {name: bounds[name] for name in bounds.keys() - CONDA_ONLY} == declared()


def test_conda_asks_for_the_same_python():
    bounds, _ = conda_environment()
    assert bounds["python"] == SpecifierSet(PROJECT["requires-python"])


def test_conda_ends_in_the_editable_package_and_takes_no_other_from_pip():
    _, pip_lines = conda_environment()
    assert pip_lines == ["-e ."]


def test_every_dependency_has_a_lower_bound_and_no_upper_one():
    for name, bounds in (declared() | declared("test") | declared("corpus")).items():
        assert [one.operator for one in bounds] == [">="], name


def test_lock_holds_every_package_that_is_asked_for_within_its_bounds():
    lock = locked()
    for name, bounds in (declared() | declared("test") | declared("corpus")).items():
        assert name in lock, f"{name} is not in requirements.lock: make it anew"
        for version, _ in lock[name]:
            assert version in bounds, name


def test_package_says_the_version_that_pyproject_sets():
    import helpers

    assert helpers.__version__ == PROJECT["version"]
    assert "__version__" in dir(helpers)


def test_lock_has_a_hash_for_every_package():
    lock = locked()
    assert len(lock) > 50
    assert [name for name, pins in lock.items() for _, hashes in pins if not hashes] == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "environment.yml"])
def test_dependency_files_name_no_host_and_no_path_of_a_machine(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|\bfile:|@ |--(extra-)?index|--find-links", text)
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|opt|usr|Users)/", text)
    assert not re.search(r"[A-Za-z]:\\", text)


def test_lock_has_no_line_but_packages_hashes_and_comments():
    pin = r"[A-Za-z0-9._-]+==\S+( ; [^\\]+)? \\"
    other = [
        line
        for line in LOCK.splitlines()
        if not re.fullmatch(rf"{pin}|    --hash=sha256:[0-9a-f]{{64}}( \\)?| *#.*", line)
    ]
    assert other == []


def test_lock_was_made_from_these_declarations():
    # The comments say who asks: a package that nobody asks for any more is left over.
    asked = set()
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK):
        if "attributed-helpers (pyproject.toml)" in block:
            asked.add(canonicalize_name(block.split("==")[0]))
    assert asked == set(declared() | declared("test") | declared("corpus"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy: setuptools leaves folders where it builds."""
    copy = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", *packaged()):
        source = ROOT / ("src" if "/" in name else ".") / name
        target = copy / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    build = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
    done = subprocess.run(
        [sys.executable, "-c", build], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (built,) = copy.glob("*.whl")
    return built


def packaged():
    source = ROOT / "src" / "helpers"
    return {
        "helpers/" + path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name[0] != "."
    }


def test_wheel_carries_every_data_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("helpers/")}
        scripts = archive.read(next(n for n in archive.namelist() if n.endswith("points.txt")))
    assert inside == packaged()
    assert b"attributed = helpers.doors.command_line:main" in scripts


AWAY = """
import helpers
from helpers.doors.command_line import main
from helpers.errors import InputError
assert helpers.__file__.startswith({site!r}), helpers.__file__
assert main(["tables", "story.txt", "--out", "d"]) == 0
assert main(["export", "d", "--as", "datapackage", "--out", "package"]) == 0
tables = helpers.read_tables("d")
for ask in (
    lambda: helpers.differences_of(tables), helpers.errors_by_kind, helpers.real_news_scores,
    helpers.real_news_errors, helpers.real_news_sureness,
    lambda: helpers.load_reference("data/reference"),
):
    try:
        ask()
    except InputError as refused:
        assert "\\n" not in str(refused)
        print("refused:", refused)
sys.exit(main(["score"]))
"""


def test_wheel_works_away_from_the_checkout_and_says_what_does_not(wheel, tmp_path):
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (tmp_path / "story.txt").write_text("Officials said 40 people died in the flood.")
    code = f"import sys; sys.path.insert(0, {str(site)!r})" + AWAY.format(site=str(site))
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert found.stdout.count("refused: ") == 6, found.stdout + found.stderr
    assert found.returncode == 1 and found.stderr.count("error: ") == 1, found.stderr
    assert (tmp_path / "d" / "numbers.csv").is_file()
    assert (tmp_path / "package" / "datapackage.json").is_file()
