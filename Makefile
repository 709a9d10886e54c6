# Zeren 责任网. Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= zeren-data
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help demo test check bench serve docs format system clean

help: ## list what make can do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

demo: $(VENV)/.core ## load the five sample plans, print the answers, write the network page
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/demo.sh "$(DATA)" "$(OUT)"

test: $(VENV)/.dev system ## set everything up and run every test
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/.dev ## style, types, import contracts, tests: what every commit must pass
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadgroup

bench: $(VENV)/.dev ## measure speed, size and memory side by side with what one would use instead
	$(BIN)/python -m benchmarks

serve: $(VENV)/.core ## open the pages and the API on http://127.0.0.1:8765
	@test -e "$(DATA)/archive.sqlite3" || $(BIN)/zeren --data "$(DATA)" load samples
	$(BIN)/zeren --data "$(DATA)" serve

docs: $(VENV)/.dev ## write the examples of docs/commands.md and the schema page anew
	$(BIN)/python scripts/refresh_commands.py
	$(BIN)/python -m graph_store.schema_doc > docs/schema.md.new && mv docs/schema.md.new docs/schema.md

format: $(VENV)/.dev ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

system: ## Debian packages for the tests that need a browser, LibreOffice, PostgreSQL
	@bash scripts/system_packages.sh

clean: ## remove what the other targets made, the data of the demo too
	rm -rf $(VENV) $(OUT) $(DATA) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/.core
