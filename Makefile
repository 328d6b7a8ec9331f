# uketsuke: every task has one word. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check format bench shots sheet markup advisories scan messages lock release

help: ## この一覧を表示します
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## 必要なものをそろえます（.venv と var/）
	@tools/setup

demo: setup ## 見本データで一式を動かします（PORT=8000）
	@.venv/bin/uketsuke demo

demo-reset: setup ## 見本データを最初から作り直して動かします
	@.venv/bin/uketsuke demo --reset

test: setup ## すべてを試験します（SQLite・PostgreSQL・ブラウザー）
	@tools/test $(ARGS)

check: setup ## 手早く確かめます（書き方・型・構造・規則）
	@tools/check

format: setup ## 書き方をそろえます
	@.venv/bin/ruff check --quiet --fix --exit-zero .
	@.venv/bin/ruff format --quiet .

bench: setup ## 速さを測ります
	@.venv/bin/python bench/run.py $(ARGS)

shots: setup ## 画面の写真を docs/shots に作ります
	@.venv/bin/python tools/shots.py

markup: setup ## すべての画面の HTML と CSS を Nu Html Checker で検査します
	@PYTHONPATH=. .venv/bin/python tools/markup.py

advisories: setup ## 使っている部品に、知られた弱点や新しい修正がないかを調べます
	@.venv/bin/python tools/advisories.py

sheet: setup ## すべての画面を並べた見本帳を var/sheet に作ります（ARGS="--only portal --width 320"）
	@PYTHONPATH=. .venv/bin/python tools/sheet.py $(ARGS)

scan: setup ## 見本の一式を攻撃してみます（schemathesis・wapiti・sqlmap、15分ほど）
	@.venv/bin/python tools/scan.py

messages: setup ## 新しい文言を訳の一覧（.po）に加えます
	@.venv/bin/python tools/messages.py

lock: setup ## requirements/*.in から固定した一覧を作り直します
	@tools/lock $(ARGS)

release: setup ## 装置に入れるものを dist/ にまとめます（ARGS=--with-parts で部品も）
	@tools/release $(ARGS)
