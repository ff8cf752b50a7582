"""A light install reads text, and says in one line which extra anything else needs."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import zipfile

import pytest

from helpers.doors.command_line import main
from helpers.errors import _EXTRAS, DISTRIBUTION

# A finder that knows none of the packages of the extras, as in a light install.
BARE = """
import importlib.abc, sys
class Gone(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {gone!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Gone())
"""


@pytest.fixture
def bare(tmp_path):
    """Runs code where no extra is installed, in children of the child too."""
    gone = {module for modules in _EXTRAS.values() for module in modules.split()}
    (tmp_path / "sitecustomize.py").write_text(BARE.format(gone=gone))
    (tmp_path / "story.txt").write_text("Police said 12 people died in the flood.")
    (tmp_path / "page.html").write_text("<html><body><p>Police said 12 people died.</p></body>")

    (tmp_path / "print.pdf").write_bytes(b"%PDF-1.4\n")
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as letter:
        letter.writestr("word/document.xml", "<document/>")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_light_install_shows_writes_and_exports(bare):
    assert "police" in bare("-m", "helpers", "show", "story.txt").stdout.lower()
    assert bare("-m", "helpers", "tables", "story.txt", "--out", "d").returncode == 0
    assert bare("-m", "helpers", "export", "d", "--xlsx", "d.xlsx").returncode == 0


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (["show", "page.html"], "pages"),
        (["show", "letter.docx"], "word"),
        (["show", "print.pdf"], "pdf"),
        (["report", "story.txt", "--out", "r"], "notebooks"),
    ],
    ids=lambda part: part if isinstance(part, str) else part[1],
)
def test_missing_extra_is_one_line_that_names_it(bare, command, extra):
    found = bare("-m", "helpers", *command)
    assert found.returncode == 1 and found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert found.stderr.endswith(f"pip install '{DISTRIBUTION}[{extra}]'\n")


def test_missing_extra_of_a_public_name_is_named_too(bare):
    last = bare("-c", "from helpers import plot_estimates").stderr.splitlines()[-1]
    assert last.endswith(f"pip install '{DISTRIBUTION}[notebooks]'")


def test_other_missing_modules_are_not_dressed_up():
    from helpers.errors import extras_named

    with pytest.raises(ModuleNotFoundError), extras_named():
        importlib.import_module("no_such_module_anywhere")


def test_quiet_tables_say_nothing(tmp_path, capsys):
    story = tmp_path / "story.txt"
    story.write_text("Police said 12 people died on Monday.")
    assert main(["tables", str(story), "--out", str(tmp_path / "d"), "--quiet"]) == 0
    assert main(["--quiet", "tables", str(story), "--out", str(tmp_path / "e")]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["tables", str(tmp_path / "none.txt"), "--out", "d", "--quiet"]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_completion_knows_the_commands(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--print-completion", "bash"])
    assert end.value.code == 0
    assert "review" in capsys.readouterr().out


@pytest.mark.parametrize("door", ["quantities", "attributions"])
@pytest.mark.parametrize("key", ["id", "doc"])
def test_both_doors_take_both_keys_and_answer_with_the_same(door, key):
    line = json.dumps({key: "a1", "text": "Police said 12 people died."})
    found = subprocess.run(
        [sys.executable, "-m", "helpers", door], input=line, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    said = json.loads(found.stdout)
    assert said.pop(key) == "a1" and list(said) == [door]
