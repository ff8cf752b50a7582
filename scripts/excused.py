"""Checks that tests/excused.toml excuses nothing without need; --write takes out what it does.

A module that was there before a gate may be excused from it, and no later one may. The lists in
pyproject.toml that mypy and ruff read are written from that file, never by hand.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXCUSED = ROOT / "tests" / "excused.toml"
PROJECT = ROOT / "pyproject.toml"

HEAD = """\
# Modules that were there before these gates and do not hold them yet. The list only shrinks:
# tests/test_excused.py turns red when a module is added, `make lint` when one is excused that
# has nothing to be excused for. Once a module is mended, `python scripts/excused.py --write`
# takes it out here and in pyproject.toml.
"""

Excuses = dict[str, list[str]]
"""Gate ("mypy", or a rule of ruff) → the files excused from it, sorted."""


def excuses() -> Excuses:
    """What the file excuses."""
    return tomllib.loads(EXCUSED.read_text("utf-8"))


def module_of(path: str) -> str:
    """The dotted name under which mypy knows a file of the package."""
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def needed() -> set[tuple[str, str]]:
    """(gate, file) of every fault there would be without excuses."""
    return {*_faults_of_ruff(), *_faults_of_mypy()}


def _faults_of_ruff() -> set[tuple[str, str]]:
    bare = ["--config", "lint.per-file-ignores = {}", "--output-format", "json", "--exit-zero"]
    found = json.loads(_run("ruff", "check", *bare, "."))
    return {
        (fault["code"], Path(fault["filename"]).relative_to(ROOT).as_posix()) for fault in found
    }


def _faults_of_mypy() -> set[tuple[str, str]]:
    options = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["mypy"]
    options.pop("overrides", None)
    folder = ROOT / ".mypy_cache" / "without_excuses"
    folder.mkdir(parents=True, exist_ok=True)
    bare = folder / "mypy.ini"
    lines = (f"{name} = {','.join(v) if isinstance(v, list) else v}" for name, v in options.items())
    bare.write_text("\n".join(["[mypy]", *lines, ""]), "utf-8")
    said = _run("mypy", "--config-file", str(bare), "--cache-dir", str(folder / "cache"))
    return {("mypy", match[1]) for match in re.finditer(r"(?m)^(\S+\.py):\d+: error: ", said)}


def _run(tool: str, *options: str) -> str:
    command = [sys.executable, "-m", tool, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode > 1 or (done.returncode and not done.stdout):
        raise SystemExit(f"excused: {tool} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def written(found: Excuses) -> str:
    """The file that says so."""
    lists = (
        f"{gate} = [\n" + "".join(f'    "{path}",\n' for path in sorted(paths)) + "]\n"
        for gate, paths in found.items()
        if paths
    )
    return "\n".join([HEAD, *lists])


def project_with(project: str, found: Excuses) -> str:
    """pyproject.toml with the lists that its tools read, between their two marks."""
    modules = "".join(f'    "{module_of(path)}",\n' for path in sorted(found.get("mypy", [])))
    rules: dict[str, list[str]] = {}
    for gate in sorted(found.keys() - {"mypy"}):
        for path in found[gate]:
            rules.setdefault(path, []).append(gate)
    ignores = "".join(f'"{path}" = {json.dumps(rules[path])}\n' for path in sorted(rules))
    override = f"[[tool.mypy.overrides]]\nignore_errors = true\nmodule = [\n{modules}]\n"
    for tool, lines in (("ruff", ignores), ("mypy", override if modules else "")):
        mark = rf"(# excused from {tool}: .*\n)(?:.*\n)*?(# end of excused\n)"
        project, marks = re.subn(mark, lambda m, lines=lines: m[1] + lines + m[2], project)
        if marks != 1:
            raise SystemExit(f"excused: pyproject.toml has lost its marks for {tool}")
    return project


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="take out what needs no excuse")
    options = parser.parse_args()
    faults = needed()
    found = excuses()
    kept = {gate: [p for p in paths if (gate, p) in faults] for gate, paths in found.items()}
    idle = [f"{path} ({gate})" for gate in found for path in found[gate] if path not in kept[gate]]
    if options.write:
        EXCUSED.write_text(written(kept), "utf-8")
        PROJECT.write_text(project_with(PROJECT.read_text("utf-8"), kept), "utf-8")
    for line in idle:
        print(f"excused: {line}: " + ("taken out" if options.write else "has no fault any more"))
    if idle and not options.write:
        print("excused: take them out with: python scripts/excused.py --write")
    return 1 if idle and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
