# Every target works from a fresh clone: it first makes what it needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install web demo run test test-long shots check format bench lock clean

PY := .venv/bin/python
FLASK := $(PY) -m flask --app wsgi
NPM := sh scripts/with-node npm --prefix web
SERVE := $(if $(PORT),--port $(PORT))
PYTEST := $(PY) -m pytest -n logical --maxprocesses 6 --dist worksteal
# A test that passes the second time is named at the end: docs/decisions/0024.
AGAIN := --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks

INSTALLED := .venv/.installed
REDIS := .cache/redis/.installed
BROWSER := .cache/.browser
WEB_INSTALLED := web/node_modules/.installed
WEB_BUILT := web/dist/.built
WEB_SOURCES := $(shell find web -name node_modules -prune -o -name dist -prune -o -type f -print 2>/dev/null)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) $(REDIS) ## Make .venv with everything that the product and its tests need

web: $(WEB_BUILT) ## Build the screens into web/dist

demo: install web ## Fill a demonstration brand and serve it (PORT=8001 for another port)
	@$(FLASK) demo fill --show $(SERVE)
	@$(PY) -m app $(SERVE)

run: install web ## Serve what is in the database
	@$(PY) -m app $(SERVE)

test: install web $(BROWSER) ## Run every test, in a few minutes
	@$(PYTEST) $(AGAIN) $(TESTS) || { echo "Run one again by its name: .venv/bin/pytest -k NAME. Pictures of failed screens: .cache/failures"; exit 1; }
	@echo "Every test passed. Next: make demo"

test-long: install web $(BROWSER) ## Run the tests with their larger settings, for an hour or so
	@$(PYTEST) --long $(TESTS)

shots: install web $(BROWSER) ## Save a picture of every screen under shots/
	@$(PYTEST) tests/browser --shots shots
	@echo "The pictures are in shots/"

check: install $(WEB_INSTALLED) ## Format, lint, types, import contracts: the same as CI
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@$(NPM) run --silent check
	@echo "Every check passed. Next: make test"

format: $(INSTALLED) ## Format the Python code and fix what can be fixed
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: install web ## Measure; one JSON object a line on stdout (ONLY=name for one)
	@$(PY) -m bench $(ONLY)

lock: $(INSTALLED) ## Lock the newest versions that requirements/*.in allow
	@$(LOCK) requirements/base.in -o requirements/base.txt
	@$(LOCK) requirements/dev.in -o requirements/dev.txt
	@$(LOCK) --no-deps requirements/redis.in -o requirements/redis.txt

LOCK := env -u PIP_FIND_LINKS -u UV_FIND_LINKS UV_NO_CONFIG=1 .venv/bin/uv pip compile --upgrade --universal \
	--generate-hashes --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --quiet

clean: ## Remove what make made; the database in var/ stays
	rm -rf .venv .cache .pytest_var .bench_var .pytest_cache .mypy_cache .ruff_cache .hypothesis shots web/node_modules web/dist

$(INSTALLED): requirements/dev.txt scripts/make-venv
	@sh scripts/make-venv .venv requirements/dev.txt
	@touch $@

$(REDIS): requirements/redis.txt scripts/fetch-redis | $(INSTALLED)
	@sh scripts/fetch-redis $(PY) requirements/redis.txt $(@D)
	@touch $@

$(BROWSER): tests/support/chromium.py tests/browser/*/package-lock.json | $(INSTALLED)
	@$(PY) -m tests.support.chromium
	@touch $@

$(WEB_INSTALLED): web/package-lock.json scripts/with-node | $(INSTALLED)
	@echo "Installing what the screens are built with"
	@$(NPM) ci --loglevel=error
	@touch $@

$(WEB_BUILT): $(WEB_SOURCES) $(WEB_INSTALLED)
	@echo "Building the screens"
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@
