# `make demo` tries the bot in a browser, `make test` runs every test.
# `make` alone lists the rest. Each target first makes .venv, where that is not done yet.

PYTHON ?= python3
# Tests run in this many processes: one for each core, eight at most.
WORKERS ?= auto
# Passed on to the command, e.g. make demo ARGS="--port 9000"
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

# Pyright brings its own Node.js and is pinned: it need not look for another of either.
export PYRIGHT_PYTHON_GLOBAL_NODE := 0
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# Settings of the person at the keyboard must not reach the virtual environment.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check format bench readers tour constraints clean

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: $(STAMP)  ## Make .venv with everything the other targets need

# Made again only when a version or a dependency changed. The build tools come first, pinned like
# the rest, so that building takes nothing that is not in constraints.txt.
$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { \
	  echo "This needs Python 3.11 or newer, and there is no '$(PYTHON)' here." >&2; \
	  echo "Install it, or name yours: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." >&2; \
	  echo "Name a newer one: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV). The first time takes a minute or two."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV); } || { \
	  rm -rf $(VENV); \
	  echo "Python can't make a virtual environment here. On Debian and Ubuntu, install its" >&2; \
	  echo "other half first: apt install python3-venv" >&2; exit 1; }
	@$(PIP) install -c constraints.txt hatchling editables
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[demo,dev]'
	@touch $@

demo: $(STAMP)  ## Try the bot in a browser: no token, no Discord account
	@$(BIN)/python -m bot demo $(ARGS)

run: $(STAMP)  ## Run the bot on the real Discord (DISCORD_TOKEN in .env)
	@$(BIN)/python -m bot run $(ARGS)

test: $(STAMP)  ## Run every test
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8 --dist worksteal $(ARGS)

check: $(STAMP)  ## Look at style and types, as CI does
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m pyright

format: $(STAMP)  ## Put the code in shape and mend what ruff can mend
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .

bench: $(STAMP)  ## Print what the bot costs beside a bare one
	@$(BIN)/python -m tests.bench $(ARGS)

# Thunderbird's reader and a second one, for tests/calendars; they are left out where these are not.
readers: $(STAMP)  ## Fetch the calendar readers that need Node.js
	@mkdir -p build/readers
	@npm install --silent --no-audit --no-fund --no-package-lock --fetch-retries 0 --prefix build/readers \
	  ical.js@2.2.1 node-ical@0.27.2

# README.md shows some of the pictures, under names that stay when the story changes.
tour: $(STAMP)  ## Play the demo's story into build/tour, renew the pictures of the README
	@$(BIN)/python -m bot demo --tour build/tour $(ARGS)
	@mkdir -p docs/pictures
	@set -e; for pair in find:find-en spanish:find-es setup:setup-en \
	    rights-card:rights-en spanish-rights:rights-es find-page:entry-en review:review-en \
	    import:import-en spanish-import:import-es event-draft:event-en \
	    event-told:event-told-en spanish-event-page:event-es \
	    call-card:call-en spanish-call-card:call-es act:act-en campaign-page:campaign-en calendar-app:calendar-en \
	    open-page:calendar-page-en spanish-page:calendar-page-es \
	    shift-open:shift-board-en shift-claimed:shift-en spanish-shift-page:shift-es \
	    shift-roster-after:shift-roster-en oncall-week:oncall-en; do \
	  from=$$(ls build/tour/[0-9][0-9]-$${pair%:*}.png \
	    build/tour/[0-9][0-9][0-9]-$${pair%:*}.png 2>/dev/null | head -n 1); \
	  [ -z "$$from" ] || cp "$$from" docs/pictures/$${pair#*:}.png; \
	done

# The newest versions that pyproject.toml allows, in one list for every Python that is tried; some
# packages are only for some. KEEP="-c constraints.txt" pins what is new and leaves the rest.
PYTHONS ?= python3.11 python3.12 python3.13
KEEP ?=
constraints:  ## Pin the newest versions in constraints.txt
	@rm -rf build/pins && mkdir -p build/pins
	@set -e; for python in $(PYTHONS); do \
	  made=build/pins/$$($$python -c 'import sys; print(sys.version_info.minor)'); \
	  echo "Asking $$python"; \
	  $$python -m venv $$made; \
	  pip="$$made/bin/python -m pip -qq --disable-pip-version-check"; \
	  $$pip install $(KEEP) hatchling editables; \
	  $$pip install $(KEEP) --no-build-isolation -e '.[demo,dev]'; \
	  $$pip freeze --exclude-editable >$$made.txt; \
	done
	@{ sed '/^[^#]/,$$d' constraints.txt; LC_ALL=C sort -fu build/pins/*.txt; } >build/pins/all
	@mv build/pins/all constraints.txt && rm -rf build/pins
	@awk -F == '/^[^#]/ && tolower($$1) in seen {print "Two versions of " $$1 ": keep one"; bad = 1} \
	  {seen[tolower($$1)]} END {exit bad}' constraints.txt

clean:  ## Delete everything that was made here, .venv too
	@rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
