"""The few named errors of the suite: each message says what was found and what to do."""


class HelpersError(Exception):
    """Base of every error that the suite raises on purpose; nothing else should escape."""


class InputError(HelpersError):
    """An article could not be read: missing, empty, binary, too large or wrongly encoded."""


class OutputError(HelpersError):
    """A result could not be written: the folder is a file, is not writable or is full."""


class SchemaError(HelpersError):
    """A table breaks the contract of :mod:`helpers.schema`; all failures are listed at once."""


class MetadataError(HelpersError):
    """The metadata kept beside an article is malformed (unknown key, impossible date)."""


class ModelError(HelpersError):
    """The network that reads articles is missing, damaged or cannot be run."""


class ReportError(HelpersError):
    """The notebooks could not be run on an article: none found, or one stopped with an error."""


class ReviewError(HelpersError):
    """A correction cannot be made or applied as asked: no such row, word or field; a conflict."""
