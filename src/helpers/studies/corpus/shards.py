"""Hundreds of articles read at once: one pure function from a shard to its files.

A shard is named by what its files depend on. Where one ends is told by its articles' own names,
so that an article that comes or goes changes one shard or two, not all that follow.
"""

from __future__ import annotations

import io
import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ... import schema
from ...errors import HelpersError, InputError, ModelError, SchemaError
from ...loading import (
    SUFFIXES,
    Fetched,
    article_from_draft,
    article_from_fetched,
    load_article,
)
from ...tables import Tables, frames_of, names_of, rows_of, table_files
from .items import OUTCOME, Item, digest_of_file
from .outcomes import (
    CHANGED,
    KEPT,
    CorpusOptions,
    Outcome,
    digest_of,
    loaded,
    made_of,
    outcomes_frame,
    refused,
    written,
)

if TYPE_CHECKING:
    import pandas as pd

    from ...records import Article

    Rows = dict[str, list[dict[str, Any]]]

MAX_BYTES = 64_000_000
"""Most bytes of articles in a shard, so that one never fills the memory."""
SHARD = "shard.json"
"""The bytes and the digest of each file of a shard, beside them."""
TEXTS, OUTCOMES = "texts.parquet", "outcomes.parquet"

FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NameError, OSError,
    RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What a rule that meets an article it never dreamt of may raise: it costs that article alone."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles that are read at once. ``twins`` and ``poisoned``: what is not read, and why.

    ``apart``: one article alone, whose tables are written by themselves.
    """

    name: str
    items: tuple[Item, ...]
    options: CorpusOptions
    twins: Mapping[int, str] = field(default_factory=dict)
    poisoned: Mapping[int, str] = field(default_factory=dict)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ShardResult:
    """The files of a shard by name, and what became of each article, in order."""

    files: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]


def cut_shards(items: Iterable[Item], options: CorpusOptions) -> Iterator[Shard]:
    """The articles in shards of about ``options.shard``, from half of it to twice as many.

    One that came before under another name is not read twice.
    """
    half = max(1, options.shard // 2)  # the fewest of a shard that others follow
    first: dict[int, str] = {}
    held: list[Item] = []
    twins: dict[int, str] = {}
    size = 0
    for item in items:
        where = item.file if item.row is None else f"{item.file}#{item.row}"
        if item.sha256 and item.size:
            # Ids of articles are made of the first eleven digits.
            known = first.setdefault(int(item.sha256[:11], 16), where)
            if known != where:
                twins[len(held)] = known
        held.append(item)
        size += item.size
        ends = len(held) >= half and int(item.name[-12:], 16) % half == 0
        if ends or len(held) >= 2 * options.shard or size >= MAX_BYTES:
            yield _shard(held, twins, options)
            held, twins, size = [], {}, 0
    if held:
        yield _shard(held, twins, options)


def _shard(items: list[Item], twins: dict[int, str], options: CorpusOptions) -> Shard:
    marks = [item.mark for item in items]
    name = digest_of([options.mark, marks, sorted(twins.items())])[:20]
    return Shard(name, tuple(items), options, dict(twins))


def read_shard(shard: Shard, at: Callable[[int], None] = lambda _: None) -> ShardResult:
    """The files of a shard: a frame a table as Parquet, checked, with texts and outcomes.

    ``at`` is told the index of each article before it is read. An article that cannot be read
    costs itself alone. Raises ModelError where nothing can.
    """
    outcomes: list[Outcome] = []
    found: dict[int, tuple[Article, Rows]] = {}
    for index, item in enumerate(shard.items):
        at(index)
        read = _read(shard, index, item)
        if isinstance(read, Outcome):
            outcomes.append(read)
            continue
        article, rows = found[index] = read
        n_claims, n_numbers = len(rows["claims"]), len(rows["numbers"])
        outcomes.append(loaded(item, article, n_claims=n_claims, n_numbers=n_numbers))
    if shard.apart:
        return _apart(shard, outcomes, found)
    frames = _checked(shard, outcomes, found)
    return ShardResult(_files(shard, frames, outcomes, found), tuple(outcomes))


def _read(shard: Shard, index: int, item: Item) -> tuple[Article, Rows] | Outcome:
    if index in shard.twins:
        reason = f"the same article as {shard.twins[index]}: it is kept once"
        return refused(item, reason, outcome="duplicate")
    poison = item.refusal or shard.poisoned.get(index)
    if poison is not None:
        return refused(item, poison)
    try:
        article = _article(item, shard.options)
        rows = rows_of(article)
        if not shard.apart:
            frames_hold(article)
    except ModelError:
        raise
    except HelpersError as failure:
        return refused(item, failure)
    except MemoryError:
        return refused(item, f"{item.file} needs more memory than an article may: shorten it")
    except FAULTS as failure:
        return refused(item, _fault(item, failure))
    return article, rows


def _fault(item: Item, failure: BaseException) -> str:
    at = traceback.extract_tb(failure.__traceback__)[-1]
    return (
        f"{item.file} hit a fault in the reader ({type(failure).__name__} in {at.name}): "
        "report it with the article"
    )


def frames_hold(article: Article) -> None:
    """InputError where Parquet cannot hold the text or what is known of the article."""
    try:
        for told in (article.text, article.title, article.outlet, article.agency, article.url,
                     article.byline, *article.notes):  # fmt: skip
            (told or "").encode("utf-8")
    except UnicodeEncodeError as failure:
        raise InputError(
            f"the text holds half of a surrogate pair ({failure.object[failure.start]!a}), which "
            "Parquet cannot store: repair the text"
        ) from failure


def _article(item: Item, options: CorpusOptions) -> Article:
    told: dict[str, Any] = {"max_chars": options.max_chars, "options": options.loading}
    row = {"known": item.known, "name": f"{item.path.name}#{item.row}", **told}
    if isinstance(item.draft, Fetched):
        return article_from_fetched(item.draft, **row)
    if item.draft is not None:
        return article_from_draft(item.draft, **row)
    assert item.path.suffix.lower() in SUFFIXES
    try:
        article = load_article(item.path, **told)
    except InputError as failure:
        if digest_of_file(item.path) == item.sha256:
            raise
        raise InputError(f"{item.file} {CHANGED}") from failure
    if article.sha256 != item.sha256:
        raise InputError(f"{item.file} {CHANGED}")
    return article


def _checked(
    shard: Shard, outcomes: list[Outcome], found: dict[int, tuple[Article, Rows]]
) -> dict[str, pd.DataFrame]:
    """One frame a table; an article whose rows break the schema is refused, and goes."""
    try:
        return frames_of(_joined(found))
    except SchemaError:
        for index, (_, rows) in list(found.items()):
            try:
                frames_of(rows)
            except SchemaError as failure:
                outcomes[index] = refused(shard.items[index], failure)
                del found[index]
        return frames_of(_joined(found))


def _joined(found: Mapping[int, tuple[Article, Rows]]) -> Rows:
    return {
        table: [row for _, rows in found.values() for row in rows[table]] for table in schema.TABLES
    }


def _files(
    shard: Shard,
    frames: Mapping[str, pd.DataFrame],
    outcomes: list[Outcome],
    found: Mapping[int, tuple[Article, Rows]],
) -> dict[str, bytes]:
    import pandas as pd

    texts = pd.DataFrame(
        [(article.article_id, article.text) for article, _ in found.values()],
        columns=["article_id", "text"],
        dtype="string[python]",
    )
    named = {f"{table}.parquet": frame for table, frame in frames.items()}
    named |= {TEXTS: texts, OUTCOMES: outcomes_frame(outcomes, KEPT)}
    files = {name: parquet_bytes(frame) for name, frame in named.items()}
    kept = {
        "shard": shard.name,
        "articles": len(outcomes),
        "loaded": len(found),
        "files": {name: [len(data), digest(data)] for name, data in files.items()},
    }
    return files | {SHARD: (json.dumps(kept, indent=1) + "\n").encode("ascii")}


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hex."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as Parquet, small, with nothing in it that two machines would tell otherwise."""
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    out = io.BytesIO()
    pyarrow.parquet.write_table(
        table.replace_schema_metadata(None), out, compression="zstd", compression_level=9
    )
    return out.getvalue()


def _apart(
    shard: Shard, outcomes: list[Outcome], found: dict[int, tuple[Article, Rows]]
) -> ShardResult:
    """The tables of one article by themselves, in the format that was asked for."""
    [item], options = shard.items, shard.options
    files: dict[str, bytes] = {}
    if found:
        article, rows = found[0]
        try:
            files = table_files(Tables(article=article, **frames_of(rows)), format=options.format)
        except HelpersError as failure:
            outcomes = [refused(item, failure)]
    assert not files or set(files) == set(names_of(options.format))
    files = {OUTCOME: written(outcomes[0], made_of(item, options)), **files}
    return ShardResult(files, tuple(outcomes))
