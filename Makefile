# Names for commands, and nothing else. Each works as the first one after cloning:
# Python 3.11 or newer, git and a package index are all it needs to make .venv.

PYTHON ?= python3
BIN := .venv/bin
# pip, not uv: it asks the index, by the certificates, that the machine is set up for.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED := $(INSTALL) --require-hashes --only-binary :all: --requirement
# For what looks for a program on the PATH: the build backend for its own, pyright for Python.
ON_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"
PROJECT := $(ON_PATH) $(INSTALL) --no-deps --no-build-isolation --editable .
# With the extras: pip before 23.3 passes by the line of a package that is required with an extra.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--no-strip-extras --generate-hashes --custom-compile-command "make lock" $(ARGS)
# What the first releases of Python 3.11 bring, and what 3.11.7 does: the tests install with these.
OLD_PIPS := 22.3 23.2.1

.PHONY: demo test check lint format mypy pyright complete imports locks docs engines fuzz bench bench-check soak pictures mutants lock

demo: .venv/demo.stamp
	$(BIN)/crossorigin demo $(ARGS)

# Everything that this machine can run; what it cannot is named at the end.
test: check docs
	@$(MAKE) --no-print-directory fuzz SECONDS=$(if $(CI),60,2) ARGS=
	$(BIN)/python tools/coverage_by_module.py
	$(BIN)/python -m pytest --cov $(ARGS)

check: .venv/dev.stamp
	@$(MAKE) --no-print-directory --jobs=2 --keep-going mypy pyright complete lint imports locks

lint: .venv/dev.stamp
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check

format: .venv/dev.stamp
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format --quiet

mypy: .venv/dev.stamp
	$(BIN)/mypy

pyright: .venv/dev.stamp
	$(BIN)/pyright

complete: .venv/dev.stamp
	$(ON_PATH) pyright --verifytypes crossorigin --ignoreexternal

imports: .venv/dev.stamp
	$(BIN)/lint-imports --no-logo

# A lock holds whatever was released since; these are the ones that are installed here.
locks: .venv/dev.stamp
	$(BIN)/python tools/check_locks.py requirements/pip.txt requirements/demo.txt requirements/dev.txt

docs: .venv/dev.stamp
	$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going \
		--doctree-dir docs/_build/doctrees docs docs/_build/html
	$(BIN)/python tools/check_built_docs.py docs/_build/html

# `make fuzz SECONDS=600 ARGS=origins` takes its time with one target.
SECONDS ?= 60
fuzz: .venv/dev.stamp
	$(BIN)/python -m fuzz --seconds $(SECONDS) $(ARGS)

# Writes docs/benchmarks.md; `make bench ARGS=--quick` is a glance.
bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks $(ARGS)

# Fails when a budget is missed. No part of `make test`: it needs a machine that is idle.
bench-check: .venv/dev.stamp
	$(BIN)/python -m benchmarks --check

# Real servers under load and faults; `make soak MINUTES=20 ARGS=--write` writes docs/reliability.md.
MINUTES ?= 5
soak: .venv/dev.stamp
	$(BIN)/python -m soak --minutes $(MINUTES) $(ARGS)

# Compares the model of the browser with three engines: `make engines SEED=1 CASES=20000`.
CASES ?= 2000
engines: .venv/dev.stamp
	$(BIN)/python -m tests.engines --cases $(CASES) $(if $(SEED),--seed $(SEED))

# What `crossorigin check` shows on a terminal, for the docs.
pictures: .venv/dev.stamp
	$(BIN)/python -m tools.terminal_pictures

mutants: .venv/dev.stamp
	$(BIN)/python -m tools.mutants $(ARGS)

# Keeps the versions that are locked; `make lock ARGS=--upgrade` takes the newest.
lock: .venv/bin/python
	$(LOCKED) requirements/lock.txt
	$(COMPILE) --group lock --output-file requirements/lock.txt
	$(COMPILE) --group pip --output-file requirements/pip.txt
	$(foreach version,$(OLD_PIPS),echo pip==$(version) | $(COMPILE) - --output-file requirements/pip-$(version).txt &&) :
	$(COMPILE) pyproject.toml --all-extras --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra cli --group build --constraints requirements/dev.txt \
		--output-file requirements/demo.txt
	$(BIN)/python tools/check_locks.py requirements/lock.txt

.venv/dev.stamp: requirements/dev.txt pyproject.toml | .venv/pip.stamp $(OLD_PIPS:%=build/pips/%)
	$(LOCKED) requirements/dev.txt
	$(PROJECT)
	@touch .venv/demo.stamp $@

.venv/demo.stamp: requirements/demo.txt pyproject.toml | .venv/pip.stamp
	$(LOCKED) requirements/demo.txt
	$(PROJECT)
	@touch $@

build/pips/%: requirements/pip-%.txt | .venv/pip.stamp
	$(LOCKED) $< --target $@
	@touch $@

# Whatever pip a Python brings: the rest is installed by one of a known release.
.venv/pip.stamp: requirements/pip.txt | .venv/bin/python
	$(LOCKED) requirements/pip.txt
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
