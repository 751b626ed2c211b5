# Everything runs in its own environment under .venv, made on first use.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# Hardly any test waits for anything but the processor, so one for each core.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(os.cpu_count() or 1)")

.PHONY: demo example test test-large lint formatters sites peers bench torture screenshots exchange-pictures workshop build audit frameworks portfolio-sql portfolio-bench portfolio-spark portfolio-engines lock clean

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# The environment is the locked one, letter by letter; the build backend is in it, so that nothing else is fetched.
$(READY): pyproject.toml requirements/dev.lock
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes --requirement requirements/dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $(READY)

demo: $(READY)  ## an example team of two quarters; in a terminal, the app opens on it
	@rm -rf build/demo
	@$(BIN)/levelbook demo build/demo

example: $(READY)  ## the example teams' guides, records and changes in docs/example
	$(BIN)/python docs/example/make.py

test: lint  ## everything that CI runs
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-large: $(READY)  ## all of the TUI at both sizes, not only what looks otherwise; each property with three times as many examples
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --large

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

NPM := npm install --silent --no-audit --no-fund
FORMATTERS := build/formatters
formatters: $(READY)  ## real formatters, spell checkers and hooks over what levelbook writes; those that do not install are named as skipped
	$(PYTHON) -m venv $(FORMATTERS)
	$(FORMATTERS)/bin/python -m pip install --quiet --disable-pip-version-check pre-commit==4.7.0 pre-commit-hooks==6.0.0 taplo==0.9.3 \
	  tombi==1.9.6 typos==1.52.0 codespell==2.4.3 || true
	$(NPM) --prefix $(FORMATTERS) prettier@3.10.1 markdownlint-cli2@0.22.1 prettier-plugin-toml@3.0.2 dprint@0.57.4 @dprint/toml@0.8.0 || true
	PATH="$(CURDIR)/$(FORMATTERS)/node_modules/.bin:$$PATH:$(CURDIR)/$(FORMATTERS)/bin" $(BIN)/python -m pytest -rs tests/guide/test_at_rest.py tests/quarters/test_hooks.py

SITES := build/sites
sites: $(READY)  ## guide, record and changes in real programs for sites, forges and documents; those that do not install are named as skipped
	$(PYTHON) -m venv $(SITES)
	for one in "mkdocs-material==9.7.7 mkdocs-techdocs-core" zensical==0.0.73 "sphinx myst-parser" cmarkgfm comrak pypandoc_binary; do \
	  $(SITES)/bin/python -m pip install --quiet --disable-pip-version-check $$one || true; done
	$(NPM) --prefix $(SITES) vitepress@1.6.4 || true
	$(NPM) --prefix $(SITES) @docusaurus/core@3 @docusaurus/preset-classic@3 react@19 react-dom@19 || true
	LEVELBOOK_SITES="$(CURDIR)/$(SITES)" $(BIN)/python -m pytest -rs tests/sites

# FROM=FOLDER holds clones of other tools side by side. Where a package of a tool reads its files, the tests use that.
PEERS := build/peers
peers: $(READY)  ## SAMM as it is published, held to its own files; DSOMM's progress, read by its app's own code; what is not there is named as skipped
	@test -d "$(FROM)" || { echo "Say where the clones are: make peers FROM=FOLDER, with owaspsamm/core and devsecopsmaturitymodel/DevSecOps-MaturityModel in it"; exit 2; }
	@if command -v npm > /dev/null; then $(NPM) --prefix $(PEERS) esbuild@0.28.2 yaml@2.9.1; else echo "no npm, so DSOMM's app is left out"; fi
	LEVELBOOK_PEERS="$(abspath $(FROM))" $(BIN)/python -m pytest -rs tests/export/test_dsomm.py tests/packs/published_models/test_samm.py

bench: $(READY)  ## an earlier build and this one side by side, in processor time; docs/benchmarks.md holds such a table
	$(BIN)/python bench/bench.py

