# Every target first builds .venv/ where that is needed; see `make help`.
.DEFAULT_GOAL := help
.PHONY: help setup lab app test coverage score docs report refresh bench bench-browser bench-corpus lint train decisions fuzz

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
OUT ?= reports
# Where the corpora lie that are measured on and never shipped.
CORPORA ?= ../shared/corpora
# JupyterLab refuses to start as root without being told.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# No news, no updates, no list of extensions: JupyterLab asks no other host for anything.
QUIET := --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp names the folder it was made in: a checkout that was moved or copied sets up anew.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): moved
.PHONY: moved
moved:
endif

setup: $(READY) ## build .venv/ from requirements.lock (with uv where present, else venv and pip)

$(READY): requirements.lock pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh

lab: $(READY) ## open JupyterLab on notebooks/00_start_here.ipynb (LAB_ARGS="--no-browser --port=8899")
	$(PY) -m jupyterlab $(AS_ROOT) --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(QUIET) $(LAB_ARGS)

app: export JUPYTER_PATH := $(CURDIR)/app
app: $(READY) ## serve the reader and the explorers to people without notebooks (APP_ARGS="--no-browser --port=8866")
	@# exec: else a shell stands between, and what stops make leaves Voilà and its kernels running.
	exec $(PY) -m voila app/attributed.ipynb --Voila.config_file_paths="$(CURDIR)/app" $(APP_ARGS)

# Two processes, a file of tests (or a notebook) in one of them, so that its cells stay in order.
test: $(READY) ## run every test, and every notebook against its committed outputs
	$(PY) -m pytest -n 2 --dist loadfile $(TEST_ARGS)

coverage: ## after `make test TEST_ARGS="--cov=helpers --cov-report="`: what it measured, in short
	@total=$$($(PY) -m coverage report --format=total) && echo "coverage: $$total % of the lines, and least of:"
	@$(PY) -m coverage report --sort=cover | sed -n '3,12p'

score: $(READY) ## score the tables against gold typed by hand, and the grammar against treebanks
	$(PY) -m helpers score $(if $(wildcard $(CORPORA)),--corpora "$(CORPORA)")
	$(if $(wildcard $(CORPORA)),$(PY) -m training.evaluate --gap 0 --corpora "$(CORPORA)")

docs: $(READY) ## build the documentation into build/docs, offline (DOCS_ARGS="--look DIR": axe and pictures too)
	$(PY) scripts/build_docs.py $(DOCS_ARGS)

report: $(READY) ## write one page on ARTICLE=path [PUBLISHED=YYYY-MM-DD] under OUT=reports
	@test -n "$(ARTICLE)" || { echo 'report: name an article: make report ARTICLE=path/to/article.txt' >&2; exit 2; }
	@name=$$(basename "$(ARTICLE)"); set -x; $(PY) -m helpers report "$(ARTICLE)" --out "$(OUT)/$${name%.*}" $(if $(PUBLISHED),--published $(PUBLISHED))

refresh: $(READY) ## run the notebooks again and write their outputs in place
	$(PY) scripts/refresh_notebooks.py $(REFRESH_ARGS)

bench: $(READY) ## measure import cost, speed and memory, and the number grammar beside quantulum3
	@uv pip install -q --python $(PY) 'quantulum3>=0.9' 2>/dev/null || $(PY) -m pip install -q 'quantulum3>=0.9' 2>/dev/null || echo 'bench: quantulum3 could not be installed; the grammar is measured alone'
	$(PY) scripts/bench.py $(BENCH_ARGS)
	$(PY) scripts/bench_quantities.py data/articles/moscow-times-2022-03-29.txt

bench-browser: $(READY) ## measure in a real browser how fast the widgets answer (BENCH_ARGS="--only widgets")
	$(PY) scripts/bench_browser.py $(BENCH_ARGS)

bench-corpus: $(READY) ## measure a corpus run, pool beside Dask (BENCH_ARGS="--articles 2000 --grow 1000,20000")
	$(PY) scripts/bench_corpus.py --corpora "$(CORPORA)" $(BENCH_ARGS)

lint: $(READY) ## check style, layout, types, the floors of the house and the list of excused modules
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) scripts/excused.py
	$(PY) -m pytest -q tests/test_floors.py tests/test_excused.py

fuzz: $(READY) ## try a hundred thousand made-up and damaged articles (FUZZ_ARGS="--inputs 5000")
	$(PY) scripts/fuzz.py $(FUZZ_ARGS)

train: $(READY) ## train the network again (first install the "train" extra and training/requirements.txt)
	$(PY) -m training.train $(TRAIN_ARGS)
	$(MAKE) decisions

decisions: $(READY) ## fit the small decisions and how sure each row is again, after a rule has changed
	$(PY) -m training.reports --corpora "$(CORPORA)"
	$(PY) -m training.decisions --corpora "$(CORPORA)"
	$(PY) -m training.places --corpora "$(CORPORA)" --write
	$(PY) -m training.sureness --corpora "$(CORPORA)" --write
