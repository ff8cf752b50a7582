"""The one tokeniser: text → words and marks, every offset true.

A word is a run of letters and digits; possessives ("'s"), clitics, hyphens and other marks are
words of their own, since spans of sources and cues often end there. ``U.S.``, ``16,500``,
``O'Reilly`` and ``don't`` are one word each.
"""

from __future__ import annotations

import re

# No alternative can fail after a long match, so that finding words is linear in the text.
WORD = re.compile(
    r"""
      \d+ (?: [.,:] \d+ )* [^\W_]*          # 16,500  1.5  10:35  2nd
    | (?: [^\W\d_] \. ){2,}                 # U.S.  p.m.
    | [^\W_]+ (?: ['’] (?! (?:s|re|ve|ll|d|m)\b ) [^\W_]+ )*    # word  don't  O'Reilly
    | ['’] (?:s|re|ve|ll|d|m) \b            # 's  'll  (their own words)
    | [^\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]    # a mark
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_words(text: str) -> list[tuple[int, int]]:
    """Words of ``text`` as half-open code-point ranges, in text order."""
    return [match.span() for match in WORD.finditer(text)]
