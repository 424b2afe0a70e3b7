# One word per thing one does here. `make` lists them; docs/ and CONTRIBUTING.md say more.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
INSTALLER ?= uv
ARGS ?=
# The tests start Balie many times, and people do too: compiled Python is kept, whatever the surroundings ask.
unexport PYTHONDONTWRITEBYTECODE
WORKERS ?= --numprocesses auto --dist loadfile --no-loadscope-reorder

BIN := .venv/bin
POSTGRESQL := $(if $(filter postgres%,$(DATABASE_URL)),postgresql)
READY := .venv/.ready$(POSTGRESQL:%=-%)
READY_TO_DEVELOP := .venv/.ready-check
SETUP := $(PYTHON) scripts/setup.py --installer $(INSTALLER)
WHAT_SETUP_READS := pyproject.toml constraints.txt scripts/setup.py

.PHONY: help
help: ## List what one can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(READY) ## Install Balie in .venv (PostgreSQL too when DATABASE_URL asks for it)

.PHONY: run
run: $(READY) ## Start Balie with example data; HOST=0.0.0.0 PORT=8080 change where, LLM=1 adds a small language model
	@$(if $(LLM),$(BIN)/python scripts/small_model.py) $(BIN)/balie serve --demo $(HOST:%=--host %) $(PORT:%=--port %)

.PHONY: test
test: $(READY_TO_DEVELOP) ## Run all tests on SQLite, then those with a database again on PostgreSQL; ARGS='-k word'
	$(BIN)/python scripts/system_packages.py
	$(BIN)/python scripts/node_client.py
	env -u DATABASE_URL $(BIN)/python -m pytest $(WORKERS) $(ARGS)
	$(BIN)/python scripts/postgresql.py $(BIN)/python -m pytest $(WORKERS) -m database $(ARGS)

.PHONY: check
check: $(READY_TO_DEVELOP) ## Check style, types, imports, translations and the law, without running the product
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest --quiet tests/test_architecture.py tests/test_repository.py
	$(BIN)/python -m balie.site.translations check
	$(BIN)/balie law check

.PHONY: bench
bench: $(READY_TO_DEVELOP) ## Measure speed, and fail when a promise about it is broken
	$(BIN)/python -m bench $(ARGS)

.PHONY: lock
lock: .tools/bin/uv ## Renew constraints.txt after a change of pyproject.toml; ARGS=--upgrade for newer versions of all
	.tools/bin/uv pip compile pyproject.toml --all-extras --group build --group installers \
	  --python-version 3.11 --universal --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --quiet --output-file constraints.txt $(ARGS)

.PHONY: clean
clean: ## Remove what setup and the tools made, never your data
	rm -rf .venv .tools dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.tools/bin/uv:
	@$(PYTHON) scripts/setup.py --only-uv

$(READY): $(WHAT_SETUP_READS)
	@$(SETUP) $(POSTGRESQL)

$(READY_TO_DEVELOP): $(WHAT_SETUP_READS)
	@$(SETUP) postgresql test check
