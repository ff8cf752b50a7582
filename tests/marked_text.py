"""Articles written with their attributions marked up, for tests of what stands above them.

``[s1:Interior Minister Ada Brenn] [c1:said] [x1:the bridge was gone]``: s source, c cue,
x content; the number says which attribution. Marks may nest. A line is a paragraph; a line
that begins with ``!`` is boilerplate.
"""

from __future__ import annotations

import re

from helpers.records import Article, Attribution, Passage, Sentence, Span

STOP = re.compile(
    r"(?<![A-Z])(?<!\bGen)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSen)[.!?][”\"]?(?= [A-Z“\"])"
)
OPEN = re.compile(r"\[([scx])(\d+):")


def marked(source: str, *, article_id: str = "a0123456789b"):
    """(article, passages, sentences, attributions in order of their numbers)."""
    text: list[str] = []
    stack: list[tuple[str, int, int]] = []
    spans: dict[int, dict[str, list[Span]]] = {}
    i = length = 0
    while i < len(source):
        match = OPEN.match(source, i)
        if match:
            stack.append((match[1], int(match[2]), length))
            i = match.end()
        elif source[i] == "]" and stack:
            role, number, start = stack.pop()
            spans.setdefault(number, {"s": [], "c": [], "x": []})[role].append(Span(start, length))
            i += 1
        else:
            text.append(source[i])
            length += 1
            i += 1
    plain = "".join(text)
    article = Article(plain, "0" * 64, article_id)
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    at = 0
    for line in plain.split("\n"):
        if line.strip():
            zone = "boilerplate" if line.startswith("!") else "body"
            passages.append(Passage(at, at + len(line), "paragraph", zone))
            begin = at
            for stop in STOP.finditer(line):
                sentences.append(Sentence(begin, at + stop.end(), len(passages) - 1))
                begin = at + stop.end() + 1
            sentences.append(Sentence(begin, at + len(line), len(passages) - 1))
        at += len(line) + 1
    attributions = [
        Attribution(*(tuple(sorted(spans[n][role])) for role in "scx"), rule_id="hand")
        for n in sorted(spans)
    ]
    return article, passages, sentences, attributions
