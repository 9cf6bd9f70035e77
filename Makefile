# Les commandes de la maison. Chacune prépare d’abord l’environnement, et ne coûte rien s’il est à jour.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := aide
BIN := .venv/bin

.PHONY: aide systeme run test faults portes lint format bench images cer-specimens papiers clavier etats remises ecrans lock clean

aide:
	@printf '%s\n' \
	  'make run      essayer : la fenêtre, ou la journée d’un référent jouée sans écran' \
	  'make test     règles d’écriture, puis tous les essais (SQLite et PostgreSQL)' \
	  'make faults   la synchronisation cassée exprès, dix minutes, avec ses chiffres (SECONDES=, GRAINE=)' \
	  'make portes   chaque porte du serveur, pour chaque profil ; puis l’assaut par sa description' \
	  'make lint     règles d’écriture seules' \
	  'make format   remettre le code en forme' \
	  'make bench    les mesures de vitesse' \
	  'make images   refaire les images du guide' \
	  'make cer-specimens  chaque édition du CER, en PDF, Word et images, dans build/specimens' \
	  'make papiers     quarante CER vierges photographiés, et ce qui en est lu' \
	  'make clavier  un CER rédigé, accepté, imprimé et soumis au clavier seul, touche par touche' \
	  'make etats    chaque changement d’état du CER, par chaque profil qui peut et qui ne peut pas' \
	  'make remises  comment la personne repart avec une trace : courriel, imprimante, réseau' \
	  'make ecrans   chaque écran du département fictif, clair et sombre, à 100 et 200 %, et ce qui y est coupé' \
  'make lock     refaire requirements.lock (UPGRADE=1 pour monter les versions)' \
	  'make clean    enlever tout ce qui se refabrique'

.venv/.a-jour: requirements.lock pyproject.toml installer/environnement.sh
	@installer/environnement.sh

# Asked first, because an environment cannot be made without python3-venv. 0.1 s when all is there.
systeme:
	@installer/systeme.sh execution

# Without a display the day is played through the real widgets, offscreen; with one, the window opens.
run: systeme .venv/.a-jour
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  $(BIN)/python -m tests.end_to_end.demonstration; \
	else \
	  QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.end_to_end.journee; \
	fi

lint: .venv/.a-jour
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@mkdir -p build
	@$(BIN)/lint-imports >build/imports.txt || { cat build/imports.txt; exit 1; }

format: .venv/.a-jour
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

test: lint
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n 2 --dist worksteal

faults: .venv/.a-jour
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.faults --secondes $(or $(SECONDES),660) --graine $(or $(GRAINE),0)

# Both measure by really asking; the second goes on for ten minutes where `make test` takes seconds.
portes: .venv/.a-jour
	@$(BIN)/permanence-server portes
	@PERMANENCE_EXEMPLES=$(or $(EXEMPLES),2000) $(BIN)/pytest tests/server/api/test_openapi.py -n 2 --timeout 1800

bench: .venv/.a-jour
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m bench

# The pictures of the guide come from the played day, never from a hand.
images: systeme .venv/.a-jour
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.end_to_end.journee
	@mkdir -p docs/guide/images
	@cp build/journee/2-permanence-??-hors-ligne.png docs/guide/images/ma-journee-hors-ligne.png
	@cp build/journee/3-reprise-??-cer-redaction.png docs/guide/images/cer.png
	@cp build/journee/6-decision-??-vers-valide.png docs/guide/images/decision.png

# Every edition, type and size of the CER, to read; LibreOffice, where it is, opens the Word files.
cer-specimens: .venv/.a-jour
	@$(BIN)/python -m tests.specimens_ecrits build/specimens

# One paper read for another is a fault; one that is not read is typed by its code.
papiers: .venv/.a-jour
	@$(BIN)/python -m tests.end_to_end.papiers build/papiers

# Each proof plays the real window on the real server, prints what it saw and leaves its screens in build/.
clavier: systeme .venv/.a-jour
	@$(BIN)/python -m tests.end_to_end.clavier

etats: systeme .venv/.a-jour
	@$(BIN)/python -m tests.end_to_end.etats

remises: systeme .venv/.a-jour
	@$(BIN)/python -m tests.end_to_end.remises

ecrans: systeme .venv/.a-jour
	@$(BIN)/python -m tests.end_to_end.ecrans

# The universal lock serves Linux, Windows and macOS; it names packages and hashes, never a host.
lock: .venv/.a-jour
	@UV_CUSTOM_COMPILE_COMMAND='make lock' UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile pyproject.toml --quiet \
	  --extra dev --universal --python-version 3.11 --generate-hashes $(if $(UPGRADE),--upgrade) \
	  --output-file requirements.lock

clean:
	@rm -rf .venv build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
