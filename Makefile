# Qianshou. `make demo` runs it, `make test` proves it; both set up what they need. See README.md.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check
# Tests start some hundred programs: where bytecode is not to be kept (PYTHONDONTWRITEBYTECODE), each would compile all of ours again.
PYTEST := PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest
# One more than there are cores: some tests wait for a killed worker to be missed, or for a browser, and leave theirs idle.
JOBS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1 )))
PORT ?= 8000

.PHONY: help setup demo test test-fast test-long bench bench-full lint lock words tools clean

help:
	@echo "make demo       run the program with a demo street (embedded database, nothing else needed)"
	@echo "make test       every test; sets up what tests need"
	@echo "make test-fast  the tests without browser and long ones, about two minutes"
	@echo "make test-long  only the long ones"
	@echo "make bench      the benchmarks, written to docs/benchmarks.md (ONLY=name for one)"
	@echo "make bench-full the same without samples: hours, goes on where it was broken off"
	@echo "make lint       style and architecture"
	@echo "make setup      only make .venv with the locked dependencies"
	@echo "make lock       compile requirements/*.txt from *.in"

setup: $(VENV)/.base

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Qianshou needs Python 3.11 or newer (python3), and there is none here."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "This Python has no venv module. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.base: $(VENV)/bin/python requirements/base.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements/base.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	$(RUN) -m qianshou.words
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(PIP) install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

demo: $(VENV)/.base
	@exec $(RUN) -m qianshou demo --port $(PORT)

tools: $(VENV)/.dev
	@sh .ci/tools

words: $(VENV)/.base
	@$(RUN) -m qianshou.words

test: tools words
	$(PYTEST) -n $(JOBS) --dist loadgroup --durations=20 --durations-min=5 tests

test-fast: JOBS = auto
test-fast: $(VENV)/.dev words
	$(PYTEST) -n $(JOBS) --dist loadgroup -m "not browser and not long" tests

test-long: tools words
	QIANSHOU_EXPLORE=1 $(PYTEST) -n $(JOBS) --dist loadgroup -m "browser or long" tests

bench: $(VENV)/.bench words
	$(RUN) benchmarks/run.py $(ONLY)

bench-full: $(VENV)/.bench words
	$(RUN) benchmarks/run.py --full $(ONLY)

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check src tests benchmarks tools
	$(VENV)/bin/lint-imports

lock: $(VENV)/bin/python
	$(PIP) install --quiet uv
	for name in base dev bench; do $(RUN) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt --quiet || exit 1; done

clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src -name '*.mo' -delete
