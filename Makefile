# Two commands: `make run` does the main job on the bundled example, `make test` passes all tests. Both set up first.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Where the platform's Python is older, name a newer one: make setup PYTHON=python3.12
.DEFAULT_GOAL := help
.PHONY: help setup run assess test lint types layers pytest postgres spark bench bench-full bench-peers lock docs clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## Create .venv with the pinned dependencies

$(VENV)/.ready: requirements.txt pyproject.toml
	@echo "Setting up $(VENV): about 1.5 GB from the package index, once."
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 15) else "Trueup needs Python 3.11 to 3.14: make setup PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src
	@touch $@
	@echo "Ready. Try: $(BIN)/trueup --help"

run: setup var/northwind/.trueup ## Open the web application with the bundled example (PORT=8000)
	@$(BIN)/trueup serve var/northwind --home var/server --port $(PORT)

assess: setup var/northwind/.trueup ## Assess the bundled example on the command line, and write its scorecard as HTML
	@$(BIN)/trueup assess var/northwind --as-of 2026-10-01 --html var/northwind.html

var/northwind/.trueup:
	@rm -rf var/northwind && mkdir -p var && cp -r examples/northwind var/northwind
	@echo "Loading the fictional book examples/northwind (report: var/load.txt)"
	@$(BIN)/trueup load var/northwind > var/load.txt

test: setup lint layers ## Pass all checks and tests
	@$(MAKE) --no-print-directory -j2 types pytest

lint: setup
	@echo "== ruff"; $(BIN)/ruff check . && $(BIN)/ruff format --check .

types: setup
	@echo "== mypy --strict"; $(BIN)/mypy

layers: setup
	@echo "== the architecture (import-linter)"; $(BIN)/lint-imports

pytest: setup
	@echo "== pytest"; $(BIN)/pytest -n auto --dist worksteal --durations=40 --durations-min=3

postgres: setup ## Run the server's tests once more, on PostgreSQL
	@echo "== pytest on PostgreSQL"; $(BIN)/python -m tests.on_postgres -n auto --dist worksteal -m "not browser" tests/web

spark: .venv-spark/.ready ## Install Apache Spark (needs Java) for the tests marked `spark`

.venv-spark/.ready: constraints-spark.txt
	@$(PYTHON) -m venv .venv-spark
	@.venv-spark/bin/pip install --quiet --disable-pip-version-check setuptools wheel
	@.venv-spark/bin/pip install --quiet --disable-pip-version-check --no-build-isolation -r constraints-spark.txt
	@touch $@

docs: setup ## Write the generated parts of the docs anew
	@$(BIN)/python -m tests.pages && $(BIN)/python -m tests.engines_table

bench-peers: .venv-bench/.ready ## Install what Trueup is measured against (MetricFlow, pandas, statsforecast, pmcontrols, networkx)

.venv-bench/.ready: constraints-bench.txt
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check -r constraints-bench.txt
	@touch $@

bench: setup ## Measure against limits and peers (under 10 minutes)
	@$(BIN)/python -m bench.run

bench-full: setup ## The large sizes too
	@$(BIN)/python -m bench.run --full

lock: ## Write requirements.txt and constraints.txt anew (needs uv); neither names a host
	uv lock
	uv export --quiet --format requirements-txt --no-emit-project --no-header --all-extras -o requirements.txt
	uv export --quiet --format requirements-txt --no-emit-project --no-header --no-hashes --all-extras --no-dev -o constraints.txt
	@! grep -nE '://' requirements.txt constraints.txt || (echo "a host name in a pinned file" && exit 1)

clean: ## Remove what can be made again
	rm -rf .venv .venv-spark .venv-bench var .pytest_cache .mypy_cache .ruff_cache .hypothesis
