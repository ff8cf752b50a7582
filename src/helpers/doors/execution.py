"""Notebooks as things to run: found, read, executed, tidied.

A notebook takes an article when one code cell is tagged ``parameters`` (the tag papermill
uses) and assigns ``ARTICLE`` and ``PUBLISHED``.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbformat.reader import NotJSONError
from traitlets import default

from ..errors import ReportError

PARAMETERS = "parameters"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
"""What a committed notebook says of itself: nothing that differs from machine to machine."""

CELL_TIMEOUT = 600
"""Seconds a cell may take: the longest article that loading takes, with room to spare."""


class _ThisPython(KernelSpecManager):
    """Knows one kernel, this very interpreter: a user's own "python3" may lack the package."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002  (its name upstream)
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class _ThisPythonsKernel(AsyncKernelManager):
    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return _ThisPython(parent=self)


def find_notebooks(folder: str | Path | None = None) -> list[Path]:
    """The notebooks of ``folder``, sorted; without one, of the checkout this package is from.

    Raises ReportError where there are none: a wheel carries the package alone.
    """
    here = Path(__file__).resolve().parents[3] / "notebooks"
    places = [Path(folder)] if folder else [here, Path.cwd() / "notebooks"]
    for place in places:
        if found := sorted(place.resolve().glob("*.ipynb")):
            return found
    raise ReportError(
        f"no notebooks found in {' or '.join(map(str, places))}: "
        "run this in a checkout of the project, or name the folder that holds them"
    )


def read_notebook(path: Path) -> NotebookNode:
    """The notebook in that file; raises ReportError where it cannot be read as one."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, UnicodeDecodeError, NotJSONError, ValidationError) as failure:
        raise ReportError(f"{path.name} is not a readable notebook: {failure}") from failure


def execute_notebook(
    notebook: NotebookNode,
    folder: str | Path,
    *,
    name: str = "notebook",
    on_cell: Callable[[], object] | None = None,
) -> NotebookNode:
    """A copy of the notebook, run from top to bottom with ``folder`` as its working folder.

    ``on_cell`` is called after each code cell. Raises ReportError at the first cell that fails.
    """
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        kernel_manager_class=_ThisPythonsKernel,
        resources={"metadata": {"path": str(folder)}},
        timeout=CELL_TIMEOUT,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        # At each start the kernel warns that other users of this machine might listen in.
        extra_arguments=["--log-level=40"],
        on_cell_executed=(lambda **_: on_cell()) if on_cell else None,
    )
    # The kernel's debugger is not used here, and would warn on stderr at every start.
    environment = os.environ | {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    try:
        # A loop of its own, closed at the end: nbclient's own leaves one open in each thread.
        asyncio.run(client.async_execute(env=environment))
    except CellExecutionError as failure:
        where = next(
            (i for i, cell in enumerate(notebook.cells, start=1) if _failed(cell)),
            len(notebook.cells),
        )
        raise ReportError(
            f"{name} stopped at cell {where}: {failure.ename}: {failure.evalue}"
        ) from failure
    except (CellTimeoutError, DeadKernelError) as failure:
        first = str(failure).strip().partition("\n")[0]
        raise ReportError(f"{name} did not finish: {first}") from failure
    return notebook


def tidy_notebook(notebook: NotebookNode) -> NotebookNode:
    """A copy without what differs between two honest runs: times, widget ids, versions."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        # Tags steer; the rest (collapsed, scrolled, editor states) is one person's screen.
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags"})
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def parameters_cell(notebook: NotebookNode) -> NotebookNode | None:
    """The code cell tagged ``parameters``, or None: such a notebook takes no article."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and PARAMETERS in cell.metadata.get("tags", []):
            return cell
    return None


def title_of(notebook: NotebookNode) -> str:
    """The first heading of the notebook, as text; empty where it has none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := re.search(r"(?m)^# +(.+)$", cell.source)):
            return re.sub(r"[*_`]", "", found[1]).strip()
    return ""


def _failed(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))
