"""Controls wired to the functions of the floors below; each call returns one widget."""

from ..charts.selection import EstimateSelection
from .article_selection import ArticleSelection, Upload
from .estimates_board import EstimatesExplorer, estimates_explorer
from .own_article import YourArticle, your_article
from .reader_board import Reader, ReaderSelection, reader
from .review_board import ReviewBoard, review_board
from .sources_board import SourcesExplorer, SourcesSelection, sources_explorer

__all__ = [
    "ArticleSelection",
    "EstimateSelection",
    "EstimatesExplorer",
    "Reader",
    "ReaderSelection",
    "ReviewBoard",
    "SourcesExplorer",
    "SourcesSelection",
    "Upload",
    "YourArticle",
    "estimates_explorer",
    "reader",
    "review_board",
    "sources_explorer",
    "your_article",
]
