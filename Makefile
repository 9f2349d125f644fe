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
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command "make lock" $(ARGS)

.PHONY: demo test check lint format mypy pyright complete imports docs explore fuzz bench bench-check soak pictures mutants lock

demo: .venv/demo.stamp
	$(BIN)/crossorigin demo $(ARGS)

# Everything that this machine can run; what it cannot is named at the end.
test: check docs
	@$(MAKE) --no-print-directory fuzz INPUTS=2000 SEED=1 ARGS=
	$(BIN)/python tools/coverage_by_module.py
	$(BIN)/python -m pytest --cov $(ARGS)

check: .venv/dev.stamp
	@$(MAKE) --no-print-directory --jobs=2 --keep-going mypy pyright complete lint imports

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

docs: .venv/dev.stamp
	$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going \
		--doctree-dir docs/_build/doctrees docs docs/_build/html
	$(BIN)/python tools/check_built_docs.py docs/_build/html

# `make fuzz SECONDS=600 ARGS=origins` takes its time with one target.
SECONDS ?= 60
fuzz: .venv/dev.stamp
	$(BIN)/python -m fuzz $(if $(INPUTS),--inputs $(INPUTS),--seconds $(SECONDS)) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

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

# Draws anew what `make test` draws the same every time, until MINUTES are over. A seed that it
# prints draws the same again, once: `make explore SEED=1 CASES=2000 ARGS=rows`.
CASES ?= 1500
explore: .venv/dev.stamp
	$(BIN)/python -m tools.explore --minutes $(MINUTES) --cases $(CASES) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

# What `crossorigin check` shows on a terminal, for the docs.
pictures: .venv/dev.stamp
	$(BIN)/python -m tools.terminal_pictures

mutants: .venv/dev.stamp
	$(BIN)/python -m tools.mutants $(ARGS)

# Keeps the versions that are locked; `make lock ARGS=--upgrade` takes the newest.
lock: .venv/bin/python
	$(LOCKED) requirements/lock.txt
	$(COMPILE) --group lock --output-file requirements/lock.txt
	$(COMPILE) pyproject.toml --all-extras --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra cli --group build --constraints requirements/dev.txt \
		--output-file requirements/demo.txt

.venv/dev.stamp: requirements/dev.txt pyproject.toml | .venv/bin/python
	$(LOCKED) requirements/dev.txt
	$(PROJECT)
	@touch .venv/demo.stamp $@

.venv/demo.stamp: requirements/demo.txt pyproject.toml | .venv/bin/python
	$(LOCKED) requirements/demo.txt
	$(PROJECT)
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
