#!/usr/bin/env bash
# Fait .venv : les dépendances exactes de requirements.lock, puis ce projet, modifiable sur place.
#
#   installer/environnement.sh
#
# `make` calls it when .venv/.a-jour is older than the lock, so that nothing to do costs nothing.
# uv installs (3 s where pip takes 30); pip only fetches uv itself, at the version and with the
# hashes of the lock, so that the lock is the one list of what may run here.
set -euo pipefail
cd "$(dirname "$0")/.."

convient() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidat in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
    if convient "$candidat"; then
        python=$candidat
        break
    fi
done
if [ -z "$python" ]; then
    echo "Permanence demande Python 3.11 ou plus récent ; aucun n’a été trouvé sur ce poste." >&2
    exit 1
fi

# An environment whose interpreter has gone (a system upgrade) is made anew, never repaired.
if ! convient .venv/bin/python; then
    rm -rf .venv
    "$python" -m venv .venv
fi
rm -f .venv/.a-jour

verrou_uv=$(mktemp)
trap 'rm -f "$verrou_uv"' EXIT
awk '/^[^ ]/ { garde = /^uv==/ } garde' requirements.lock >"$verrou_uv"
voulu=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' "$verrou_uv")
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d ' ' -f 2)" != "$voulu" ]; then
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$verrou_uv"
fi

# The system's certificates, so that a local authority (a town hall's proxy) is trusted as by pip.
export UV_SYSTEM_CERTS=1 VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip sync --quiet --require-hashes requirements.lock
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
touch .venv/.a-jour
