# Every target works from a fresh clone: it first makes what it needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install web demo run test test-long check bench lock clean

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
INSTALLED := $(VENV)/.installed
REDIS := .cache/redis/.installed
LOCK := env -u PIP_FIND_LINKS -u UV_FIND_LINKS UV_NO_CONFIG=1 $(BIN)/uv pip compile --universal --generate-hashes \
	--python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --quiet

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(INSTALLED) $(REDIS) ## Make .venv with everything that the product and its tests need

$(INSTALLED): requirements/dev.txt scripts/make-venv
	@sh scripts/make-venv $(VENV) requirements/dev.txt
	@touch $@

$(REDIS): requirements/redis.txt scripts/fetch-redis | $(INSTALLED)
	@sh scripts/fetch-redis $(PY) requirements/redis.txt $(@D)
	@touch $@

lock: $(INSTALLED) ## Lock the newest versions that requirements/*.in allow
	@$(LOCK) --upgrade requirements/base.in -o requirements/base.txt
	@$(LOCK) --upgrade requirements/dev.in -o requirements/dev.txt
	@$(LOCK) --upgrade --no-deps requirements/redis.in -o requirements/redis.txt

clean: ## Remove what make made, but not var/ (the database)
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis web/node_modules web/dist
