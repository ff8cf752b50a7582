"""Runs the notebooks again and writes their outputs in place, the same to the byte each time.

python scripts/refresh_notebooks.py                 all of notebooks/
python scripts/refresh_notebooks.py --check         tells which would change, writes nothing
python scripts/refresh_notebooks.py notebooks/02_numbers.ipynb
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from tqdm import tqdm

from helpers.doors.execution import execute_notebook, find_notebooks, read_notebook, tidy_notebook
from helpers.errors import HelpersError

ROOT = Path(__file__).resolve().parents[1]


def refreshed(path: Path, on_cell=None) -> str:
    """The text of the notebook's file after a fresh run."""
    notebook = read_notebook(path)
    executed = execute_notebook(notebook, path.parent, name=path.name, on_cell=on_cell)
    # One trailing newline, as nbformat.write and JupyterLab leave it.
    return nbformat.writes(tidy_notebook(executed)).rstrip("\n") + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all of notebooks/")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if any would change")
    asked = parser.parse_args()
    changed, failed = [], []
    try:
        paths = [path.resolve() for path in asked.notebooks] or find_notebooks(ROOT / "notebooks")
        cells = sum(
            cell.cell_type == "code" for path in paths for cell in read_notebook(path).cells
        )
    except HelpersError as failure:
        print(f"refresh: {failure}", file=sys.stderr)
        return 1
    with (
        tqdm(total=cells, unit="cell", desc="refresh", file=sys.stderr) as bar,
        ThreadPoolExecutor(min(len(paths), os.cpu_count() or 1)) as pool,
    ):
        running = {path: pool.submit(refreshed, path, bar.update) for path in paths}
        for path, run in running.items():
            try:
                text = run.result()
            except HelpersError as failure:
                failed.append(str(failure))
                continue
            if text.encode("utf-8") != path.read_bytes():
                changed.append(path.name)
                if not asked.check:
                    path.write_bytes(text.encode("utf-8"))
    for line in failed:
        print(f"refresh: {line}", file=sys.stderr)
    verb = "would change" if asked.check else "changed"
    same = len(paths) - len(changed) - len(failed)
    print(f"{len(changed)} {verb}, {same} the same{': ' if changed else ''}{', '.join(changed)}")
    return 1 if failed or (asked.check and changed) else 0


if __name__ == "__main__":
    sys.exit(main())
