"""Your own article: paste it, upload it or name it, and read it as tables, text and charts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets

from ...errors import HelpersError, InputError
from ...escaping import escaped, isolated
from ..charts.wording import how_many
from .article_selection import VIEWS, ArticleSelection, Upload, in_a_form, load_selected
from .article_views import ArticleViews
from .board import Board, Control, told_error
from .download import Download
from .file_field import FileField
from .submit import Submit
from .switch import Switch

if TYPE_CHECKING:
    from ...records import Article
    from ...tables import Tables

_STAGES = ("loading", "reading who said what and how much", "drawing")
_UNDATED = (
    "No date of publication is known, so “Monday” and “10 days ago” stay unresolved: "
    "write one above and read again."
)
_TEXT_FIELDS = ("text", "path", "outlet", "published")
_PATIENCE = 100  # tenths of a second that a press waits for a file on its way


def your_article(article: Article | None = None, *, paths: bool = True) -> YourArticle:
    """A form that reads an article of yours; one given here is read at once.

    ``form.selection`` is what is to be read, ``form.read()`` reads it, ``form.tables`` holds the
    tables of the article last read. Without ``paths`` the form takes pasted and uploaded text
    only: a visitor reads no file of this machine and makes it fetch no address.
    """
    return YourArticle(article, paths=paths)


class _Pasted(widgets.Textarea):
    """A text area that is not sent back to the browser it came from: it may hold a whole book."""

    value = traitlets.Unicode().tag(sync=True, echo_update=False)


class YourArticle(Board):
    """A form for an article, and under it the article last read.

    The form is ``text``, ``upload``, ``path``, ``outlet``, ``published`` and ``read_it``; what was
    read has ``view`` to switch between its views, and two downloads.
    A mistake stands in the line ``status`` and leaves what was read before in place.
    """

    def __init__(self, article: Article | None, *, paths: bool) -> None:
        super().__init__()
        self._paths = paths
        self._views: ArticleViews | None = None
        self.tables: Tables | None = None
        self._build_form()
        self._build_results()
        controls = {
            "text": Control(self.text, show=_sendable),
            "upload": Control(self.upload, "file", _upload_of, _file_of),
            "path": Control(self.path, show=_sendable),
            "outlet": Control(self.outlet, show=_sendable),
            "published": Control(self.published, show=_sendable),
            "view": Control(self.view),
        }
        form = [self.text, self.upload, self.path, self._facts, self._actions, self.status]
        if not paths:
            del controls["path"]
            form.remove(self.path)
        self._start(ArticleSelection(), controls, [*form, self.results])
        if article is not None:
            self._read(lambda: article)

    def __repr__(self) -> str:
        return f"<YourArticle: {repr(self.tables)[1:-1] if self.tables else 'nothing read yet'}>"

    def read(self) -> None:
        """Reads what the selection stands for; what stands in the way is told in ``status``."""
        with self._lock:
            self._read(lambda: load_selected(self.selection, paths=self._paths))

    def _pressed(self, values: Mapping[str, Any]) -> None:
        file = values.get("upload") or None
        for _ in range(_PATIENCE if file else 0):  # it may come on the other thread
            if _arrived(self.selection.upload, file):
                break
            time.sleep(0.1)
        with self._lock:
            try:
                self._take_values(values, file)
            except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
                self._tell_refusal(error)
            else:
                self.read()

    def _take_values(self, values: Mapping[str, Any], file: Mapping[str, Any] | None) -> None:
        """The state as the page has it; what the page cannot show of a text stays as it was."""
        if "upload" in values and not _arrived(self.selection.upload, file):
            raise InputError("the file is still on its way here: press again in a moment")
        told = {
            name: values[name]
            for name in _TEXT_FIELDS
            if name in self.controls and name in values
            if values[name] != self.controls[name].show(getattr(self.selection, name))
        }
        if told:
            self.choose(**told)

    # ---- the form

    def _build_form(self) -> None:
        from ...loading import SUFFIXES

        wide = {"width": "auto"}
        self.text = _Pasted(
            description="Text",
            placeholder="Paste the article here",
            continuous_update=False,
            layout={**wide, "height": "9em"},
        )
        self.upload = FileField(
            "or a file",
            sorted(SUFFIXES),
            advice="Give its path below." if self._paths else "Paste its text.",
        )
        self.path = widgets.Text(
            description="or a path",
            placeholder="path/to/story.html, or https://…: fetched when you press the button",
            continuous_update=False,
            layout=wide,
        )
        self.outlet = widgets.Text(
            description="Publisher",
            placeholder="if the article does not say",
            continuous_update=False,
            layout={"width": "24em"},
        )
        self.published = widgets.Text(
            description="Published",
            placeholder="YYYY-MM-DD",
            continuous_update=False,
            layout={"width": "16em"},
        )
        self._facts = _row([self.outlet, self.published])
        fields = {name: (getattr(self, name), "value") for name in _TEXT_FIELDS}
        fields["upload"] = (self.upload, "file")
        self.read_it = Submit("Read it", fields, self._pressed)
        self.read_it.layout.margin = "2px 8px 2px 90px"
        self.empty = widgets.Button(description="Empty the form")
        self.empty.on_click(lambda _: self._answer(self._start_over))
        self.progress = widgets.IntProgress(
            0, 0, len(_STAGES), layout={"width": "10em", "margin": "2px 12px", "display": "none"}
        )
        self.stage = widgets.HTML()
        self._actions = _row([self.read_it, self.empty, self.progress, self.stage])

    def _start_over(self) -> None:
        self.selection = ArticleSelection(view=self.selection.view)
        self.status.value = self.stage.value = ""
        self.progress.layout.display = "none"

    def _refuse(self, selection: ArticleSelection) -> None:
        for name in _TEXT_FIELDS:
            value = getattr(selection, name)
            if not isinstance(value, str):
                raise ValueError(  # noqa: TRY004  (boards refuse every state with a ValueError)
                    f"{name} is a {type(value).__name__}: write it as text"
                )
        if selection.path and not self._paths:
            raise ValueError("No path is taken here: paste the text or upload the file")
        if selection.upload is not None and not isinstance(selection.upload, Upload):
            raise ValueError(
                f"upload is a {type(selection.upload).__name__}: pass an Upload or None"
            )
        if selection.view not in VIEWS:
            raise ValueError(f"no view is called {selection.view!r}; views are {', '.join(VIEWS)}")

    # ---- what was read

    def _build_results(self) -> None:
        self.view = Switch("Views of the article", list(VIEWS.items()))
        self.zip = Download("Tables (.zip)", "tables.zip", make=self._zip)
        self.spreadsheet = Download("Spreadsheet (.xlsx)", "tables.xlsx", make=self._workbook)
        self.credit = widgets.HTML()
        top = _row([self.view, widgets.HBox([self.zip, self.spreadsheet])])
        top.layout.justify_content = "space-between"
        self.results = widgets.VBox([self.credit, top], layout={"display": "none"})

    @property
    def _tables_read(self) -> Tables:
        if self.tables is None:
            raise InputError("Nothing was read yet")
        return self.tables

    def _zip(self) -> bytes:
        from ...studies.spreadsheet import download_zip

        return download_zip(self._tables_read)

    def _workbook(self) -> bytes:
        from ...studies.spreadsheet import workbook_bytes

        return workbook_bytes(self._tables_read)[0]

    def _draw(self) -> None:
        if self._views is not None:
            self._views.show(self.selection.view)

    # ---- reading

    def _read(self, load: Callable[[], Article]) -> None:
        self.read_it.disabled = True  # a second press while this one works is dropped
        try:
            self._tell_stage(0)
            from ...tables import tables_of

            article = load()
            self._tell_stage(1)
            tables = tables_of(article)
            self._tell_stage(2)
            views = ArticleViews(tables)
            views.show(self.selection.view)
            self._take_over(tables, views)
            self._tell_success(tables)
        except Exception as error:  # noqa: BLE001 - a page shows nothing of it but this line
            self._tell_refusal(error)
        finally:
            self.read_it.disabled = False

    def _tell_stage(self, number: int) -> None:
        self.progress.layout.display = None
        self.progress.value = number
        self.stage.value = f'<span role="status">{number + 1} of 3: {_STAGES[number]}</span>'

    def _tell_refusal(self, error: Exception) -> None:
        if isinstance(error, HelpersError):
            error = HelpersError(in_a_form(str(error)))
        kept = " What was read before still stands below." if self.tables else ""
        self.status.value = f'<p style="{_LINE}">{told_error(error)}{kept}</p>'
        self.stage.value = ""
        self.progress.layout.display = "none"
        self.progress.value = 0

    def _take_over(self, tables: Tables, views: ArticleViews) -> None:
        from ..charts import credit_line

        before, self._views, self.tables = self._views, views, tables
        for download, ending in ((self.zip, "zip"), (self.spreadsheet, "xlsx")):
            download.data = b""  # that of another article
            download.filename = f"tables-{tables.article.article_id}.{ending}"
        told = isolated(credit_line(tables))
        self.credit.value = f'<p style="{_LINE}; font-weight: 600">{told}</p>'
        self.results.children = (*self.results.children[:2], views)
        self.results.layout.display = None
        if before is not None:
            before.close()

    def _tell_success(self, tables: Tables) -> None:
        article = tables.article
        told = ", ".join(
            how_many(n, noun)
            for n, noun in (
                (len(article.text.split()), "word"),
                (len(tables.numbers), "number"),
                (len(tables.claims), "claim"),
                (len(tables.sources), "source"),
            )
        )
        notes = [*article.notes, *([] if article.published else [_UNDATED])]
        lines = [f"Read: {told}.", *(f"Note: {note}" for note in notes)]
        self.status.value = "".join(f'<p style="{_LINE}">{escaped(line)}</p>' for line in lines)
        self.stage.value = '<span role="status">done</span>'
        self.progress.value = len(_STAGES)


_LINE = "margin: 2px 0; line-height: 1.4; max-width: 80em; overflow-wrap: anywhere"


def _row(children: list[widgets.Widget]) -> widgets.HBox:
    return widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})


def _sendable(text: str) -> str:
    # Half of a surrogate pair cannot be sent to a page; the state keeps it.
    return text.encode("utf-8", "replace").decode("utf-8")


def _arrived(upload: Upload | None, file: Mapping[str, Any] | None) -> bool:
    """Whether the state holds the file that the page has, by name and size."""
    if upload is None or file is None:
        return upload is None and file is None
    return (_sendable(upload.name), len(upload.data)) == (file.get("name"), file.get("size"))


def _upload_of(file: dict) -> Upload | None:
    return Upload(file["name"], file["data"]) if file else None


def _file_of(upload: Upload | None) -> dict:
    return {"name": _sendable(upload.name), "data": upload.data} if upload else {}
