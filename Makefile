# The words of this house. Each is the same on a laptop and in .ci/run.
#   PORT=8001        where make demo serves
#   TOOL=uv          builds the environment with uv where it is there
#   PYTHON=/path     the Python to build the environment with
#   TESTS="..."      what make test is to run, instead of everything (any words of pytest)
#   ON=sqlite        make test leaves the second run, on PostgreSQL, out
#   KINDS=a,b        the kinds of which make test must run at least one test (all of them unless said)
#   COVER=1          make test also measures branch coverage of src, and asks for 95 per cent; make check measures its part
#   HEAVY=1          make test runs the heavy tests too

SHELL = /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo env test heavy check format docs coverage wheel sabotage pictures bench spark frames lock browser postgres clean

PORT ?= 8000
TOOL ?= pip
PYTHON ?=
JOBS ?= 2
ON ?= both
KINDS ?= all
HEAVY ?=
FRAMES ?= 10000
export TOOL PYTHON

bin := .venv/bin
pytest := $(bin)/python -m pytest
# Tests of the whole house run on SQLite; DATABASE_URL is for the second run alone.
on_sqlite := env -u DATABASE_URL
# A browser and the walker judge pages, not databases, and what asks for no database says nothing of one: the second run
# leaves them out, and the heavy ones, whose rules the others of their kind ask of both databases, and what is marked
# one_database. (The byte comparison of the canaries walks the whole site on both.)
kinds_on_postgres := unit,spec,permissions,canaries,property,api
# What the tests of the house measured before (make check COVER=1) counts too.
cover := --cov --cov-append --cov-report=term:skip-covered --cov-report=html --cov-fail-under=95
# More of the same that the daily tests do: other widths, other people, more calls.
no_heavy := $(if $(HEAVY),, and not heavy)

help: ## these words and what they do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## builds the environment, loads the example place and serves it at http://localhost:8000 (PORT=)
	@sh scripts/environment.sh runtime
	@exec $(bin)/moothall demo --port $(PORT)

env: ## makes or freshens .venv with all that tests and checks need
	@sh scripts/environment.sh dev

test: env ## every test but the heavy ones on SQLite, then on PostgreSQL all that ask for a database, but browser and walker
	@sh scripts/system.sh browser >/dev/null || echo "No browser: its tests will be skipped."
	@$(if $(HEAVY),,echo "The heavy tests are left out: make heavy runs them, HEAVY=1 runs all.")
	$(on_sqlite) $(pytest) -n $(JOBS) -m "not postgresql$(no_heavy)" --require-kinds=$(KINDS) $(if $(COVER),$(cover)) $(TESTS)
	@if [ "$(ON)" = sqlite ]; then \
		echo "The second run, on PostgreSQL, was left out (ON=sqlite)."; \
	elif sh scripts/system.sh postgres >/dev/null; then \
		sh scripts/postgres.sh with $(pytest) -n $(JOBS) -m "database and not browser and not heavy and not one_database" --require-kinds=$(kinds_on_postgres) $(TESTS); \
	elif [ "$$CI" = true ]; then \
		echo "PostgreSQL is needed in CI."; exit 1; \
	else \
		echo "No PostgreSQL: the second run was left out."; \
	fi

heavy: env ## the heavy tests alone, on SQLite: axe on each page in all four ways, the whole sweep of every person
	@sh scripts/system.sh browser >/dev/null || echo "No browser: its tests will be skipped."
	$(on_sqlite) $(pytest) -n $(JOBS) -m heavy $(TESTS)

check: env ## style, types, layers, generated documents and the tests of the repository itself
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/python scripts/docs.py --check
	$(on_sqlite) $(pytest) -q -n $(JOBS) tests/house $(if $(COVER),--cov --cov-report=)

format: env ## writes the style that make check asks for
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

docs: env ## writes docs/reference/generated/ anew from the code
	$(bin)/python scripts/docs.py

coverage: env ## branch coverage of src, at least 95 per cent; the page is htmlcov/index.html
	rm -f .coverage .coverage.*
	$(on_sqlite) $(pytest) -n $(JOBS) $(cover) $(TESTS)

wheel: env ## builds the wheel and runs the pages about the statistics beside pandas alone, without the site
	$(bin)/python scripts/bare_wheel.py

sabotage: env ## puts one-line faults into copies of the code; each must turn its own tests red
	$(bin)/python scripts/sabotage.py $(FAULTS)

pictures: env browser ## shoots every page that the walker finds, narrow, wide and in print, into pictures/
	$(pytest) tests/walker --pictures=pictures

bench: env ## measures 50 readers of the production set-up, then the statistics beside their peer
	$(bin)/python bench/readers.py
	$(bin)/python bench/stats/report.py

spark: env ## the statistics on PySpark, on two workers (needs Java; SPARK=required fails where it cannot be had)
	@sh scripts/system.sh java >/dev/null || true
	@$(bin)/python scripts/spark.py $(TESTS)

frames: env ## ten thousand frames of chance through the statistics (FRAMES=)
	MOOTHALL_FRAMES=$(FRAMES) $(on_sqlite) $(pytest) -n $(JOBS) tests/stats/test_random_frames.py

lock: ## writes requirements/*.lock anew from pyproject.toml (UPGRADE=1 takes newer versions)
	@sh scripts/lock.sh

browser: ## installs Debian's Chromium for the browser tests where it is missing
	@sh scripts/system.sh browser

postgres: ## installs Debian's PostgreSQL for the second test run where it is missing
	@sh scripts/system.sh postgres

clean: ## removes the environment and what checks left behind; a place's data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage .coverage.* pictures
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
