#!/usr/bin/env bash
# Installe sur Debian 12 (ou plus récent) et Ubuntu 24.04 (ou plus récent) ce que pip n’apporte pas.
#
#   installer/systeme.sh [execution|tests]      (« execution » si rien n’est dit)
#
# As root it installs what is missing. Otherwise it prints the one command to run, and fails only if
# something is missing indeed. Nothing missing costs one dpkg query (0.1 s), so that `make run` can
# ask each time. The lists name every package, because a developer's machine always has some of them
# already and would hide an omission: only a bare system proves them.
set -euo pipefail

niveau=${1:-execution}

# Starting at all, without a display: what Qt's libraries load, and the system's certificates.
paquets=(ca-certificates python3 python3-venv make
    libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0)
# A real window: the xcb plugin aborts the process when one of these is absent.
paquets+=(libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0)
# Printing: without it the list of printers is empty, and no error says why.
paquets+=(libcups2)

case $niveau in
execution) ;;
tests)
    paquets+=(git postgresql xvfb xauth poppler-utils gnome-keyring dbus)
    ;;
*)
    echo "Usage : $0 [execution|tests]" >&2
    exit 2
    ;;
esac

if ! command -v apt-get >/dev/null; then
    echo "Ce système n’est ni Debian ni Ubuntu : l’équivalent de ces paquets doit s’y trouver :" >&2
    echo "  ${paquets[*]}" >&2
    exit 0
fi

# A package may be there under another name (libcups2t64 provides libcups2): both names count.
installes=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}, ${Provides}\n' |
    sed -n 's/^installed //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//' | sort -u)
manquants=()
for paquet in "${paquets[@]}"; do
    grep -qxF "$paquet" <<<"$installes" || manquants+=("$paquet")
done
[ ${#manquants[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Il manque à ce système : ${manquants[*]}" >&2
    echo "À lancer une fois, puis recommencer :" >&2
    echo "  sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends ${manquants[*]}'" >&2
    exit 1
fi

echo "Installation des paquets du système : ${manquants[*]}"
export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
journal=$(mktemp)
trap 'rm -f "$journal"' EXIT
# One unreachable source among several must not stop the others: the installation itself decides.
"${apt[@]}" update >"$journal" 2>&1 || cat "$journal" >&2
if ! "${apt[@]}" install --yes --no-install-recommends "${manquants[@]}" >"$journal" 2>&1; then
    cat "$journal" >&2
    echo "L’installation des paquets du système a échoué : le détail est ci-dessus." >&2
    exit 1
fi
