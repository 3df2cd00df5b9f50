# 活水. `make help` lists what there is to call. Everything is installed below this folder, nothing elsewhere.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PY := .venv/bin/python
# A node in production has no use for test tools: HUOSHUI_ENV=production make install
REQUIREMENTS := $(if $(filter production,$(HUOSHUI_ENV)),base,dev)
INSTALLED := .venv/.installed-$(REQUIREMENTS)
FRONT_END := node_modules/.installed
WORKERS := $(shell nproc 2>/dev/null || echo 2)
PURE_TESTS := $(wildcard tests/house tests/standards tests/text tests/reference tests/hints)

SECONDS := 60

.PHONY: help install run test check lint bench campaign-import campaign-signin campaign-strings fuzz lock screens snapshots clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) $(FRONT_END) ## what running and testing need: Python packages, front-end packages

run: install ## the node with its demonstration region, at http://127.0.0.1:8000 (HUOSHUI_PORT)
	@exec .venv/bin/huoshui up

test: install lint ## every test, the browser's too
	$(PY) -m pytest --numprocesses $(WORKERS) --dist loadgroup --no-loadscope-reorder $(PYTEST)

check: install lint ## the quick part: style, types, floors, house rules, pure tests
	$(PY) -m pytest $(PURE_TESTS)

lint: install
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy src
	.venv/bin/lint-imports
	$(PY) -W ignore -m django makemigrations --check --dry-run --settings huoshui.web.settings

bench: install ## measure, beside the peers in the same run: make bench NAME=matching
	.venv/bin/huoshui bench $(NAME)

campaign-import: install ## kill imports and PostgreSQL outright and count what is wrong: make campaign-import KILLS=300
	$(PY) -m tests.imports importer $(or $(KILLS),300)
	$(PY) -m tests.imports postgres $(or $(KILLS),200)

campaign-signin: install ## 10,000 guesses at passwords, with the hash of a real node
	HUOSHUI_GUESSES=10000 HUOSHUI_TEST_HASHER=argon2 $(PY) -m pytest src/huoshui/signin/tests/test_guesses.py

campaign-strings: install ## any text through xlsx and csv and through LibreOffice: make campaign-strings STRINGS=100000
	$(PY) -m tests.standards.any_text $(or $(STRINGS),100000)

fuzz: install ## feed the readers with random files: make fuzz SECONDS=240 (each); crashes go to var/fuzz/found
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	for target in values text xml workbook package messages; do \
	  $(PY) -m tests.fuzz $$target -max_total_time=$(SECONDS); \
	done

screens: install ## pictures of a running node's pages for docs/screens/
	$(PY) tools/screens.py --base "http://127.0.0.1:$${HUOSHUI_PORT:-8000}"

snapshots: install ## redraw what is drawn from the code: OpenAPI, permissions, life cycles, data standards
	$(PY) tools/snapshots.py

lock: ## renew requirements/*.txt from requirements/*.in, and package-lock.json
	for set in base dev fuzz; do \
	  .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	    "requirements/$$set.in" -o "requirements/$$set.txt"; \
	done
	npm install --package-lock-only --ignore-scripts

clean: ## remove what `make install` made; the data folder stays
	rm -rf .venv node_modules

.venv/bin/python:
	@python=; for name in python3.13 python3.12 python3.11 python3; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$name"; break; fi; \
	done; \
	[ -n "$$python" ] || { echo "需要 Python 3.11 或更新的版本，没有找到。" >&2; exit 1; }; \
	"$$python" -c 'import ensurepip' 2>/dev/null || { echo "$$python 缺少 venv，请先安装（Debian：python3-venv）。" >&2; exit 1; }; \
	"$$python" -m venv .venv

$(INSTALLED): requirements/$(REQUIREMENTS).txt tools/link_source.py | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$(REQUIREMENTS).txt"
	$(PY) tools/link_source.py
	@touch "$@"

$(FRONT_END): package-lock.json package.json .npmrc
	@major="$$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/' || true)"; \
	[ "$${major:-0}" -ge 20 ] || { echo "需要 Node.js 20 或更新的版本，现为：$$(node --version 2>/dev/null || echo 无)。" >&2; exit 1; }
	npm ci --ignore-scripts --silent
	@touch "$@"
