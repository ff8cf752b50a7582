"""From many articles to a corpus: shards of Parquet, each whole or not there, and a manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ...errors import InputError, OutputError
from ...writing import write_file, write_files
from .items import MANIFEST, find_items
from .outcomes import CHANGED, CorpusOptions, Outcome, digest_of
from .pool import read_shards
from .shards import OUTCOMES, SHARD, Shard, ShardResult, cut_shards, digest

SHARDS = "shards"

ReadShards = Callable[[Iterable[Shard]], Iterator[tuple[Shard, ShardResult, float]]]
"""What reads shards: a pool of processes here, or machines elsewhere."""

_DEFAULTS = CorpusOptions()


@dataclass(frozen=True, slots=True)
class CorpusRun:
    """What a run made: articles by outcome, its shards, and how many an earlier run had done."""

    articles: int
    loaded: int
    refused: int
    duplicates: int
    shards: tuple[str, ...]
    kept: int


@dataclass(slots=True)
class _Tally:
    """What is known of the shards so far, by name."""

    counts: dict[str, dict[str, int]]
    order: list[str]
    kept: int = 0


def run_corpus(
    inputs: str | Path,
    out: str | Path,
    *,
    options: CorpusOptions = _DEFAULTS,
    jobs: int = 1,
    read: ReadShards | None = None,
    progress: Callable[[int, list[Outcome]], None] | None = None,
) -> CorpusRun:
    """The articles of a folder or an export as a corpus under ``out``; what it holds.

    ``out/shards/<name>/`` holds a Parquet file for each table, the texts and the outcomes of
    some ``options.shard`` articles. The name tells what they are made of: a run that was killed
    goes on where it stopped, and the same articles give the same bytes, whoever reads them.
    ``out/manifest.json`` tells at first how large shards are, and at the end which there are;
    what no longer belongs to the corpus goes then. A run with shards of another size would read
    all anew and take away what was done: it is refused.
    ``progress`` is called after each shard with its number of articles and those outcomes that
    are not "loaded". Raises InputError and OutputError for the two paths, and ModelError.
    """
    inputs, out = Path(inputs), Path(out)
    if not inputs.exists():
        raise InputError(f"{inputs} does not exist: name a folder of articles, or an export")
    if out.resolve() == inputs.resolve():
        raise OutputError(f"{out} is the folder of the articles: name another for the results")
    home = out / SHARDS
    write_files(home, {})  # a folder that takes nothing is refused before the first article
    _begin(out, options)
    tally = _Tally({}, [])
    shards = cut_shards(find_items(inputs, out, options.loading), options)
    unread = _unread(shards, home, tally, progress)
    results = read(unread) if read is not None else read_shards(unread, jobs=jobs)
    for shard, result, _ in results:
        if not (home / shard.name).exists() or sound(home / shard.name) is None:
            write_files(home / shard.name, result.files)
        tally.counts[shard.name] = _counted(result.outcomes)
        if progress is not None:
            progress(len(result.outcomes), _not_loaded(result.outcomes))
    return _finished(out, home, tally, options)


def _begin(out: Path, options: CorpusOptions) -> None:
    """Keep how large shards are; OutputError where an earlier run made them of another size."""
    try:
        kept = json.loads((out / MANIFEST).read_bytes())
        size = kept.get("shard", _DEFAULTS.shard)  # what earlier versions did not tell
    except (OSError, ValueError, AttributeError):  # none, or damaged: it is made of the shards
        _write_manifest(out, (), options, {})
        return
    if size != options.shard:
        raise OutputError(
            f"{out} was begun with shards of {size} articles, not {options.shard}: go on with "
            f"--shard {size}, or name another folder"
        )


def _write_manifest(
    out: Path, names: tuple[str, ...], options: CorpusOptions, told: dict[str, object]
) -> None:
    kept = {"made_of": digest_of([options.mark, names]), "shard": options.shard, **told}
    write_file(out / MANIFEST, (json.dumps(kept, indent=1) + "\n").encode("ascii"))


def _unread(
    shards: Iterable[Shard],
    home: Path,
    tally: _Tally,
    progress: Callable[[int, list[Outcome]], None] | None,
) -> Iterator[Shard]:
    """The shards that no earlier run left whole; the others are counted."""
    for shard in shards:
        tally.order.append(shard.name)
        outcomes = sound(home / shard.name)
        if outcomes is None:
            yield shard
            continue
        tally.kept += 1
        tally.counts[shard.name] = _counted(outcomes)
        if progress is not None:
            progress(len(outcomes), _not_loaded(outcomes))


def sound(folder: Path) -> list[Outcome] | None:
    """The outcomes of a shard that stands whole, to the byte; None where it does not.

    None, too, where a file changed under the run that wrote it.
    """
    import io

    import pandas as pd

    try:
        kept = json.loads((folder / SHARD).read_bytes())
        for name, (size, sha256) in kept["files"].items():
            path = folder / name
            if path.stat().st_size != size or digest(path.read_bytes()) != sha256:
                return None
        frame = pd.read_parquet(io.BytesIO((folder / OUTCOMES).read_bytes())).astype(object)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # nothing there, or cut short: read it again
    if frame["reason"].str.endswith(CHANGED).eq(True).any():
        return None
    rows = frame.where(frame.notna(), None).to_dict("records")
    return [Outcome(**{str(key): value for key, value in row.items()}) for row in rows]


def _counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counts = {"loaded": 0, "refused": 0, "duplicate": 0}
    for one in outcomes:
        counts[one.outcome] += 1
    return counts


def _not_loaded(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.outcome != "loaded"]


def _finished(out: Path, home: Path, tally: _Tally, options: CorpusOptions) -> CorpusRun:
    names = tuple(dict.fromkeys(tally.order))
    loaded, refused, duplicates = (
        sum(tally.counts[name][word] for name in names)
        for word in ("loaded", "refused", "duplicate")
    )
    articles = loaded + refused + duplicates
    run = CorpusRun(articles, loaded, refused, duplicates, names, tally.kept)
    told = {key: value for key, value in asdict(run).items() if key != "kept"}
    _write_manifest(out, names, options, told)
    for stale in home.glob("*"):  # no such folder where there was no article
        if stale.name not in names and (stale / SHARD).is_file():
            shutil.rmtree(stale, ignore_errors=True)
    return run
