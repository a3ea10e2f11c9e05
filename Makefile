# make demo    on a fresh machine: who sent these bounces? Writes demo-report.html and demo-logs.html
# make test    everything that must hold before a change lands
# make help    all targets

PYTHON  ?= python3
VENV    ?= .venv
BIN      = $(VENV)/bin
# Errors only: what pip thinks of the settings of this machine is not ours to repeat.
PIP      = $(BIN)/python -m pip -qq --disable-pip-version-check
LOCK     = requirements-dev.lock
CORPUS  ?= ../shared/corpus
# make demo ARGS="--lang de" speaks German. Finding something to do is no failure: only 2 (nothing could be read) and
# crashes are.
DEMO     = $(strip --config world.toml $(ARGS))
LOGS     = --log 'logs/*/*'
export PIP_NO_INPUT = 1
# pip compiles what it copies. What stays in its place is compiled by every run that may not write here: 0.1 s each time.
COMPILE  = $(BIN)/python -m compileall -q src

.DEFAULT_GOAL = help
.NOTPARALLEL:
.PHONY: help demo test lint types contracts tests speed quality lab fuzz schema lock wheel clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 18

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "whosent needs Python 3.11 or newer; name one: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV) || { echo "python3-venv is missing (Debian: apt install python3-venv)" >&2; rm -rf $(VENV); exit 1; }

# The installed program, nothing else: a minute on a fresh machine, a few seconds after that.
$(BIN)/whosent: pyproject.toml | $(BIN)/python
	@echo "Installing whosent into $(VENV) …"
	@$(PIP) install --editable .
	@$(COMPILE)
	@touch $@

# The tools of `make test`, each version and each file pinned by hash.
$(VENV)/.dev: $(LOCK) pyproject.toml | $(BIN)/python
	@echo "Installing the tools for development into $(VENV) …"
	@$(PIP) install --require-hashes --requirement $(LOCK)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@

# A step of the demo: title and command, as one would type it in examples/. (A comma would end an argument of `call`.)
define step
	@printf '\n━━ %s\n\n$$ whosent %s\n\n' "$(1)" "$(2)"
	@cd examples && $(abspath $(BIN))/whosent $(2); [ $$? -le 1 -o $$? -eq 3 ]
endef
define page
	@cd examples && $(abspath $(BIN))/whosent $(2) --format html --output ../$(1) --quiet; [ $$? -le 1 -o $$? -eq 3 ]
endef

demo: $(BIN)/whosent ## the bundled bounces: what happened to these mailboxes? Writes demo-report.html and demo-logs.html
	$(call page,demo-report.html,check $(DEMO) bounces)
	$(call page,demo-logs.html,check $(DEMO) $(LOGS) bounces)
	$(call step,1. Twenty bounces and nothing else,check $(DEMO) bounces)
	$(call step,2. Three of them with the servers' logs: theft · hacked script · forgery,check $(DEMO) $(LOGS) bounces/17.eml bounces/03.eml bounces/01.eml)
	$(call step,3. The way of the script's message by the logs,logs find --config world.toml $(strip $(filter --lang de en,$(ARGS)) --queue-id 95E5325495A) 'logs/*/*')
	@echo; echo "The same as pages for the browser:"
	@echo "  $(CURDIR)/demo-report.html   the bounces alone"
	@echo "  $(CURDIR)/demo-logs.html     and with the logs: nothing is open any more"

test: lint types contracts tests ## all checks and tests

lint: $(VENV)/.dev ## style, form and likely errors
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev ## static types
	$(BIN)/mypy

contracts: $(VENV)/.dev ## which package may import which
	$(BIN)/lint-imports --no-cache --no-logo

tests: $(VENV)/.dev ## the tests alone (ARGS="-k dkim" chooses)
	$(BIN)/pytest --numprocesses auto $(ARGS)

speed: $(VENV)/.dev ## messages per second, beside others in the same run
	$(BIN)/python benchmarks/speed.py

quality: $(VENV)/.dev ## the figures of docs/quality.md, where a corpus with truth is at hand (CORPUS=…)
	$(BIN)/python benchmarks/quality.py $(CORPUS)

# 77: this machine cannot run it, and was told why.
lab: $(BIN)/whosent ## real mail servers in namespaces play every cause; are the verdicts true? (root, Debian: docs/lab.md)
	$(BIN)/python -m lab run build/lab && $(BIN)/python -m lab check build/lab || [ $$? -eq 77 ]

fuzz: $(BIN)/whosent ## hostile bytes against examine(), or TARGET=wire the codecs, until stopped (needs: pip install atheris)
	$(BIN)/python fuzz/fuzz_$(or $(TARGET),examine).py $(ARGS)

lock: ## newer versions of the development tools
	@$(PYTHON) -m venv build/lock && build/lock/bin/python -m pip --quiet install uv
	build/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	    --extra all --group dev --output-file $(LOCK) pyproject.toml

wheel: $(VENV)/.dev ## dist/*.whl and dist/*.tar.gz
	$(BIN)/python -m build --no-isolation --outdir dist .

clean: ## everything that can be made again
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-*.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
