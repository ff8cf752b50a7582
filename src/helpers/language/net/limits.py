"""How much of an article the network reads: its time grows with word pieces."""

from __future__ import annotations

MAX_PIECES = 60_000
"""News has 1.1 pieces for each word or mark, garbage up to sixty. As many take some fifteen
seconds of one thread; what lies behind them stays unread and says so (residue, too_long)."""
