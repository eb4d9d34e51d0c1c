# Every command of Cairn. `make` alone explains them; desk/set-up makes a fresh machine ready before the first.

.DEFAULT_GOAL := help
.PHONY: help devserver html publish check mend new photos test soak bench clean lock set-up set-up-tests

# What is typed after a command (OUTPUT=…, TITLE=…) reaches its program as CAIRN_OUTPUT, CAIRN_TITLE, … exactly as
# typed. Only what is typed: a PORT or an OUTPUT that happens to be in the environment means nothing here.
$(foreach name,OUTPUT SOURCE CACHE ADDRESS PORT TITLE SERIES ALBUM FORMAT WATCH YES SITEMAP MINUTES SEED \
    COMMIT COMMITTED REPORT,$(if $(filter command,$(firstword $(origin $(name)))),\
    $(eval export CAIRN_$(name) = $$(value $(name)))))

# With VENV=… that environment is used as it is, and nothing is installed.
ifeq ($(firstword $(origin VENV)),command)
bin := $(VENV)/bin
set-up set-up-tests: ;
else
export PYTHON
bin := $(CURDIR)/.venv/bin
set-up: ; @desk/set-up
set-up-tests: ; @desk/set-up tests
endif
run := exec "$(bin)/python" -m

# Messages have “quotation marks” and …, which not every locale can print.
export PYTHONUTF8 = 1

help:
	@echo "Cairn: musings in, a finished website out."
	@echo
	@echo "  make devserver          your site at http://127.0.0.1:8000, built anew on every save   [PORT=8000]"
	@echo "  make new TITLE=\"…\"      a new musing, ready to write                                   [SERIES=\"…\"]"
	@echo "  make photos ALBUM=its-name   an entry in album.md for each new photograph, ready to fill"
	@echo "  make check              every mistake in what you wrote, told once"
	@echo "                          [WATCH=1: again after every save]   [FORMAT=json or github: for programs]"
	@echo "  make mend               the cures that need no thought, shown first and written if you say yes   [YES=1]"
	@echo "  make html               the site as you see it while writing, in output/               [OUTPUT=folder]"
	@echo "  make publish            the site as your readers get it, in output/                    [OUTPUT=folder]"
	@echo "                          and from elsewhere    [SOURCE=folder CACHE=folder VENV=folder ADDRESS=https://…]"
	@echo "  make clean              removes what was built, never what was written"
	@echo
	@echo "  make test               style, types, every page of the site in a browser; all of it in under ten minutes"
	@echo "  make soak               the long tests in full count, bounded; a seed repeats a run   [MINUTES=45] [SEED=n]"
	@echo "  make bench              how long musings take, beside stock Pelican, and photographs, beside sharp"
	@echo "  make lock               new versions of the packages that Cairn stands on"

devserver: set-up
	@$(run) desk.devserver

html: set-up
	@$(run) desk.build development

publish: set-up
	@$(run) desk.build production

check: set-up
	@$(run) plugins.proofreading check

mend: set-up
	@$(run) plugins.proofreading mend

new: set-up
	@$(run) desk.new

photos: set-up
	@$(run) desk.photos

test: set-up-tests
	@PATH="$(bin):$$PATH" exec desk/test

soak: set-up-tests
	@PATH="$(bin):$$PATH" $(run) tests.soak

bench: set-up-tests
	@PATH="$(bin):$$PATH" $(run) bench

clean:
	@desk/clean

lock: set-up
	@desk/lock