# QUOTE=--quote puts the table into SECURITY.md. atheris is in no lock, since it is large and for Linux alone.
ATHERIS := build/atheris
torture: $(READY)  ## kills, faulty disks and power cuts, and a table of what came of them; as root it mounts small disks of its own
	@command -v strace > /dev/null || [ "$$(id -u)" != 0 ] || apt-get install -y -qq strace > /dev/null || true
	@[ -d $(ATHERIS) ] || $(PIP) --target $(ATHERIS) atheris==3.0.0 || true
	PYTHONPATH=tests:.:$(ATHERIS) $(BIN)/python -m torture $(QUOTE)

screenshots: $(READY)  ## taken from the running app
	$(BIN)/python screenshots/take.py

# FROM=FOLDER holds clones of models side by side; without one, the pictures of models stay as they are.
exchange-pictures: $(READY)  ## the pictures of docs/exchange.md; needs LibreOffice, Chromium and Poppler
	$(BIN)/python screenshots/exchange.py $(FROM)

workshop: $(READY)  ## a whole workshop in a real terminal of 80x24: prints its screens and how many keys it took
	PYTHONPATH=tests $(BIN)/python -m support.workshop

build: $(READY)  ## wheel, sdist and bill of materials in dist/; the same bytes each time
	rm -rf dist
	$(BIN)/python release/build.py dist

audit: $(READY)  ## whether a locked dependency is known to be vulnerable, where the index that is reached knows advisories
	$(BIN)/python release/audit.py

# FROM=FOLDER holds what issuers publish, such as clones side by side; another QUESTIONNAIRE=FOLDER than the shipped one.
QUESTIONNAIRE ?= questionnaires/genai-security
frameworks: $(READY)  ## what issuers have changed since a questionnaire's frameworks were read, and which practices cite it
	@$(BIN)/python release/frameworks.py "$(FROM)" --questionnaire "$(QUESTIONNAIRE)"

portfolio-bench: $(READY)  ## how long collecting and all reports take, over 10,000 and 100,000 teams; half an hour
	$(BIN)/python bench/portfolio.py

portfolio-sql: $(READY)  ## the SQL of a portfolio's queries anew, after a change of its expressions
	$(BIN)/python release/portfolio_sql.py

SPARK := build/spark
portfolio-spark:  ## a portfolio's queries on the real Spark, in an environment of its own; where Java is missing it says so and does nothing
	@if ! command -v java > /dev/null; then echo "left out: Spark needs Java 17 or newer, and there is none"; exit 0; fi; set -e; \
	$(PYTHON) -m venv $(SPARK); \
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]' pytest==9.2.0 hypothesis==6.170.17; \
	CI=1 $(SPARK)/bin/python -m pytest -rs tests/portfolio/test_spark.py

ENGINES := build/engines
portfolio-engines: $(READY)  ## the SQL of docs/portfolio-sql on the real Postgres and ClickHouse, neither of which needs a server here
	@$(PIP) --target $(ENGINES) chdb==4.4.0 pgserver==0.1.4 'psycopg[binary]==3.3.9'
	PYTHONPATH=$(ENGINES) $(BIN)/python -m pytest -rs tests/portfolio/test_published_sql.py

LOCK_OPTIONS := pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet \
  --custom-compile-command "make lock"

# Versions that are locked stay while they fit pyproject.toml; `make lock UPGRADE=--upgrade` takes the newest of each.
lock:  ## both locks in requirements/ anew, after a change of the dependencies in pyproject.toml
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile $(LOCK_OPTIONS) $(UPGRADE) --extra dev --extra exchange --extra portfolio --output-file requirements/dev.lock
	build/lock/bin/uv pip compile $(LOCK_OPTIONS) --constraint requirements/dev.lock --output-file requirements/levelbook.lock

clean:
	rm -rf .venv dist build
