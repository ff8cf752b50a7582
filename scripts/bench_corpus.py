"""Measures a corpus run against the targets it is held to, the pool beside Dask.

    python scripts/bench_corpus.py [--corpora ../shared/corpora] [--articles 400] [--grow 200,400]
                                   [--numbers 1000000] [--kills 20] [--only PART]

Articles are those of CORPORA/open_news, repeated with their dates shifted; where that folder is
missing, a crowd that is made by seed. ``--articles 2000 --grow 1000,20000`` is the whole
measurement; the defaults are a small trial that takes some minutes.

  speed   articles a processor-second of 130-word wires and of 400-word articles, each read in one
          process; and what part of it is the network's, below which no other work can bring it
  growth  the seconds and the peak memory of a run of each of the sizes, by pool and by Dask
  disk    bytes of an article in the corpus
  copies  500 planted copies (cut, re-headlined, a tenth less): how many are found, and rightly
  question  how long questions to a million numbers take: the tables of a real run again and again,
          each round with ids, days and values of its own
  kills   a run of short articles in small shards, killed with -9 at random, again and again, then
          resumed: is it the same to the byte
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from helpers import schema
from helpers.studies.corpus import Corpus, CorpusOptions, copies_of, find_items, write_crowd
from helpers.studies.corpus.crowd import edited
from helpers.studies.corpus.shards import cut_shards, digest, parquet_bytes, read_shard

ROOT = Path(__file__).resolve().parents[1]
WIRE, ARTICLE = 130, 400
PLANTED = 500
ENGINES = ("pool", "dask")
PARTS = ("speed", "growth", "disk", "copies", "question", "kills")
TABLES = (*schema.TABLES, "texts", "outcomes")
IDS = (
    "article_id",
    "passage_id",
    "source_id",
    "via_source_id",
    "claim_id",
    "number_id",
    "place_id",
)
ANSWER_MS, PAGE_MS = 300, 150
KILLED_SHARD = 10


def known_texts(corpora: Path) -> list[str]:
    """The texts of the open news, else of a crowd made by seed."""
    files = sorted((corpora / "open_news").glob("*.jsonl"))
    if not files:
        with tempfile.TemporaryDirectory() as home:
            folders = [ROOT / "data" / "flood_week", ROOT / "data" / "reports"]
            files = [write_crowd(folders, Path(home) / "crowd.jsonl", articles=300)]
            return [json.loads(line)["text"] for line in files[0].read_text().splitlines()]
    lines = (line for path in files for line in path.read_text("utf-8").splitlines())
    return [text for line in lines if len((text := json.loads(line)["text"]).split()) > WIRE]


def shifted(texts: list[str], count: int) -> Iterator[dict[str, str]]:
    """So many articles: the texts again and again, each round a week later, with a line added."""
    for number in range(count):
        turn, day = number // len(texts), dt.date(2031, 1, 6) + dt.timedelta(days=number % 7)
        text = texts[number % len(texts)]
        told = f"{text}\nThis is number {number} of what was told." if turn else text
        yield {"text": told, "published": (day + dt.timedelta(weeks=turn)).isoformat()}


def cut_to(texts: list[str], words: int) -> list[str]:
    """Articles of about so many words each, of whole paragraphs."""
    made, held = [], list[str]()
    for block in (block for text in texts for block in text.split("\n")):
        held.append(block)
        if sum(len(each.split()) for each in held) >= words:
            made.append("\n".join(held))
            held = []
    return made


def written(rows: Iterator[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="ascii") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def bench_speed(texts: list[str], count: int, home: Path) -> None:
    print("speed, one process, articles a processor-second, network included:")
    print("   words  articles   reached  network alone  of its floor   target")
    for words, target in ((WIRE, 25), (ARTICLE, 10)):
        path = written(shifted(cut_to(texts, words), count), home / f"{words}.jsonl")
        options = CorpusOptions()
        shards = list(cut_shards(find_items(path, home, options.loading), options))
        with timed_network() as spent:
            read_shard(next(cut_shards(find_items(path, home, options.loading), options)))
            spent.clear()
            start = time.process_time()
            loaded = sum(one.outcome == "loaded" for s in shards for one in read_shard(s).outcomes)
            whole, network = time.process_time() - start, sum(spent)
        print(
            f"  {words:6}{loaded:10,}{loaded / whole:10.1f}{loaded / network:15.1f}"
            f"{network / whole:14.0%}{target:9}"
        )


@contextlib.contextmanager
def timed_network() -> Iterator[list[float]]:
    """The processor seconds that the network takes, as they come."""
    from helpers.language.net.network import Network

    score, spent = Network.score, list[float]()

    def timed(*given, **named):
        start = time.process_time()
        try:
            return score(*given, **named)
        finally:
            spent.append(time.process_time() - start)

    with patch.object(Network, "score", timed):
        yield spent


def command(path: Path, out: Path, engine: str, jobs: int, *more: str) -> list[str]:
    asked = ["corpus", str(path), "--out", str(out), "--engine", engine, "--jobs", str(jobs)]
    return [sys.executable, "-m", "helpers", *asked, *more]


def run(path: Path, out: Path, engine: str, jobs: int, *more: str) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak MiB of the largest process of a run."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=2, check=False)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    start = time.perf_counter()
    asked = [sys.executable, "-c", code, *command(path, out, engine, jobs, *more)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if not (out / "manifest.json").exists():
        sys.exit(f"bench: {engine} made no corpus:\n{told.stderr[-2000:]}")
    seconds, peak = told.stdout.split()
    return wall, float(seconds), float(peak) / (2**20 if sys.platform == "darwin" else 2**10)


def bench_growth(texts: list[str], sizes: list[int], home: Path, jobs: int) -> dict[str, Path]:
    print(f"growth, {jobs} jobs:")
    print("  engine  articles  seconds  a second  processor-s  peak MiB")
    outs = {}
    for size in sizes:
        path = written(shifted(texts, size), home / f"grow{size}.jsonl")
        for engine in ENGINES:
            outs[engine] = home / f"{engine}{size}"
            wall, spent, peak = run(path, outs[engine], engine, jobs)
            print(f"  {engine:6}{size:10,}{wall:9.1f}{size / wall:10.1f}{spent:13.1f}{peak:10.0f}")
        same = tree_of(outs["pool"]) == tree_of(outs["dask"])
        print(
            f"  {size:,} articles by pool and by Dask: {'the same bytes' if same else 'DIFFERENT'}"
        )
    return outs


def tree_of(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def bench_disk(out: Path) -> None:
    files = [path for path in out.rglob("*") if path.is_file()]
    kept = json.loads((out / "manifest.json").read_bytes())
    texts = sum(path.stat().st_size for path in files if path.name == "texts.parquet")
    size = sum(path.stat().st_size for path in files)
    each, own = size / kept["articles"], (size - texts) / kept["articles"]
    print(
        f"disk: {each / 1000:.1f} KB an article in {len(files)} files, {own / 1000:.1f} KB of it "
        "tables and the rest the text (target: 3 KB)"
    )


def bench_copies(texts: list[str]) -> None:
    chance = random.Random(18)
    known = list(dict.fromkeys(text for text in texts if len(text.split()) > WIRE))
    rows, planted = [{"text": text, "published": "2031-01-06"} for text in known], {}
    for number in range(PLANTED):
        text = known[number % len(known)]
        how = number % 3
        words = text.split(" ")
        if how == 0:
            made = " ".join(words[: len(words) // 2])
        elif how == 1:
            made = f"Report {number} of another desk\n{text}"
        else:
            made = edited(text, chance)
        rows.append({"text": f"{made}\nCopy {number}.", "published": "2031-01-07"})
        planted[len(rows) - 1] = number % len(known)
    found = copies_of(Texts([row["text"] for row in rows], [row["published"] for row in rows]))
    origin = dict(zip(found["article_id"], found["origin_id"], strict=True))
    told = {f"a{row:06d}": f"a{of:06d}" for row, of in planted.items()}
    right = sum(origin[row] == origin[of] for row, of in told.items())
    claimed = [row for row, of in origin.items() if row != of]
    true = sum(row in told and origin[told[row]] == origin[row] for row in claimed)
    print(
        f"copies: {PLANTED} planted among {len(known)}: recall {right / PLANTED:.3f} "
        "(target 0.98), precision "
        f"{true / max(1, len(claimed)):.3f} (target 0.99; pairs among the originals "
        "themselves count as false)"
    )


class Texts:
    """Texts alone, as copies_of asks a corpus for them."""

    def __init__(self, texts: list[str], days: list[str]) -> None:
        import duckdb
        import pandas as pd

        self.base = duckdb.connect()
        ids = [f"a{number:06d}" for number in range(len(texts))]
        told = pd.DataFrame({"article_id": ids, "published": days, "outlet": "o"})
        self.base.register("articles", told)
        self.base.register("texts", pd.DataFrame({"article_id": ids, "text": texts}))
        ends = [len(text) for text in texts]
        passages = {"article_id": ids, "start": 0, "end": ends, "zone": "body"}
        self.base.register("passages", pd.DataFrame(passages))

    def ask(self, query: str):
        return self.base.execute(query).df()


def bench_question(texts: list[str], numbers: int, home: Path, jobs: int) -> None:
    path = written(shifted(cut_to(texts, WIRE), 500), home / "question.jsonl")
    run(path, home / "real", "pool", jobs)
    rounds = varied(home / "real", home / "crowd", numbers)
    asked: dict[str, tuple[Callable[[Corpus], object], int]] = {
        "numbers(kind='killed', at_least=100)": (
            lambda corpus: corpus.numbers(kind="killed", at_least=100),
            ANSWER_MS,
        ),
        "numbers(place='Haiti')": (lambda corpus: corpus.numbers(place="Haiti"), ANSWER_MS),
        "numbers(reporter='minist')": (
            lambda corpus: corpus.numbers(reporter="minist"),
            ANSWER_MS,
        ),
        "timeline(kind='killed')": (lambda corpus: corpus.timeline(kind="killed"), ANSWER_MS),
        "who_quotes_whom()": (lambda corpus: corpus.who_quotes_whom(), ANSWER_MS),
        "page(0)": (lambda corpus: corpus.page(0)[0], PAGE_MS),
        "page(100, kind='killed')": (lambda corpus: corpus.page(100, kind="killed")[0], PAGE_MS),
    }
    start = time.perf_counter()
    with Corpus(home / "crowd") as corpus:
        held = int(corpus.ask("SELECT count(*) AS n FROM numbers")["n"][0])
        opened = time.perf_counter() - start
        print(f"question: {held:,} numbers in {rounds:,} shards, opened in {opened * 1000:.0f} ms:")
        print("  asked                                    rows   first  median of 5  target ms")
        for name, (ask, target) in asked.items():
            spent = []
            for _ in range(6):
                start = time.perf_counter()
                rows = len(ask(corpus))
                spent.append((time.perf_counter() - start) * 1000)
            middle = statistics.median(spent[1:])
            print(f"  {name:37}{rows:8,}{spent[0]:8.0f}{middle:13.0f}{target:11}")


def varied(real: Path, out: Path, numbers: int) -> int:
    """A corpus of so many numbers: rounds of the tables of a real one; how many rounds."""
    chance = random.Random(18)
    with Corpus(real) as corpus:
        tables = {table: corpus.ask(f"SELECT * FROM {table}") for table in TABLES}
    rounds = -(-numbers // len(tables["numbers"]))
    names = [f"round{turn:06d}" for turn in range(rounds)]
    for name in names:
        files = {}
        days, factor = dt.timedelta(days=chance.randrange(3650)), chance.uniform(0.5, 2)
        new = {
            one: "a" + hashlib.sha256(f"{name} {one}".encode()).hexdigest()[:11]
            for one in tables["articles"]["article_id"]
        }
        for table, frame in tables.items():
            files[f"{table}.parquet"] = parquet_bytes(in_round(frame, new, days, factor))
        kept = {"files": {file: [len(data), digest(data)] for file, data in files.items()}}
        folder = out / "shards" / name
        folder.mkdir(parents=True)
        for file, data in {**files, "shard.json": json.dumps(kept).encode()}.items():
            (folder / file).write_bytes(data)
    (out / "manifest.json").write_text(json.dumps({"made_of": "bench", "shards": names}))
    return rounds


def in_round(frame, new: dict[str, str], days: dt.timedelta, factor: float):
    """A table with other ids, days of publication and values."""
    told = {}
    for column in frame.columns:
        cells = frame[column]
        if column in IDS:
            told[column] = (cells.str[:12].map(new) + cells.str[12:]).astype("string[python]")
        elif column in ("value", "low", "high"):
            told[column] = (cells * factor).round()
        elif column == "published":
            moved = pd.to_datetime(cells) + days
            told[column] = moved.dt.strftime("%Y-%m-%d").astype("string[python]")
    return frame.assign(**told)


def bench_kills(texts: list[str], count: int, kills: int, home: Path, jobs: int) -> None:
    """Kills a run, alone or with its workers, all along its way at random shards and moments."""
    chance = random.Random(9)
    path = written(shifted(cut_to(texts, WIRE), count), home / "kills.jsonl")
    small = ("--shard", str(KILLED_SHARD))
    for engine in ENGINES:
        calm, out = home / f"calm-{engine}", home / f"killed-{engine}"
        run(path, calm, engine, jobs, *small)
        died, whole = 0, shards_in(calm)
        for number in range(kills):
            process = subprocess.Popen(
                command(path, out, engine, jobs, *small),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            wanted = int((number + chance.random()) * whole / (kills + 1))
            while process.poll() is None and shards_in(out) < wanted:
                time.sleep(0.01)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.5))
            died += process.poll() is None
            end = os.killpg if chance.random() < 0.5 else os.kill
            with contextlib.suppress(ProcessLookupError):  # finished, with all its workers
                end(process.pid, signal.SIGKILL)
            process.wait()
        done = shards_in(out)
        run(path, out, engine, jobs, *small)
        verdict = "the same bytes" if tree_of(out) == tree_of(calm) else "DIFFERENT"
        print(
            f"kills: {engine}: {died} of {kills} met a run at work; {done} of {whole} "
            f"shards stood after the last; resumed: {verdict}"
        )


def shards_in(out: Path) -> int:
    return len(list((out / "shards").glob("[!.]*")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=ROOT / ".." / "shared" / "corpora")
    parser.add_argument("--articles", type=int, default=400, help="of speed and kills")
    parser.add_argument("--grow", default="200,400", help="sizes of growth, joined by a comma")
    parser.add_argument("--numbers", type=int, default=1_000_000, help="of question")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=PARTS, help="default: all")
    asked = parser.parse_args()
    wanted: Callable[[str], bool] = lambda part: asked.only in (None, part)  # noqa: E731
    texts = known_texts(asked.corpora)
    sizes = [int(size) for size in asked.grow.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if wanted("speed"):
            bench_speed(texts, asked.articles, home)
        if wanted("growth") or wanted("disk"):
            outs = bench_growth(texts, sizes, home, asked.jobs)
            bench_disk(outs["pool"])
        if wanted("copies"):
            bench_copies(texts)
        if wanted("question"):
            bench_question(texts, asked.numbers, home, asked.jobs)
        if wanted("kills"):
            bench_kills(texts, asked.articles, asked.kills, home, asked.jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
