"""Saved tables for other programs, from a terminal: ``python -m helpers export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..escaping import printable

if TYPE_CHECKING:
    from ..tables import Tables

_STANDARDS = {
    "datapackage": "a folder: the tables as CSV, described as a Data Package 2.0",
    "annotations": "a file: W3C Web Annotations of every number and claim, in JSON-LD",
    "brat": "a folder: standoff annotation for brat, with its configuration",
    "cas": "a folder: a UIMA CAS (XMI) and its type system",
    "prov": "a file: W3C PROV (JSON), which run, rule, network and analyst made each row",
    "monty": "a file: impacts for the IFRC's crisis data bank (STAC); needs --hazard",
}


def add_export(commands: Any) -> None:
    """Add the command ``export`` to the command line."""
    command = commands.add_parser(
        "export",
        help="write saved tables as a spreadsheet or in a standard form",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Write the tables that the tables command saved in DIR for another program; "
        "the tables\nin DIR stay unchanged. --xlsx makes one workbook: who said which number, "
        "a sheet per table, and\nthe codebook. --csv makes only the first of these sheets. No "
        "cell of either runs as a formula.\n--as makes one of:\n"
        + "\n".join(f"  {name:<12} {what}" for name, what in _STANDARDS.items()),
    )
    command.add_argument("tables", metavar="DIR", help="folder that holds saved tables")
    form = command.add_mutually_exclusive_group(required=True)
    form.add_argument("--xlsx", metavar="FILE", help="workbook to write")
    form.add_argument("--csv", metavar="FILE", help="who said which number, for a spreadsheet")
    form.add_argument("--as", dest="standard", choices=tuple(_STANDARDS), help="see above")
    command.add_argument("--out", metavar="FILE-OR-DIR", help="where --as writes")
    command.add_argument(
        "--hazard",
        action="append",
        metavar="CODE",
        help="for monty: a code of GLIDE, UNDRR-ISC or EM-DAT (FL, MH0600, nat-hyd-flo-flo); may "
        "be given again",
    )
    command.set_defaults(run=_run_export, fail=command.error)


def _run_export(options: argparse.Namespace) -> int:
    if (options.standard is None) != (options.out is None):
        options.fail("--as needs --out, and --out needs --as")
    if (options.standard == "monty") != bool(options.hazard):
        options.fail("--as monty needs --hazard, and only --as monty takes it")
    from ..tables import read_tables

    tables = read_tables(options.tables)
    if options.csv is not None:
        return _write_csv(tables, options.csv)
    if options.xlsx is not None:
        return _write_workbook(tables, options.xlsx)
    told = _write_standard(tables, options)
    sys.stdout.write(f"{printable(str(Path(options.out)))}: {told}\n")
    return 0


def _write_workbook(tables: Tables, path: str) -> int:
    from ..studies.spreadsheet import write_workbook

    changed = write_workbook(tables, path)
    sys.stdout.write(
        f"{printable(str(Path(path)))}: {changed} cells neutralized, so that none runs as a "
        "formula\n"
    )
    return 0


def _write_csv(tables: Tables, path: str) -> int:
    from ..studies.spreadsheet import who_said_csv
    from ..writing import write_file

    write_file(path, who_said_csv(tables))
    sys.stdout.write(f"{printable(str(Path(path)))}: {len(tables.numbers)} numbers\n")
    return 0


def _write_standard(tables: Tables, options: argparse.Namespace) -> str:
    """Write the tables in the standard that is asked for; what was written, in a few words."""
    from ..errors import OutputError
    from ..writing import write_file, write_files

    if Path(options.out).resolve() == Path(options.tables).resolve():
        raise OutputError(f"{printable(options.out)} holds the tables: name another folder")
    if options.standard == "monty":
        return _write_impacts(tables, options)
    made = _made(tables, options.standard)
    if isinstance(made, bytes):
        write_file(options.out, made)
        return f"{len(made):,} bytes"
    write_files(options.out, made)
    return f"{len(made)} files"


def _write_impacts(tables: Tables, options: argparse.Namespace) -> str:
    from ..writing import write_file
    from .standards.inert import json_bytes
    from .standards.monty import impacts_of

    found = impacts_of(tables, hazards=options.hazard)
    write_file(options.out, json_bytes(found))
    skipped = found["skipped"]
    why = ", ".join(f"{count} {reason}" for reason, count in skipped.items())
    return f"{len(found['features'])} impacts; {sum(skipped.values())} numbers skipped ({why})"


def _made(tables: Tables, standard: str) -> bytes | dict[str, bytes]:
    """The bytes of one file, or of each file of a folder."""
    from .standards.annotations import annotations_of
    from .standards.brat import brat_files
    from .standards.cas import cas_files
    from .standards.datapackage import package_files
    from .standards.inert import json_bytes
    from .standards.provenance import provenance_of

    makers: dict[str, Callable[[Tables], bytes | dict[str, bytes]]] = {
        "datapackage": package_files,
        "annotations": lambda tables: json_bytes(annotations_of(tables)),
        "brat": brat_files,
        "cas": cas_files,
        "prov": lambda tables: json_bytes(provenance_of(tables)),
    }
    return makers[standard](tables)
