# Everything a clone needs, on a machine with Python 3.11+ and make and nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin

.PHONY: help setup demo serve test lint format bench bench-lengths fuzz creators pictures showcase reference lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.uv/bin/uv:
	@echo "Fetching uv ..."
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.installed: requirements.lock pyproject.toml | $(filter .uv/bin/uv,$(UV))
	@echo "Installing what UnrealUGC needs ..."
	@test -x $(RUN)/python || $(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv
	@$(UV) pip sync --quiet --python $(RUN)/python --only-binary :all: requirements.lock
	@$(UV) pip install --quiet --python $(RUN)/python --no-deps --editable .
	@touch $@

setup: .venv/.installed ## Install everything into .venv

demo: setup ## Script in, finished video out: writes demo.mp4
	@$(RUN)/python -m unrealugc.cli.main demo

serve: setup ## The whole stack on http://127.0.0.1:8000
	@$(RUN)/unrealugc serve

test: setup ## The whole test suite
	@$(RUN)/python -m pytest -n 2 --dist loadgroup

bench: setup .bench/.installed ## CPU and memory of a render beside the encoder's and MoviePy's
	@$(RUN)/python -m bench.render --plain .bench/bin/python

bench-lengths: setup ## How cost and memory grow from 5 s to 180 s (minutes)
	@$(RUN)/python -m bench.render --lengths 5,20,60,180

.bench/.installed: bench/plain/requirements.lock | setup
	@echo "Installing MoviePy, to compare with ..."
	@test -x .bench/bin/python || $(UV) venv --quiet --python $(RUN)/python .bench
	@$(UV) pip sync --quiet --python .bench/bin/python --only-binary :all: $<
	@touch $@

fuzz: setup ## Schemathesis over the whole API, with and without a key (minutes)
	@$(RUN)/python -m tests.contract.fuzz

pictures: demo ## Draw the README's picture from a fresh demo video, and the caption sheet
	@$(RUN)/python -m tools.pictures demo.mp4 docs/images/demo.jpg
	@$(RUN)/python -m tools.captions

showcase: setup ## The gallery: five videos, the sheets of people, mouths and captions (minutes)
	@$(RUN)/python -m tools.creators.sheets
	@$(RUN)/python -m tools.captions
	@$(RUN)/python -m tools.showcase

creators: setup ## Bake the stock creators' pictures that are not up to date (under a CPU minute each)
	@$(RUN)/python -m tools.creators.bake

lint: setup ## ruff and mypy --strict
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy

format: setup ## Mend what ruff can mend
	@$(RUN)/ruff check --fix .
	@$(RUN)/ruff format .

reference: setup ## Write docs/reference again
	@$(RUN)/python -m tools.reference

lock: $(filter .uv/bin/uv,$(UV)) ## Resolve the dependencies again
	@$(UV) pip compile --quiet pyproject.toml --extra dev --universal --generate-hashes \
	  --no-emit-index-url --no-header --python-version 3.11 --output-file requirements.lock

clean: ## Remove what the other targets made
	@rm -rf .venv .uv .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist demo.mp4 demo.jpg
