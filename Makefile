# One verb a target; .ci/run calls the same ones. Needs Python 3.11 or newer, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := .venv-bench
# The newest cryptofeed wants Python 3.13.
BENCH_PYTHON ?= $(shell python3.13 -c pass 2>/dev/null && echo python3.13 || echo $(PYTHON))

FUZZED := $(VENV)/.fuzzed

.PHONY: demo run test check format lint types contracts instructions coverage man pictures snapshots fuzz fuzz-short soak bench performance clean

demo: $(READY)      ## the live screen on the built-in simulated exchanges, no network needed
	$(BIN)/coinwatch --demo

run: $(READY)       ## the live screen on Upbit and Binance
	$(BIN)/coinwatch

test: $(READY)      ## the tests
	$(BIN)/python -m pytest

check: format lint types contracts instructions coverage fuzz-short  ## the whole gate

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

instructions: $(READY)  ## the hot paths: no longer than what is committed
	$(BIN)/python -m tools.instructions

coverage: $(READY)  ## the tests again, measured: the pure core wholly, the whole almost
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 --include='$(CORE)'

man: $(READY)       ## the manual pages, of the text of the help and the config
	$(BIN)/python -m tools.manual

pictures: $(READY)  ## the pictures of the README, of the simulated exchanges
	$(BIN)/python -m tools.pictures

snapshots: $(READY) ## what the screens look like, for their tests: look at the difference
	SNAPSHOTS=renew $(BIN)/python -m pytest -q tests/tui/test_snapshots.py

# How many inputs for each way in.
FUZZ_RUNS ?= 500000

fuzz: $(FUZZED)     ## hostile inputs for every way in, for an hour or so: make fuzz FUZZ_RUNS=1000
	$(BIN)/python -m fuzz --runs $(FUZZ_RUNS)

fuzz-short: $(FUZZED)
	$(BIN)/python -m fuzz everything --runs 20000 --seconds 30

soak: $(READY)      ## 72 hours of feeds and 6 of the whole screen, simulated, a fault a minute: half an hour
	$(BIN)/python -m soak

# Slow on purpose and never part of the gate: it measures. Rows by name: make bench ROWS="N1 D".
bench: $(BENCH)/.ready  ## every figure against its yardstick, in one run of twenty minutes
	$(BENCH)/bin/python -m bench $(ROWS) $(if $(ROUNDS),--rounds $(ROUNDS))

performance: $(BENCH)/.ready  ## docs/performance.md and its plots, from the last run's figures
	$(BENCH)/bin/python -m bench.document

# No asyncio, no sockets, no clock: nothing here has an excuse for an untested branch.
CORE := coinwatch/exchanges/*,coinwatch/store.py,coinwatch/state.py,coinwatch/focus.py,coinwatch/candles.py,coinwatch/series.py,coinwatch/journal.py,coinwatch/wire.py,coinwatch/backoff.py,coinwatch/recent.py,coinwatch/missed.py,coinwatch/budget.py,coinwatch/hosts.py,coinwatch/symbols.py,coinwatch/suggestions.py,coinwatch/venue.py,coinwatch/search.py,coinwatch/schema.py,coinwatch/text.py,coinwatch/language.py,coinwatch/freshness.py,coinwatch/pairs.py,coinwatch/pairing.py,coinwatch/premium.py,coinwatch/conflation.py,coinwatch/line/template.py,coinwatch/line/plan.py,coinwatch/line/values.py,coinwatch/silence.py,coinwatch/model/*,coinwatch/errors.py,coinwatch/sizes.py,coinwatch/recording/records.py,coinwatch/recording/kept.py,coinwatch/recording/stamps.py,coinwatch/recording/shape.py,coinwatch/recording/lines.py,coinwatch/recording/state.py,coinwatch/replay/playhead.py,coinwatch/replay/stride.py,coinwatch/config/lines.py,coinwatch/config/lists.py,coinwatch/config/draft.py,coinwatch/config/edit.py,coinwatch/config/watchlists.py

# pip learned dependency groups in 25.1; older ones come with Python 3.11 and 3.12.
$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("coinwatch needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

# Without a wheel of atheris for this platform, inputs are changed at random instead.
$(FUZZED): $(READY)
	$(BIN)/python -m pip install --quiet --only-binary atheris --group fuzz || echo "no atheris here"
	touch $@

# The yardsticks have a place of their own; npm's is left out where there is no npm.
$(BENCH)/.ready: pyproject.toml bench/peers/package.json
	$(BENCH_PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BENCH)/bin/python -m pip install --quiet --editable '.[bench]'
	if command -v npm >/dev/null; then npm install --silent --no-package-lock --prefix bench/peers; fi
	touch $@

clean:
	rm -rf $(VENV) $(BENCH) bench/results bench/peers/node_modules fuzz-crashes build dist .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis
