# Every target sets up what it needs: a virtual environment in .venv with pinned versions.
#   make chat                       a conversation in the terminal (ARGS="--as Ada" to say who you are)
#   make run                        the Discord bot (token in ENGRAM_TOKEN)
#   make walkthrough                docs/walkthrough.md anew, from the real bot
#   make test | lint | bench        for those who change it
PYTHON ?= python3
VENV ?= .venv
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --constraint constraints.txt

.PHONY: chat run doctor test lint format bench walkthrough clean
chat: $(VENV)/.runtime
	@$(BIN)/engram chat $(ARGS)

run: $(VENV)/.runtime
	@$(BIN)/engram run $(ARGS)

doctor: $(VENV)/.runtime
	@$(BIN)/engram doctor $(ARGS)

test: $(VENV)/.dev
	OMP_NUM_THREADS=1 $(BIN)/pytest -n auto $(ARGS)  # a process a core: more threads would only wait

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.runtime
	@$(BIN)/engram bench $(ARGS)

walkthrough: $(VENV)/.dev
	$(BIN)/python -m tests.walkthrough

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Engram needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.12")'
	@echo "Setting up $(VENV) (once, a few minutes)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	@$(PIP) --editable '.[dev]'
	@touch $@
