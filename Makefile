# Everything runs in its own environment under .venv, made on first use.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# Half of the time a test of the TUI waits until nothing moves, so two for each core.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 1))")

.PHONY: demo example test lint bench screenshots workshop build clean

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

demo: $(READY)  ## an example team of two quarters; in a terminal, the app opens on it
	@rm -rf build/demo
	@$(BIN)/levelbook demo build/demo

example: $(READY)  ## the example teams' guides, records and changes in docs/example
	$(BIN)/python docs/example/make.py

test: lint  ## everything that CI runs
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-large: $(READY)  ## all of the TUI at both sizes, not only what looks otherwise
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --both-sizes tests/tui

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## the speeds of docs/design.md, "Speed and safety", side by side with their floors
	$(BIN)/python bench/bench.py

screenshots: $(READY)  ## taken from the running app
	$(BIN)/python screenshots/take.py

workshop: $(READY)  ## a whole workshop in a real terminal of 80x24: prints its screens and how many keys it took
	$(BIN)/python tests/tui/workshop.py

build: $(READY)
	rm -rf dist
	$(BIN)/python -m build --wheel --sdist --outdir dist .

clean:
	rm -rf .venv dist build
