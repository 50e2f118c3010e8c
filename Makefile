# 畅行 Changxing. `make demo` and `make test` make their own environment in .venv.

BIN := .venv/bin
SETUP := sh kiosk/deploy/setup.sh
UV := uv pip compile pyproject.toml --universal --python-version 3.11 \
      --generate-hashes --no-header --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help demo setup install test lint types contracts tests fuzz voice \
        screenshots format lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: ## 演练 the whole house on virtual devices; ARGS="--script morning"
	@$(SETUP) run && exec $(BIN)/kiosk demo $(ARGS)

setup: ## what the kiosk needs, in .venv
	@$(SETUP) run

install: ## as root: units, account and program of a gate machine; SCREEN=lane
	@SCREEN="$(SCREEN)" sh kiosk/deploy/install.sh

test: setup-test lint contracts ## everything that must hold
	@$(MAKE) --no-print-directory -j2 types tests

.PHONY: setup-test
setup-test:
	@$(SETUP) test

lint: setup-test ## style and common errors
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup-test ## strict types
	nice -n 10 $(BIN)/mypy

contracts: setup-test ## who may know whom
	$(BIN)/lint-imports

tests: setup-test ## the tests, those of the documents too; ARGS="-k word"
	@sh tests/run.sh $(ARGS)

# Not among the hashed requirements: only Linux with CPython has it, only we need it.
FUZZER := $(BIN)/python -c "import tomllib; \
    print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['fuzz'])"
SECONDS ?= 60

fuzz: setup-test ## fuzz the decoders of papers (Linux); SECONDS=60 for each
	$(BIN)/python -m pip install -q --no-input --disable-pip-version-check \
	    $$($(FUZZER))
	$(BIN)/python tests/fuzz/papers.py --seconds $(SECONDS)

RENDER ?= python3
MODEL ?= model

voice: ## clips of new and changed sentences; MODEL=DIR RENDER=ENV/bin/python
	@$(RENDER) -m kiosk.voice.render --model $(MODEL) $(ARGS)

screenshots: setup-test ## pictures of every look of the gate screen, in docs/screens
	@$(BIN)/python -m ui.screenshots

format: setup-test ## write files in the one style
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: ## pin all packages anew (needs uv)
	$(UV) --group build -q -o requirements/run.txt
	$(UV) --group build --group test -c requirements/run.txt -q -o requirements/test.txt

clean: ## remove what was made, but no data of a site
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    .import_linter_cache
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
