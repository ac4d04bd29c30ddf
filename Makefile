# Everything a person does with Communiqué. Each line that starts with `##` is shown by `make help`.
# Nothing here needs more than Python 3.11+, make and the package registry that pip is set up for.

PYTHON ?= python3
JOBS ?= 4
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup site serve check test test-pythons torture bench lint house lock clean migration

## make help     this list
help:
	@sed -n 's/^## //p' Makefile

## make setup    .venv with everything pinned and hash-checked (again only when the locks change)
setup: $(STAMP)

$(STAMP): pyproject.toml requirements/dev.txt
	@test ! -f src/communique/schema || { echo "src/communique/schema is a text file and should be a link; run" \
	  "'git config core.symlinks true' and 'git checkout -- src site', or install the wheel, which has no links" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Communiqué needs Python 3.11 or newer, and '$(PYTHON)' is not; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  rm -rf .venv; echo "no virtual environment could be made; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

## make site     load entries/ into the database and build public/
site: setup
	$(BIN)/communique build

## make serve    preview: a saved entry shows at once
serve: setup
	$(BIN)/communique serve

## make check    hold entries/ against the rule book, changing nothing
check: setup
	$(BIN)/communique check

## make migration  MESSAGE="add …": draft the next migration from what the models have since
migration: setup
	$(BIN)/python -m communique.migrations.draft $(MESSAGE)
	$(BIN)/ruff format --quiet migrations/versions
	$(BIN)/python -m communique.schema.type_stubs
	$(BIN)/python -m communique.migrations.introductions
	$(BIN)/communique schema --write

## make lint     style, types and the import contract
lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

## make test     every test, lint among them (JOBS=4 at once, so that two cores work while tests wait for browsers and servers)
# Compiled modules are kept, whatever the caller's settings: the tests start some hundred Pythons. Files are given
# out in the order of tests/conftest.py, the many short ones of tests/unit last.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder

## make test-pythons  the unit tests on every other Python that is installed
test-pythons: export PYTHONDONTWRITEBYTECODE :=
test-pythons: setup
	$(BIN)/python tests/house/other_pythons.py --numprocesses $(JOBS)

## make house    count the code against its own bars: modules, lines, folders, imports, names
house: setup
	PYTHONPATH=tests $(BIN)/python -m house.measure --frames

## make bench    measure speed beside other programs, into bench/RESULTS.md (SECTION=load for one part, N=1000 for a try)
# Parts: load, pages, search, queries, check, preview, explore, profile, and two that are only measured by name: growth, which
# is long, and reading, which needs texts of entries in the folder that COMMUNIQUE_BENCH_TEXTS names.
N ?= 10000
bench: setup
	$(BIN)/python -m bench.run --install --events $(N) $(if $(SECTION),--section $(SECTION)) $(if $(SEED),--seed $(SEED))

## make torture  hostile files, kills, full disks, stopped servers, scripts, fuzzing (MINUTES=60 a part, SEED=16, PARTS="files 'kill fmt'")
MINUTES ?= 60
torture: setup
	PYTHONPATH=tests:. $(BIN)/python -m robustness.torture --minutes $(MINUTES) --seed $(or $(SEED),16) $(PARTS)

## make lock     write requirements/ anew from pyproject.toml (UPGRADE=--upgrade takes newer releases)
# runtime.txt is what a reader of the package installs; dev.txt holds the same versions and the tools.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-header --no-config $(UPGRADE) pyproject.toml
lock: setup
	$(LOCK) --extra site --extra reading --extra tables --output-file requirements/runtime.txt
	$(LOCK) --constraint requirements/runtime.txt --extra all --group dev --output-file requirements/dev.txt

## make clean    remove what can be made again (the database and .venv stay)
clean:
	rm -rf public .public.* build dist artefacts src/*.egg-info .communique
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
