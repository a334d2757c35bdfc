# Everything a person or a machine does with the source. `make run` needs nothing but Python and make.
PYTHON := .venv/bin/python
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)
WORKERS ?= 2
# Where chromium cannot be had (Ubuntu offers it as a snap only), its tests are deselected, never skipped.
# Looked for when the tests start: the set-up before them may have installed it. The shell needs half the time.
CHROMIUM ?= $(shell command -v chromium-headless-shell || command -v chromium)
BROWSER_TESTS = $(if $(CHROMIUM),,-m "not browser")

# Drills and journeys start dozens of processes; where nobody may keep bytecode each compiles all of it for itself.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run setup setup-tests test check fix drill bench guide messages lock

run: setup
	@exec $(PYTHON) -m encore.supervisor

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests

test: setup-tests
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile $(BROWSER_TESTS)

# Changes nothing. Every line must pass.
check: setup-tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djhtml --check --tabwidth 2 $(TEMPLATES)
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) scripts/check_translations
	$(PYTHON) manage.py diagrams --check
	HTTPS=1 BEHIND_PROXY=1 ALLOWED_HOSTS=encore.example SITE_URL=https://encore.example \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

fix: setup-tests
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	.venv/bin/djhtml --tabwidth 2 $(TEMPLATES)
	$(PYTHON) manage.py diagrams

# Races and faults at full size; `make test` runs the same at 1 %.
drill: setup-tests
	DRILL_SIZE=1 $(PYTHON) -m pytest -m "drill or race"

bench: setup-tests
	$(PYTHON) -m bench

# The pictures of the guide, taken from the walk itself in both languages.
guide: setup-tests
	for language in zh en; do \
		mkdir -p docs/guide/$$language; \
		JOURNEY_LANGUAGE=$$(echo $$language | sed s/zh/zh-hans/) GUIDE_PICTURES=docs/guide/$$language \
			$(PYTHON) -m pytest -q tests/journeys/test_spine.py tests/journeys/test_consulting.py \
			tests/journeys/test_retention.py tests/journeys/test_complaints.py \
			tests/journeys/test_members_*.py || exit 1; \
	done

messages: setup-tests
	$(PYTHON) manage.py makemessages --locale zh_Hans --no-obsolete --no-wrap --add-location file \
		--ignore node_modules --ignore .venv --ignore var --ignore tests --ignore static
	$(PYTHON) scripts/check_translations --write
	$(PYTHON) scripts/compile_translations

# New versions within requirements*.in; the locks hold hashes and no index address.
UV := .venv/bin/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --upgrade
lock: setup-tests
	$(UV) requirements.in -o requirements.lock
	$(UV) requirements-dev.in -o requirements-dev.lock
	$(UV) requirements-node.in -o requirements-node.lock
