"""The few named errors of the suite: each message says what was found and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class HelpersError(Exception):
    """Base of every error that the suite raises on purpose; nothing else should escape."""


class InputError(HelpersError):
    """An article could not be read: missing, empty, binary, too large or wrongly encoded."""


class MissingExtraError(InputError):
    """What was asked for needs packages that a light install leaves out."""


class OutputError(HelpersError):
    """A result could not be written: the folder is a file, is not writable or is full."""


class SchemaError(HelpersError):
    """A table breaks the contract of :mod:`helpers.schema`; all failures are listed at once."""


class MetadataError(HelpersError):
    """The metadata kept beside an article is malformed (unknown key, impossible date)."""


class ModelError(HelpersError):
    """The network that reads articles is missing, damaged or cannot be run."""


class ReportError(HelpersError):
    """The notebooks could not be run on an article: none found, or one stopped with an error."""


class ReviewError(HelpersError):
    """A correction cannot be made or applied as asked: no such row, word or field; a conflict."""


DISTRIBUTION = "attributed-numbers"
"""What pip calls this package; ``import helpers`` is what Python calls it."""

_EXTRAS = {
    "notebooks": "matplotlib ipywidgets anywidget networkx IPython traitlets nbformat nbclient "
    "ipykernel jupyter_client",
    "app": "voila",
    "pages": "lxml trafilatura",
    "pdf": "pdfminer",
    "word": "docx",
    "corpus": "duckdb datasketch dask distributed warcio",
}
_EXTRA_OF = {module: extra for extra, modules in _EXTRAS.items() for module in modules.split()}


@contextmanager
def extras_named() -> Iterator[None]:
    """Inside, a package that belongs to an extra and is not there becomes one line that names it.

    >>> with extras_named():
    ...     raise ModuleNotFoundError(name="docx.table")
    Traceback (most recent call last):
    helpers.errors.MissingExtraError: docx is not installed: pip install 'attributed-numbers[word]'
    """
    try:
        yield
    except ModuleNotFoundError as failure:
        module = (failure.name or "").partition(".")[0]
        if module not in _EXTRA_OF:
            raise
        raise MissingExtraError(
            f"{module} is not installed: pip install '{DISTRIBUTION}[{_EXTRA_OF[module]}]'"
        ) from failure
