"""Machine doors: whatever a line holds, it is answered or told of, and the next one is read."""

from __future__ import annotations

import io
import json

import pytest
from stub_finder import plain_finder

from helpers.doors import json_lines
from helpers.doors.json_lines import answer_lines, attributions_line
from helpers.quantities import quantities_line

GOOD = "Floods in Tarn killed 7 people, police said."
DOORS = {
    "id": quantities_line,
    "doc": lambda line: attributions_line(line, find_attributions=plain_finder),
}
BAD = {
    "NaN": b'{"KEY": NaN, "text": "5 died."}',
    "NaN inside": b'{"KEY": {"of": [1, -Infinity]}, "text": "5 died."}',
    "infinite": b'{"KEY": -1e400, "text": "5 died."}',
    "infinite inside": b'{"KEY": [2e999], "text": "5 died."}',
    "endless digits": b'{"KEY": ' + b"9" * 5_000 + b', "text": "5 died."}',
    "endless digits in vain": b'{"KEY": 1, "text": "5 died.", "x": [-' + b"1" * 4_400 + b"]}",
    "deep": b'{"KEY": ' + b"[" * 100_000 + b"]" * 100_000 + b', "text": "5 died."}',
    "deep and open": b'{"text": ' + b'{"a":' * 50_000,
    "half a pair in bytes": b'{"KEY": 1, "text": "\xed\xa0\x80 5 died."}',
    "no JSON": b"5 people died",
    "a list": b"[1, 2]",
    "no text": b'{"KEY": 1}',
    "text that is none": b'{"KEY": 1, "text": 1e999}',
    "NUL": b"\x00",
    "too long": b'{"KEY": 1, "text": "' + b"x" * 5_000_000 + b'"}',
}


@pytest.fixture(autouse=True)
def _shorter_lines(monkeypatch):
    monkeypatch.setattr(json_lines, "MAX_LINE_BYTES", 1_000_000)


def told(lines, key):
    """What both streams said, and the status."""
    out, complaints = io.StringIO(), io.StringIO()
    data = b"".join(lines).replace(b"KEY", key.encode())
    status = answer_lines(io.BytesIO(data), out, complaints, DOORS[key])
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    return answers, complaints.getvalue().splitlines(), status


@pytest.mark.parametrize("key", DOORS)
def test_each_bad_line_is_one_message_and_every_good_one_is_answered(key):
    good = [f'{{"KEY": "{number}", "text": "{GOOD}"}}\n'.encode() for number in range(len(BAD))]
    lines = [
        line for bad, one in zip(BAD.values(), good, strict=True) for line in (bad, b"\n", one)
    ]
    answers, complaints, status = told(lines, key)
    assert [answer[key] for answer in answers] == [str(number) for number in range(len(BAD))]
    assert len({json.dumps(answer | {key: 0}) for answer in answers}) == 1
    starts = [complaint.partition(":")[0] for complaint in complaints]
    assert starts == [f"line {number}" for number in range(1, 2 * len(BAD), 2)] and status == 1
    assert all(len(complaint) < 200 for complaint in complaints)


@pytest.mark.parametrize("key", DOORS)
@pytest.mark.parametrize("depth", [100, 300, 900, 1_000, 3_000])
def test_depth_is_answered_or_told_of_whatever_it_is(key, depth):
    deep = b'{"KEY": 1, "x": ' + b"[" * depth + b"]" * depth + b', "text": "5 died."}\n'
    kept = deep.replace(b'"KEY": 1, "x"', b'"KEY"')
    answers, complaints, _ = told([deep, kept, b'{"KEY": 2, "text": "6 died."}'], key)
    assert len(answers) + len(complaints) == 3 and answers[-1][key] == 2


@pytest.mark.parametrize("key", DOORS)
def test_half_a_surrogate_pair_comes_back_and_a_last_line_needs_no_end(key):
    lines = [b'\xef\xbb\xbf{"KEY": "\\ud83d", "text": "\\udfff 5 died."}\n \n']
    answers, complaints, status = told([*lines, b'{"KEY": "b", "text": "6 died."}'], key)
    assert [answer[key] for answer in answers] == ["\ud83d", "b"]
    assert complaints == [] and status == 0
