# SPDX-FileCopyrightText: 2026 The entra.provisioning contributors
# SPDX-License-Identifier: GPL-3.0-or-later

PYTHON ?= python3
run = @$(PYTHON) tests/tools/run.py

.PHONY: help demo emulator test lint sanity unit unit-versions contract road faults guides report emulator-checks eda integration docs build bench matrix requirements clean release release-changelog faults-whole

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: ## start the emulator and walk the main road on it: check, apply, again, drift, mappings
	@$(PYTHON) tests/tools/start.py demo

emulator: ## start the emulator and keep it running (arguments: ARGS="--port 8443")
	@$(PYTHON) tests/tools/start.py emulator $(ARGS)

test: ## everything that must pass: lint to build
	$(run) test

lint: ## formatting, types, licences, YAML, change log, ansible-lint
	$(run) lint

sanity: ## ansible-test sanity on a copy of the checkout
	$(run) sanity

unit: ## the pure tests
	$(run) unit

unit-versions: ## the pure tests on the oldest and the newest Python
	$(run) unit-versions

contract: ## the promises of every module, on both hosts
	$(run) contract

road: ## the transport and the resources against the emulator
	$(run) road

faults: ## what becomes of a run when the service fails
	$(run) faults

faults-whole: ## the same, all faults of all requests; writes docs/reliability.md
	$(run) faults-whole

guides: ## every block that the documentation shows, against the emulator
	$(run) guides

report: ## the report of a tenant in a real browser
	$(run) report

emulator-checks: ## the emulator against documents and official clients
	$(run) emulator-checks

eda: ## the example rulebook, run by ansible-rulebook (left out without a Java)
	$(run) eda

integration: ## the integration targets, by ansible-test
	$(run) integration

docs: ## lint and build the documentation
	$(run) docs

build: ## build the artifact, install it, and check it as Galaxy would
	$(run) build importer

release: ## make what a release consists of, in dist/, and try it (docs/releasing.md)
	$(run) release

release-changelog: ## write the change log of the coming release from the fragments
	$(run) release-changelog

matrix: ## sanity, pure tests, contract and integration on every ansible-core and Python (chosen: ROWS="core-2.21-3.13" PARTS="units")
	$(run) matrix $(ROWS) $(PARTS)

bench: ## speed and size against targets (arguments: ARGS="--quick")
	@$(PYTHON) tests/tools/start.py bench $(ARGS)

requirements: ## write the exact versions and hashes of what is installed from tests/requirements/*.in (newest: ARGS=--upgrade)
	@$(PYTHON) tests/tools/start.py requirements $(ARGS)

clean: ## remove what the build keeps in the cache
	@$(PYTHON) tests/tools/start.py clean
