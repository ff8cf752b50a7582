"""Rows of linked panes as an HTML table: the first cell of each is a button that picks the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...escaping import escaped, isolated


def pick_table(
    rows: Iterable[Mapping[str, str]],
    columns: Mapping[str, str],
    *,
    key: str,
    caption: str,
    closed: Iterable[str] = (),
) -> str:
    """The rows under the headings of ``columns``; every cell is escaped.

    ``key`` names the column of the ids that a row picks and lights up with. Columns that are
    ``closed`` hold words and figures of ours, which are never broken inside.
    """
    whole = frozenset(closed)
    head = "".join(f'<th scope="col">{heading}</th>' for heading in columns.values())
    body = "".join(_row(row, columns, key, whole) for row in rows)
    return (
        f"<table><caption>{escaped(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(
    row: Mapping[str, str], columns: Mapping[str, str], key: str, whole: frozenset[str]
) -> str:
    identity = escaped(row[key])
    first, *others = columns
    button = (
        f'<button type="button" data-stop tabindex="-1" aria-pressed="false" '
        f'data-pick="{identity}" data-keys="{identity}">{isolated(row[first])}</button>'
    )
    cells = "".join(
        f'<td class="{"word" if name in whole else "free"} {name}">{isolated(row[name])}</td>'
        for name in others
    )
    return f'<tr data-pick="{identity}" data-keys="{identity}"><td>{button}</td>{cells}</tr>'
