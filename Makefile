# Two commands from a bare checkout: `make run` serves the house, `make test` proves it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PROCESSES ?= 2
BIN := .venv/bin
# Each lock is whole: pip takes it as it stands and looks for nothing newer that an extra would admit.
PIP_INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes
PO := $(wildcard translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

.PHONY: run
run: .venv/.run-stamp $(MO) ## serve the house with its demo world (HOST=127.0.0.1 PORT=8000)
	@exec bash bin/run

.PHONY: test
test: .venv/.dev-stamp $(MO) ## every test, in a real browser and on both databases
	@browser="$$(bash bin/ensure-browser)"; eval "$$browser"; \
	$(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal

.PHONY: cover
cover: .venv/.dev-stamp $(MO) ## the same, counting lines and branches; fails below the bars
	@browser="$$(bash bin/ensure-browser)"; eval "$$browser"; \
	$(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal --cov --cov-report= && \
	$(BIN)/python -m bin.coverage_gate

.PHONY: check
check: .venv/.dev-stamp ## style, types, layers, templates and locks
	@bash bin/check

.PHONY: prove
prove: .venv/.dev-stamp $(MO) ## the long proofs; writes docs/proof.md
	@browser="$$(bash bin/ensure-browser)"; eval "$$browser"; \
	$(BIN)/python -m bin.prove

.PHONY: bench
bench: .venv/.run-stamp $(MO) ## our pages beside a bare Flask page; writes bench/last.md
	@$(BIN)/python -m bench

.PHONY: venv
venv: .venv/.run-stamp .venv/.dev-stamp ## make .venv with all that run and test need

.PHONY: install
install: .venv/.run-stamp $(MO) ## make .venv and the English catalogue, as a served house needs

.PHONY: words
words: .venv/.dev-stamp ## bring the catalogue up to date with the sentences in code and templates
	@$(BIN)/python -m bin.words

.PHONY: format
format: .venv/.dev-stamp ## put code and templates into our form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format . ; \
	$(BIN)/djlint --quiet --reformat templates || true

.PHONY: lock
lock: ## write both locks anew from pyproject.toml (needs uv)
	@bash bin/lock

.PHONY: clean
clean: ## remove what the commands made, but not var/
	@rm -rf .venv .stamps .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -f .coverage .coverage.* $(MO)

# Each lock leaves its own stamp in .venv, so that `make run` and `make test` may come in either order.
.venv/pyvenv.cfg:
	@PYTHON="$(PYTHON)" bash bin/ensure-venv .venv

.venv/.run-stamp: requirements.lock | .venv/pyvenv.cfg
	@echo "Installing what the house runs on ..."
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/.dev-stamp: requirements-dev.lock | .venv/pyvenv.cfg
	@echo "Installing what the tests need ..."
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

# Which of the two stamps stands does not matter here: both bring Babel.
%.mo: %.po
	@$(BIN)/python -m babel.messages.frontend --quiet compile --input-file $< --output-file $@
