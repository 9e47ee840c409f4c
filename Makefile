# `make demo` and `make test` do all the set-up they need on a Debian machine with Swift.
PREFIX ?= /usr/local
PACKAGES := libssl-dev libc-ares-dev zlib1g-dev liblz4-dev libsnappy-dev libzstd-dev libedit-dev libbsd-dev libmd-dev libncurses-dev
SWIFT ?= swift
# One static file, without the tables of symbols and without code that nobody calls. Types like [Key: Value] are put together by code
# that knows their parts: by their mangled names, the default, each is parsed at run time and its conformances are searched for.
# Functions of the same instructions (witnesses of values mostly) are kept once, and tables for exceptions are left out. What everyday
# commands call stands together (`make order` finds out what that is).
# None of it takes away what only the runtime names, or makes one of two things that are compared: each record of types and conformances carries the
# mark that keeps it (SHF_GNU_RETAIN; `readelf -SW` shows R), the linker folds code and no data (`--icf=all` without --ignore-data-address-equality),
# and the only addresses of code that Swift compares are those in key paths that are compared with each other, which are none here.
LINKING := $(CURDIR)/Linking
LINKED := -c release -Xswiftc -static-executable -Xlinker --gc-sections \
	-Xswiftc -use-ld=lld -Xlinker --icf=all -Xlinker --no-eh-frame-hdr -Xlinker -T$(LINKING)/mend.ld \
	-Xlinker --symbol-ordering-file=$(LINKING)/mend.order -Xlinker --no-warn-symbol-ordering \
	-Xswiftc -Xfrontend -Xswiftc -function-sections \
	-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
RELEASE := $(LINKED) -Xlinker -s
BINARY := .build/release/mend

.PHONY: build demo test test-swift test-runbooks test-sessions sessions conformance oracle crash crash-real crash-homes lint bench order install packages clean

build: packages
	$(SWIFT) build $(RELEASE) --product mend

# Installs the C libraries' headers that are missing, and nothing when all are there.
packages:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "installing: $$missing"; \
		sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing >/dev/null; \
	fi

demo: build
	$(BINARY) demo

test: packages lint build test-runbooks test-swift

test-swift: packages
	$(SWIFT) test

# One suite of behaviours against real clusters, which it starts itself, one distribution after the other, of 2.4 or later:
# KAFKA_HOMES="DISTRIBUTION…". At most 12 minutes each on two cores. What a release cannot do is skipped by name, with the reason.
conformance: packages
	@test -n "$(KAFKA_HOMES)" || { echo 'conformance needs Kafka distributions: make conformance KAFKA_HOMES="DISTRIBUTION…"' >&2; exit 2; }
	$(SWIFT) build --build-tests
	Tests/Conformance/run $(KAFKA_HOMES)

# Every runbook that ships, its tests in the lab; formatted and checked.
test-runbooks: build
	$(BINARY) check stdlib/*.runbook runbooks/*.runbook
	$(BINARY) fmt --check stdlib/*.runbook runbooks/*.runbook
	$(BINARY) test runbooks

# Sessions in the lab, on pseudo-terminals, with all that persons, terminals and shells may do to them: a minute of it.
test-sessions: build
	Tests/SessionTorture/run --rounds 200

# 10,000 rounds of it: about half an hour. BINARY_UNDER_TEST=… for another build, such as one with AddressSanitizer (swift build --sanitize=address
# --scratch-path …), which needs a slower lab: SPEED=1.
sessions: build
	Tests/SessionTorture/run --rounds 10000 --binary $(or $(BINARY_UNDER_TEST),$(BINARY)) --speed $(or $(SPEED),5)

# Runs stopped at each of their steps, resumed, and compared with the run that was not: some 25 minutes on two cores. `make test` has a part.
crash: build
	$(SWIFT) build $(RELEASE) --product mend-crash
	.build/release/mend-crash --mend $(BINARY)

# The language against a second evaluator of it, in Python: 200,000 random programs over random tables. SEED=… does one set again, CASES=… fewer.
oracle: packages
	$(SWIFT) build --product mend-oracle
	Tests/LanguageOracle/oracle compare --mend-oracle .build/debug/mend-oracle $(if $(SEED),--seed $(SEED)) $(if $(CASES),--cases $(CASES))

lint:
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests stdlib runbooks Package.swift

# Kills, faults, other people and edits on a real cluster, which it starts itself: KAFKA_HOME names a Kafka distribution. Takes about an hour;
# CASES="--short", or names of cases, for less.
crash-real: build
	Tests/RealCrash/run $(CASES)

# Thirty partitions moved beside somebody else's throttle, killed six times, on each of several distributions: KAFKA_HOMES="DISTRIBUTION…".
crash-homes: build
	KAFKA_HOMES="$(KAFKA_HOMES)" Tests/RealCrash/run kills-beside-a-throttle

bench: build
	Benchmarks/run

# Worth it where `make bench` shows that a command touches more pages than before.
order: packages
	$(SWIFT) build $(LINKED) --product mend
	Linking/order $(BINARY)

install: build
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/mend
	mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(BINARY) man > $(DESTDIR)$(PREFIX)/share/man/man1/mend.1
	$(BINARY) completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/mend
	$(BINARY) completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_mend
	$(BINARY) completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mend.fish

clean:
	$(SWIFT) package clean
