# Two commands do everything on a machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif
EXAMPLE := prairie_edge_fabrication

.PHONY: demo test lint bench clean

demo: $(VENV)/.installed
	$(BIN)/safety-manual build questionnaires/examples/$(EXAMPLE).yaml -o output/$(EXAMPLE)

test: $(VENV)/.tested
	sh tests/system_packages.sh
	$(BIN)/ruff check generator tests benchmarks
	$(BIN)/mypy generator
	$(BIN)/lint-imports
	$(BIN)/safety-manual lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.installed
	$(BIN)/safety-manual lint

bench: $(VENV)/.tested
	$(BIN)/python benchmarks/build.py

$(VENV)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
