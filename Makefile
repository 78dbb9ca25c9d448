# Pincite's commands. scripts/setup.py does the work, on systems without make as well:
#   py -3.11 scripts/setup.py app

PYTHON ?= python3.11

.NOTPARALLEL:
.PHONY: help app install test check bench screenshots clean

help:
	@echo "make app      install what is missing, ingest the sample case, open the chat on localhost"
	@echo "make install  install what is missing, and make the embedding model ready"
	@echo "make test     install what the tests need, check the code, run every test"
	@echo "make check    style, types and layers only"
	@echo "make bench    list the measuring commands"
	@echo "make screenshots  draw the pictures of the README anew (after make test)"
	@echo "make clean    remove packages, model and caches; your library stays"
	@echo ""
	@echo "PYTHON=/path/to/python3.11 names the Python to use; PINCITE_PORT=8600 the port of the chat."

app install test check bench clean:
	@command -v $(PYTHON) >/dev/null || { \
		echo "Pincite needs Python 3.11, and there is no '$(PYTHON)' here."; \
		echo "Install it (Debian: apt-get install python3.11 python3.11-venv; macOS: brew install python@3.11)"; \
		echo "or name yours: make $@ PYTHON=/path/to/python3.11"; \
		exit 1; }
	@exec $(PYTHON) scripts/setup.py $@

screenshots:
	@exec .venv/bin/python scripts/screenshots.py
