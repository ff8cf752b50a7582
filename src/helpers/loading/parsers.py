"""The door to other people's parsers: whatever they raise leaves as InputError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import HelpersError, InputError


@contextmanager
def refusing(found: str, remedy: str) -> Iterator[None]:
    """Turn any error of the parser inside into an InputError: ``found (what it said): remedy``.

    The one broad catch of this package, and it swallows nothing: parsers of PDF and DOCX are
    large and raise whatever they stumble over (KeyError, struct.error, RecursionError …), and a
    caller must be able to count on named errors.
    """
    try:
        yield
    except (HelpersError, ModuleNotFoundError):  # a missing extra is named further up
        raise
    except Exception as failure:
        what = " ".join((str(failure) or type(failure).__name__).split())[:100]
        raise InputError(f"{found} ({what}): {remedy}") from failure
