# The usual errands. PYTHON names the interpreter that has archtool and its `dev` dependencies.
PYTHON ?= python3
# How long the readers are fuzzed, twice.
FUZZ_SECONDS ?= 600

.PHONY: check fix golden man fuzz bench

check: ## what CI runs, without the installation
	$(PYTHON) -m pytest
	$(PYTHON) -m pytest -m long
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

fix: ## repair what ruff can repair
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

golden: ## write the expectations of samples/ and the outputs of the README anew; read the diff before committing
	-ARCHTOOL_GOLDEN=1 $(PYTHON) -m pytest tests/test_samples.py tests/test_readme.py
	git diff --stat

man: ## manual pages of all commands, below build/man
	$(PYTHON) -m archtool guide --man build/man

fuzz: ## the laws on many more pages than the tests try; the readers on mutants of built and of real archives
	ARCHTOOL_FUZZ_EXAMPLES=100000 $(PYTHON) -m pytest tests/test_laws.py tests/test_laws_html.py tests/test_writers.py tests/test_markup.py tests/test_near.py
	ARCHTOOL_FUZZ_EXAMPLES=100000 PYTHONMALLOC=debug $(PYTHON) -m pytest tests/test_dom.py
	PYTHONPATH=src $(PYTHON) tests/fuzz_readers.py $(FUZZ_SECONDS)
	test -z "$$ARCHIVES_DIR" || PYTHONPATH=src $(PYTHON) tests/fuzz_readers.py $(FUZZ_SECONDS) "$$ARCHIVES_DIR"

bench: ## every measurement of tests/benchmarks, one after the other
	status=0; for script in tests/benchmarks/*.py; do echo "== $$script"; $(PYTHON) $$script || status=1; done; exit $$status
