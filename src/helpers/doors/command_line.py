"""The same calls from a terminal: ``python -m helpers COMMAND --help`` explains each."""

from __future__ import annotations

import argparse
import io
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import Any

from ..errors import DISTRIBUTION, HelpersError, extras_named
from ..loading import MAX_CHARS, LoadingOptions, load_article
from .export_commands import add_export
from .many_articles import add_corpus, add_folder, add_reading
from .review_commands import add_review
from .show_command import add_show

_EPILOG = """examples:
  python -m helpers show story.txt
  python -m helpers tables story.txt --published 2022-03-29 --out story_tables
  python -m helpers tables saved_page.html --out story_tables
  python -m helpers folder my_articles --out my_tables
  python -m helpers corpus export.jsonl --out my_corpus
  python -m helpers export story_tables --xlsx story.xlsx
  python -m helpers review apply story_tables ana.review.jsonl --out story_checked
  python -m helpers export story_tables --as datapackage --out story_package
  python -m helpers report story.txt --out story_pages
  python -m helpers score
  python -m helpers quantities < lines.jsonl > found.jsonl

Every command ends with 0 when all went well, 1 when an input was refused (one line on standard
error says what was found and what to do), 2 when the command line itself is wrong, and 130 when it
was stopped from the keyboard."""

_RESULT_IN_FILES = ("tables", "report", "folder", "corpus", "export")
"""Commands whose last line only says where the result lies."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. Named errors become one line on standard error."""
    options = _parser().parse_args(arguments)
    if options.quiet:
        os.environ["TQDM_DISABLE"] = "1"  # read by tqdm, which no command has imported yet
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that is not UTF-8, or a terminal that is not, ends no command at its last line.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _silence if options.quiet else _note
            hidden = options.quiet and options.command in _RESULT_IN_FILES
            with extras_named(), redirect_stdout(io.StringIO()) if hidden else nullcontext():
                return int(options.run(options))
    except KeyboardInterrupt:
        print("error: stopped", file=sys.stderr)
        return 130
    except HelpersError as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader at the other end of a pipe has seen enough
        sys.stderr.close()
        return 1


def _silence(*_said: object, **_more: object) -> None:
    """Ignore a warning: with --quiet, only errors are printed."""


def _note(message: object, *_where: object, **_more: object) -> None:
    """A warning as one line, without the place in the code that a terminal does not need."""
    print(f"note: {message}", file=sys.stderr)


def _program() -> str:
    """What was typed to get here: the command ``attributed``, or the module."""
    return "attributed" if Path(sys.argv[0]).stem == "attributed" else "python -m helpers"


class _Version(argparse.Action):
    """Looks the version up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_unused: object) -> None:
        from importlib.metadata import version

        print(f"attributed {version(DISTRIBUTION)}")
        parser.exit()


class _Completion(argparse.Action):
    """Prints what a shell needs to complete the command."""

    def __call__(
        self, parser: argparse.ArgumentParser, _space: object, shell: Any, *_unused: object
    ) -> None:
        import shtab

        parser.prog = "attributed"
        print(shtab.complete(parser, shell))
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_program(),
        description="A news article as tables of claims, numbers and sources, each number "
        "next to who reported it.",
        epilog=_EPILOG.replace("python -m helpers", _program()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.add_argument("--quiet", action="store_true", help="print only errors")
    parser.add_argument(
        "--print-completion",
        action=_Completion,
        choices=("bash", "zsh", "tcsh"),
        help="print what this shell needs to complete the command, and exit",
    )
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, dest="command"
    )
    add_show(commands)
    _add_tables(commands)
    _add_report(commands)
    add_folder(commands)
    add_corpus(commands)
    add_export(commands)
    add_review(commands)
    _add_doors(commands)
    _add_score(commands)
    _add_codebook(commands)
    _add_quiet(commands)
    return parser


def _add_quiet(commands: Any) -> None:
    """Takes --quiet behind the name of a command too, where one types it."""
    for command in commands.choices.values():
        command.add_argument(
            "--quiet", action="store_true", default=argparse.SUPPRESS, help="print only errors"
        )


def _add_article(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "article",
        metavar="ARTICLE",
        help="the article: a text, Markdown, HTML, PDF or Word file, a row of an export, or an "
        "http(s) address, which is then fetched",
    )
    command.add_argument(
        "--published",
        metavar="YYYY-MM-DD",
        help="publication date, from which weekdays are counted (default: from ARTICLE's .yaml; "
        "without either, such dates stay unresolved)",
    )
    command.add_argument(
        "--max-chars",
        type=int,
        default=MAX_CHARS,
        metavar="N",
        help="refuse a longer text (default: %(default)s)",
    )


def _add_tables(commands: Any) -> None:
    command = commands.add_parser(
        "tables",
        help="write the tables of an article into a folder",
        description="Write articles, passages, sources, claims, numbers and residue, with the "
        "text beside them, into a folder. Other files there stay; tables of the same name are "
        "replaced, all or none. data/CODEBOOK.md says what each column means.",
    )
    _add_article(command)
    add_reading(command, encoding=None)
    command.add_argument(
        "--row", type=int, metavar="N", help="which row, from 0, of an export that has several"
    )
    command.add_argument("--out", required=True, metavar="DIR", help="folder; created if missing")
    command.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="default: %(default)s"
    )
    command.set_defaults(run=_run_tables)


def _run_tables(options: argparse.Namespace) -> int:
    from ..tables import save_tables, tables_of

    article = load_article(
        options.article,
        published=options.published,
        max_chars=options.max_chars,
        options=LoadingOptions(
            encoding=options.encoding,
            any_language=options.any_language,
            text_column=options.text_column,
            row=options.row,
        ),
    )
    tables = tables_of(article)
    save_tables(tables, options.out, format=options.format)
    counted = ", ".join(
        f"{len(getattr(tables, name))} {name}"
        for name in ("sources", "claims", "numbers", "residue")
    )
    print(f"{Path(options.out)}: {counted}")
    return 0


def _add_report(commands: Any) -> None:
    command = commands.add_parser(
        "report",
        help="write one page on an article: chart, who says what, what to check",
        description="Read the article and write one HTML page: its figures next to who reported "
        "them, who says what, the rows to check, the marked text and what was left out. The page "
        "stands alone and can be sent to others.",
    )
    _add_article(command)
    command.add_argument("--out", required=True, metavar="DIR", help="folder; created if missing")
    command.set_defaults(run=_run_report)


def _run_report(options: argparse.Namespace) -> int:
    from .report import run_report

    index = run_report(
        options.article,
        options.out,
        published=options.published,
        max_chars=options.max_chars,
    )
    print(index)
    return 0


def _add_doors(commands: Any) -> None:
    quantities = commands.add_parser(
        "quantities",
        help="JSON lines in, quantities out",
        description='Read JSON lines {"id": …, "text": …} (or "doc") on standard input and write '
        '{"id": …, "quantities": […]} for each good one, in order. A bad line is reported with '
        "its number on standard error, the other lines are processed, and the exit status is 1.",
    )
    quantities.add_argument(
        "--profile",
        choices=("news", "newsquant"),
        default="news",
        help="conventions: this project's tables, or the NewsQuant benchmark's "
        "(default: %(default)s)",
    )
    quantities.set_defaults(run=_run_quantities)
    attributions = commands.add_parser(
        "attributions",
        help="JSON lines in, attributions out",
        description='Read JSON lines {"doc": …, "text": …} (or "id") on standard input and write '
        '{"doc": …, "attributions": […]} for each good one, in order: source, cue and content '
        "as lists of [start, end] in code points, with the source as resolved. A bad line is "
        "reported with its number on standard error, the other lines are processed, and the exit "
        "status is 1.",
    )
    attributions.set_defaults(run=_run_attributions)


def _run_quantities(options: argparse.Namespace) -> int:
    from .json_lines import answer_lines, either_key

    answer: Callable[[object], dict]
    if options.profile == "newsquant":
        from ..measuring.newsquant import newsquant_line as answer
    else:
        from ..quantities import quantities_line as answer
    return answer_lines(sys.stdin.buffer, sys.stdout, sys.stderr, either_key(answer, "id"))


def _run_attributions(options: argparse.Namespace) -> int:
    from .json_lines import answer_lines, attributions_line, either_key

    del options
    return answer_lines(
        sys.stdin.buffer, sys.stdout, sys.stderr, either_key(attributions_line, "doc")
    )


def _add_score(commands: Any) -> None:
    command = commands.add_parser(
        "score",
        help="score the tables against the gold typed by people",
        description="Score every gold article under data/gold, layer by layer, with bootstrap "
        "intervals over articles; exit with 1 if a score is below its recorded floor.",
    )
    command.add_argument(
        "--errors", metavar="SLUG", help="list every difference on one gold article instead"
    )
    command.add_argument(
        "--corpora",
        type=Path,
        metavar="DIR",
        help="folder with polnear/ and newsquant/, also scored if given",
    )
    command.add_argument(
        "--keep",
        action="store_true",
        help="save the scores on real news with the gold, where notebooks 14 and 15 read them",
    )
    command.set_defaults(run=_run_score)


def _run_score(options: argparse.Namespace) -> int:
    from ..measuring.scoreboard import print_errors, print_scores

    if options.errors:
        return print_errors(options.errors)
    return print_scores(options.corpora, keep=options.keep)


def _add_codebook(commands: Any) -> None:
    command = commands.add_parser(
        "codebook",
        help="print the meaning of every table and column",
        description="Print the codebook in Markdown, as in data/CODEBOOK.md.",
    )
    command.set_defaults(run=_run_codebook)


def _run_codebook(_: argparse.Namespace) -> int:
    from ..schema import codebook

    sys.stdout.write(codebook())
    return 0
