"""Corrections that last: a log of what people found, replayed over an article's tables."""

from .desk import Desk
from .events import FIELDS, OPS, REASONS, Event, Target, event_line, make_event
from .log_files import (
    SUFFIX,
    ReviewLog,
    append_event,
    log_bytes,
    merge_logs,
    read_log,
    write_log,
)
from .replay import Replayed, apply_review, replay
from .verdicts import STATUSES

__all__ = [
    "FIELDS",
    "OPS",
    "REASONS",
    "STATUSES",
    "SUFFIX",
    "Desk",
    "Event",
    "Replayed",
    "ReviewLog",
    "Target",
    "append_event",
    "apply_review",
    "event_line",
    "log_bytes",
    "make_event",
    "merge_logs",
    "read_log",
    "replay",
    "write_log",
]
