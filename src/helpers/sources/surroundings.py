"""Where no sentence speaks of a name, and where a source's own words end."""

from __future__ import annotations

import re

from helpers.language import Reading
from helpers.records import Span

# "KAMPALA, Uganda (AP) —", "NAIROBI, May 16 (Reuters) -", "LIMA —" at the head of a paragraph.
DATELINE = re.compile(
    r"\W{0,3}[A-Z][\w.'’/-]+(?:,? [\w.'’/-]+){0,6}(?:,? \([\w .'’/-]{2,30}\))? ?(?:[-–—]|--) "
)


def outside_sentences(reading: Reading) -> list[tuple[int, int]]:
    """Where names stand that no sentence is about: datelines, and passages without a verb.

    "NAIROBI (Reuters) -", "Photo: AFP", "© 2024 Gulf Herald": nobody there is taken up by "it".
    """
    found = []
    text = reading.article.text
    for passage in reading.passages:
        words = reading.at(passage.start, passage.end)
        if not any(reading[w].part in ("VERB", "AUX") for w in words):
            found.append((passage.start, passage.end))
        elif line := DATELINE.match(text, passage.start, min(passage.end, passage.start + 90)):
            shown = line.group()
            if "(" in shown or any(w.isupper() and len(w) > 2 for w in shown.split(",")[0].split()):
                found.append(line.span())
    return found


def without_clause(reading: Reading, span: Span) -> Span:
    """A source without the participle behind its noun: "a survey |made in France|"."""
    words = reading.at(span.start, span.end)
    head = next((w for w in words if reading[w].head not in words), None)
    if head is None:
        return span
    for clause in reading.of(head, "acl"):
        if reading[clause].relation == "acl" and head < clause and clause in words:
            first = min(w for w in reading.subtree(clause) if w > head)
            return Span(span.start, max(reading[first - 1].end, reading[head].end))
    return span
