# Everything a newcomer needs: python3.11+ and a network with the package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-slow test-exhaustive compare screenshots lint bench docs samples bundle lock env clean

env: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Huizong needs Python 3.11 or newer")'
	$(PYTHON) -m venv --clear $(VENV)
	@# The lock is complete; a resolver that looked for more would try releases that it does not name.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check --disable-pip-version-check
	touch $@

demo: env ## the sample district, from returns to totals
	$(BIN)/huizong demo

test: env ## the whole suite but what is slow
	$(BIN)/pytest

test-slow: env ## what takes minutes: a server with workers, the browser, PostgreSQL, the offline bundle
	$(BIN)/pytest -m 'slow and not exhaustive'

test-exhaustive: env ## before a release: every return in the warehouse, every change of layout in every format
	$(BIN)/pytest -m exhaustive

screenshots: env ## renew the pictures of docs/operations.md
	HUIZONG_SCREENSHOTS=docs/images $(BIN)/pytest -n 0 -m slow tests/live/test_browser.py

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

compare: env ## make compare BEFORE=HEAD~1: what that commit makes of the sample district, beside this one
	$(BIN)/python -m comparison --before $(or $(BEFORE),$(error which commit? make compare BEFORE=HEAD~1))

bench: env ## speed, against what a user would write instead
	$(BIN)/python -m benchmarks

docs: env ## pages generated from the declarations
	$(BIN)/python -m reports.catalogue
	$(BIN)/python -m reports.summary_template
	$(BIN)/python docs/draw_rooms.py

samples: env ## rebuild sample_inputs/ from its fixed seed
	$(BIN)/python -m sample_inputs

bundle: env ## dist/huizong-<version>-<system>.zip; SYSTEM=windows or linux, default: this one
	$(BIN)/python -m bundling $(if $(SYSTEM),--system $(SYSTEM))

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate

lock: ## resolve anew; needs uv on the PATH
	$(LOCK) --group dev -o requirements.lock
	$(LOCK) -c requirements.lock -o requirements.runtime.lock

clean:
	rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache
