# `make run` opens the inbox, `make test` runs every test; both install what the system lacks.

CARGO := cargo
# Cargo's own runner does as well where nextest is not installed; neither knows the other's flags.
RUN_TESTS := $(if $(shell command -v cargo-nextest),nextest run,test --lib --bins --tests)

.DEFAULT_GOAL := help
.PHONY: help run demo test check check-long lint bench gallery install setup

run: ## Open the inbox, built for speed. ARGS="--listen 127.0.0.1:9000" are passed on
	scripts/setup --for run
	$(CARGO) run --release --locked -- $(ARGS)

demo: ## Open a throwaway inbox with simulated calls coming in
	scripts/setup --for run
	$(CARGO) run --release --locked -- demo $(ARGS)

test: ## Run every test
	scripts/setup --for test
	$(CARGO) test --locked --doc --quiet
	$(CARGO) $(RUN_TESTS) --locked

check: lint test ## What has to pass before a change is proposed: lint, then every test

lint: ## Formatting and lints alone
	scripts/setup --for build
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- --deny warnings

check-long: check ## check, then what takes minutes: fuzzing, many more random cases, docs, benches, licences
	$(if $(shell command -v cargo-fuzz),scripts/fuzz 30,@echo "cargo-fuzz is not installed: nothing was fuzzed")
	PROPTEST_CASES=20000 $(CARGO) $(RUN_TESTS) --locked --release
	RUSTDOCFLAGS="--deny warnings" $(CARGO) doc --locked --no-deps --document-private-items
	$(CARGO) bench --locked --no-run
	$(if $(shell command -v cargo-deny),$(CARGO) deny check,@echo "cargo-deny is not installed: licences and advisories were not checked")

bench: ## Measure; see benches/
	scripts/setup --for build
	$(CARGO) bench --locked

# Where freedesktop.org's desktops look for what a person installed for themselves.
SHARE := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)

install: ## On Linux, for you alone: the program, its entry in the menu, its icon
	scripts/setup --for run
	$(CARGO) install --locked --path .
	install -D -m 644 assets/call-inbox.desktop $(SHARE)/applications/call-inbox.desktop
	install -D -m 644 assets/icon.svg $(SHARE)/icons/hicolor/scalable/apps/call-inbox.svg
	install -D -m 644 assets/icon-256.png $(SHARE)/icons/hicolor/256x256/apps/call-inbox.png

gallery: ## Every screen in every state as pictures, in target/gallery
	scripts/setup --for run
	$(CARGO) run --locked --example gallery -- target/gallery

setup: ## Install what the system lacks for all of this
	scripts/setup --for all

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
