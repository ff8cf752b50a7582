"""How long an article the tagger reads; above, the rules take over."""

from __future__ import annotations

from ..errors import ModelError

MAX_WORDS = 30_000
"""Words and marks: some 25,000 words as people count, a hundred pages."""

MAX_PIECES = 50_000
"""Word pieces, what the net's time grows with: news has 1.1 for each word or mark, garbage has
up to sixty. As many take some six seconds of one slow, busy thread."""


class TooLong(ModelError):
    """The article holds more than :data:`MAX_WORDS` words or :data:`MAX_PIECES` pieces."""
