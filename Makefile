# Needs python3 (3.11 or newer), git and make. Everything else is installed into .venv, pinned and checked by hash.
PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
# --no-deps: the lock is complete, so there is nothing to resolve. --no-compile: only what is really imported gets compiled.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet install --no-deps --no-compile
LOCK := $(UV) --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group build

# What the recorded answers scored when the baseline was blessed; a change of the rules or the scoring is held to it.
BASELINE := fixtures/baselines/briefing@v5--unnamed-language-model.json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format schema bench fuzz lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/.project ## brief the seed article from its recorded answer: no key, no network
	@$(BIN)/summarizer brief seeds/unconventional-alliance.txt --offline --model unnamed-language-model --format text

test: .venv/.dev ## run the whole test suite
	$(BIN)/python -m pytest

check: .venv/.dev ## lint, types, import rules, prompts, recordings, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/summarizer prompts check
	$(BIN)/summarizer recordings check
	$(BIN)/summarizer eval run -p briefing@v5 -m unnamed-language-model --offline -q --against $(BASELINE) >/dev/null
	$(BIN)/python tools/check_docs.py
	$(BIN)/python tools/write_checks.py --check

format: .venv/.dev ## format the code and repair what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: .venv/.dev ## write docs/schema/ anew after a change of the models
	$(BIN)/python tools/write_schemas.py
	$(BIN)/python tools/write_checks.py

bench: .venv/.dev ## run the benchmarks; each prints a table
	@set -e; for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

fuzz: .venv/.dev ## give every reader, the reply parser and briefings a million hostile inputs (half an hour)
	$(BIN)/python -m fuzz

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it with 'pip install uv'." >&2; exit 1; }
	$(LOCK) --upgrade --output-file requirements.lock
	$(LOCK) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) --upgrade --extra ray --constraint requirements-dev.lock --output-file requirements-ray.lock

clean: ## remove .venv and everything that was built
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp a step, each newer than what it was made from, one after the other so that `make -j` never runs two pips.
.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "summarizer needs Python 3.11 or newer, and $(PYTHON) is not: name one, as in 'make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12'." >&2; \
	  exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: requirements.lock | .venv/.created
	@echo "Installing the pinned packages into .venv (only when they change) ..." >&2
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/.project: pyproject.toml | .venv/.runtime
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock | .venv/.project
	@echo "Installing the pinned development tools into .venv (only when they change) ..." >&2
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
