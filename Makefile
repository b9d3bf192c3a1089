# The fixed entries to the project: setup, run, test, check, bench, lock, vendor.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
BENCH_ARGS ?=
export HOST PORT
export UV_LINK_MODE := copy
export UV_SYSTEM_CERTS := true

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
SYNCED := $(VENV)/.synced
STATIC := staticfiles/staticfiles.json
STATIC_SOURCES := $(shell find static -type f -not -path 'static/print-fonts/*')
SERVICES := $(PY) -m tests.services
COMPILE := $(BIN)/uv pip compile pyproject.toml -q --universal --generate-hashes --no-annotate \
	--python-version 3.11 --custom-compile-command "make lock"

.PHONY: help setup run test check bench lock vendor
.PHONY: check-lint check-templates check-types check-contracts check-limits check-django
.DEFAULT_GOAL := help

help:
	@echo "make setup   建立 .venv 与静态文件"
	@echo "make run     准备一切并启动，首次载入演示医院（HOST、PORT 可改地址）"
	@echo "make test    准备一切并运行测试（PYTEST_ARGS 可传参数）"
	@echo "make check   代码、模板、类型、依赖方向、文档是否合规"
	@echo "make bench   性能基准"
	@echo "make lock    重新生成依赖锁定文件"
	@echo "make vendor  重新取得前端文件与字体"

setup: $(SYNCED) $(STATIC)

$(SYNCED): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更新的版本，请安装：apt-get install python3"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) \
		|| { echo "无法建立 Python 虚拟环境，请安装：apt-get install python3-venv"; exit 1; }
	@echo "正在安装依赖……"
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet uv || true; \
		index=$$($(BIN)/pip config get global.index-url 2>/dev/null || true); \
		env VIRTUAL_ENV=$(VENV) $${index:+UV_DEFAULT_INDEX=$$index} \
			$(BIN)/uv pip sync --quiet --require-hashes requirements-dev.lock 2>/dev/null \
		|| $(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock \
		|| { echo "依赖安装失败，请检查网络或软件源设置。"; exit 1; }
	@touch $@

$(STATIC): $(SYNCED) $(STATIC_SOURCES)
	@echo "正在收集静态文件……"
	@$(PY) manage.py collectstatic --noinput --ignore print-fonts --verbosity 0
	@touch $@

run: setup
	@exec $(PY) manage.py serve --demo

test: setup
	@mkdir -p var
	@$(SERVICES) $(PY) $(if $(PYTEST_ARGS),,-m slipcover) -m pytest -q -n 2 -rs $(PYTEST_ARGS)
	@$(if $(PYTEST_ARGS),true,$(PY) .ci/covered.py var/coverage.json)

bench: setup
	@$(SERVICES) $(PY) -m bench $(BENCH_ARGS)

# Every part is run, so that one report shows all faults.
check: setup
	@$(MAKE) --no-print-directory --keep-going \
		check-lint check-templates check-types check-contracts check-limits check-django

check-lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-templates: setup
	$(BIN)/djlint --lint --quiet templates
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2

check-types: setup
	$(BIN)/mypy

check-contracts: setup
	$(BIN)/lint-imports

check-limits: setup
	$(PY) .ci/limits.py

check-django: setup
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py generate_docs --check
	SECURE=true $(PY) manage.py check --deploy --fail-level WARNING

lock: $(SYNCED)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

vendor: $(SYNCED)
	$(PY) .ci/vendor.py static/vendor tests/vendor var/font-sources
	$(PY) .ci/fonts.py
