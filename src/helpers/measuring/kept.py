"""Scores on real news as last measured, kept beside the gold: read without the texts themselves.

The texts of the measure set are not part of the project. Whoever has them writes these files with
``python -m helpers score --corpora DIR --keep``; everybody else reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from .gold import DATA
from .real_scores import Judged, mixed_up, real_scores, scores_by
from .sureness_scores import check_scores, sureness_scores

if TYPE_CHECKING:
    import pandas as pd

REAL = DATA / "gold" / "real" / "measure"
_BY_GROUP = ("found", "value", "kind", "place, of those told", "as_of", "reporter",
             "every field of the row")  # fmt: skip


def tables_to_keep(judged: Sequence[Judged], printed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Name of a file and its table: all measures, by beat, by how the reporter is told, mix-ups.

    And how sure each printed row was: ``printed`` itself, its scores, those of ``check``.
    """
    return {
        "scores": real_scores(judged),
        "scores_by_telling": scores_by(judged, lambda _, row: row["told"], _BY_GROUP),
        "scores_by_beat": scores_by(judged, lambda one, _: one.beat, _BY_GROUP),
        "mixed_up": mixed_up(judged),
        "sureness": sureness_scores(printed),
        "sureness_check": check_scores(printed),
        "sureness_rows": printed,
    }


def keep_scores(tables: Mapping[str, pd.DataFrame], folder: Path = REAL) -> list[Path]:
    """Write those tables as CSV beside the gold; the paths written."""
    from ..writing import write_files

    return write_files(
        folder,
        {f"{name}.csv": table.to_csv(index=False).encode() for name, table in tables.items()},
    )


def real_news_scores(by: str | None = None, *, folder: Path = REAL) -> pd.DataFrame:
    """How right the tables are on real news that nothing was fitted on, as last measured.

    One row a measure: layer, measure, right, of, score (per cent), and the 95 % interval over
    articles. ``by`` is ``telling`` (how the text tells who reports a number) or ``beat``.
    """
    return _kept("scores" if by is None else f"scores_by_{by}", folder)


def real_news_errors(field: str | None = None, *, folder: Path = REAL) -> pd.DataFrame:
    """What was given instead of what was wanted, and how often: field, wanted, given, n.

    ``field`` is one of kind, place, as_of, reporter, hedge, modality, form, source_type.
    """
    found = _kept("mixed_up", folder)
    return found if field is None else found[found["field"] == field].reset_index(drop=True)


def real_news_sureness(what: str | None = None, *, folder: Path = REAL) -> pd.DataFrame:
    """Whether the printed chances can be believed, as last measured on real news.

    One row per slice (see :func:`helpers.measuring.sureness_scores.sureness_scores`); ``what`` is
    ``check`` (how the words of ``check`` tell what is wrong) or ``rows`` (each printed row).
    """
    return _kept("sureness" if what is None else f"sureness_{what}", folder)


def _kept(name: str, folder: Path) -> pd.DataFrame:
    import pandas as pd

    path = folder / f"{name}.csv"
    if not path.is_file():
        raise InputError(f"no scores found under {folder}: run this from a checkout of the project")
    return pd.read_csv(path)
