"""Tables for tests of the standards: plain, of other alphabets, hostile, and of nothing at all."""

from __future__ import annotations

from functools import cache

from hostile import SURROGATES, TEXT, hostile_tables
from sample_tables import sample_tables
from stub_finder import plain_finder

from helpers import article_from_text, tables_of
from helpers.tables import Tables

# Signs above U+FFFF before, inside and after what is found: in UTF-16 each of them is two.
ABOVE = (
    "\U0001f30a\U0001f30a Flood in Hollin\r\n\r\n"
    "At least 1,200 people \U0001f622 were killed in Hollin, said Ada Brenning.\r\n"
    "Officials said about 40 boats\u2028and 3 ferries \U0001d53ank in Eastbank.\n"
)


def _read(text: str, **metadata: str) -> Tables:
    article = article_from_text(text, published="2031-05-06", metadata=metadata)
    return tables_of(article, find_attributions=plain_finder)


_MADE = {
    "hand-made": sample_tables,
    "hostile rows": hostile_tables,
    "hostile text": lambda: _read(TEXT, title="<script>", url="javascript:alert(1)"),
    "surrogates": lambda: _read(SURROGATES, outlet="The \ud800 Post"),
    "above the plane": lambda: _read(ABOVE, url="https://paper.example/flood"),
    "no figure": lambda: _read("Nothing happened in Hollin.\n"),
}
NAMES = tuple(_MADE)


@cache
def sample(name: str) -> Tables:
    """The tables of one sample, made once."""
    return _MADE[name]()
