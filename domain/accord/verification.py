"""One accord, verified from what is stored: for whoever doubts it, in words (decision 31).

Nothing here reads a base or knows of cryptography: bytes in, findings out, the same on the server,
on a laptop and in a test. What a finding cannot establish, it does not say.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.accord import horloge
from domain.accord.chaine import Maillon, Place, link_bytes, maillon, place
from domain.accord.rules import CONTENT_VERSION, agreed_print, fingerprint, is_canonical, version_of
from domain.accord.sms import SERVEUR
from domain.clock import read_instant
from domain.fields import Value
from domain.french import NBSP
from domain.french import when as local_time

Verifie = Callable[[str, str, bytes], bool]
"""Tell whether a signature is that of a key on these bytes: (key, signature, both base64; bytes)."""

SKEW = 120
"""Seconds by which a device's clock may differ from the server's without a word being said of it."""


class Gravite(StrEnum):
    """How much a finding weighs, from the least: in order, lapsed, to look at, broken."""

    ORDRE = "ordre"
    CADUC = "caduc"
    SIGNALE = "signale"
    ROMPU = "rompu"


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding: what it is about, how much it weighs, and the sentence to read."""

    sujet: str
    gravite: Gravite
    texte: str


@dataclass(frozen=True, slots=True)
class Cle:
    """A public key of a device (base64); ``jusque``: the instant it was replaced, '' if it was not."""

    cle: str
    jusque: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """An accord with what is known around it.

    ``appareil``: its device, or :data:`SERVEUR` for what the server signs itself (an SMS).
    ``cles`` and ``maillons``: those of its device, ``None`` where they are not known (a laptop holds
    its own dossiers only): what the server noted on arrival stands for them. ``actuel``:
    fingerprint of the CER's agreed part today; ``remplace``: a later accord took its place.
    """

    accord: Mapping[str, Value]
    appareil: str
    actuel: str
    remplace: bool = False
    cles: Sequence[Cle] | None = None
    maillons: Collection[Maillon] | None = None


def verifier(piece: Piece, verifie: Verifie) -> tuple[Constat, ...]:
    """Return what is found of one accord: its text, signature, place, standing and hour."""
    return (
        _text(piece.accord),
        _signature(piece, verifie),
        *_chain(piece),
        _standing(piece),
        *_clock(piece.accord),
    )


def gravest(constats: Collection[Constat]) -> Gravite:
    """Return the greatest weight among findings."""
    order = list(Gravite)
    return max((constat.gravite for constat in constats), key=order.index, default=Gravite.ORDRE)


def _text(accord: Mapping[str, Value]) -> Constat:
    text = accord.get("contenu")
    version = version_of(accord)
    if not isinstance(text, str) or fingerprint(text) != accord.get("empreinte"):
        return _found("texte", Gravite.ROMPU, "Le texte gardé n’est pas celui dont l’empreinte est inscrite.")
    if version is not None and version > CONTENT_VERSION:
        return _found(
            "texte",
            Gravite.SIGNALE,
            "Le texte gardé a bien l’empreinte inscrite. Il vient d’une version plus récente de Permanence"
            f"{NBSP}: il est gardé sans être interprété.",
        )
    if version is None or not is_canonical(text) or agreed_print(accord) is None:
        return _found(
            "texte", Gravite.ROMPU, "Le texte gardé n’est pas sous la seule forme qu’un accord peut avoir."
        )
    if version != accord.get("version_contenu"):
        return _found("texte", Gravite.ROMPU, "La version inscrite n’est pas celle du texte gardé.")
    return _found("texte", Gravite.ORDRE, "Le texte gardé est celui dont l’empreinte est inscrite.")


def _signature(piece: Piece, verifie: Verifie) -> Constat:
    accord = piece.accord
    signature, signed = str(accord.get("signature") or ""), link_bytes(accord, piece.appareil)
    said = str(accord.get("cle") or "")
    keys = [Cle(said)] if piece.cles is None else [key for key in piece.cles if said in ("", key.cle)]
    key = next((key for key in keys if verifie(key.cle, signature, signed)), None)
    if accord.get("poste") not in (None, piece.appareil) or key is None:
        return _found("signature", Gravite.ROMPU, f"La signature n’est pas celle {_whose(piece)}.")
    received = str(accord.get("recu_le") or "")
    if key.jusque and received > key.jusque:
        return _found(
            "signature",
            Gravite.SIGNALE,
            f"La signature est celle d’une clé que cet appareil avait remplacée le {_when(key.jusque)}.",
        )
    return _found("signature", Gravite.ORDRE, f"La signature est celle de la clé {_whose(piece)}.")


def _whose(piece: Piece) -> str:
    return "du serveur" if piece.appareil == SERVEUR else "de cet appareil"


_PLACES = {
    Place.FOURCHE: (
        Gravite.SIGNALE,
        "Deux accords de cet appareil suivent le même\u00a0: une copie ancienne de son disque a resservi.",
    ),
    Place.MANQUANT: (Gravite.ROMPU, "L’accord qui précède celui-ci sur cet appareil n’est pas connu."),
    Place.RANG: (Gravite.ROMPU, "Le rang de cet accord ne suit pas celui de l’accord qui le précède."),
    Place.RENOUVELER: (Gravite.SIGNALE, "La clé de cet appareil a servi à deux copies de l’appareil."),
}


def _chain(piece: Piece) -> tuple[Constat, ...]:
    accord, rank = piece.accord, piece.accord.get("rang_appareil")
    if piece.maillons is None:
        noted = str(accord.get("constat") or "").split()
        found = [place_ for place_ in Place if place_ in noted]
    else:
        link = maillon(accord, piece.appareil, str(accord.get("id")), "")
        if all(other.empreinte != link.empreinte for other in piece.maillons):
            changed = (
                f"L’accord gardé n’est plus celui que le serveur a inscrit dans la chaîne {_whose(piece)}."
            )
            return (_found("chaine", Gravite.ROMPU, changed),)
        found = sorted(place(link, piece.maillons))
    if not found:
        words = f"C’est l’accord n°{NBSP}{rank} {_whose(piece)}, à sa place dans la suite de ses accords."
        return (_found("chaine", Gravite.ORDRE, words),)
    told = (_PLACES[place_] for place_ in found)
    return tuple(_found("chaine", weight, _worded(words, piece)) for weight, words in told)


def _worded(words: str, piece: Piece) -> str:
    """Say of the server what is said of a device."""
    if piece.appareil != SERVEUR:
        return words
    words = words.replace("sur cet appareil", "dans la suite du serveur")
    return words.replace("de cet appareil", "du serveur")


def _standing(piece: Piece) -> Constat:
    version = version_of(piece.accord)
    if version is not None and version > CONTENT_VERSION:
        return _found("valeur", Gravite.ORDRE, "Seule une version plus récente peut dire si cet accord vaut.")
    if agreed_print(piece.accord) != piece.actuel:
        return _found("valeur", Gravite.CADUC, "Le contrat a changé depuis cet accord, qui est caduc.")
    if piece.remplace:
        return _found("valeur", Gravite.CADUC, "Un accord recueilli plus tard a remplacé celui-ci.")
    return _found("valeur", Gravite.ORDRE, "Le contrat est toujours celui de cet accord.")


def _clock(accord: Mapping[str, Value]) -> tuple[Constat, ...]:
    taken, sent = horloge.taken(accord), horloge.sent(accord)
    if not accord.get("recueilli_le"):
        return (_found("heure", Gravite.SIGNALE, "L’appareil n’a inscrit aucune heure."),)
    found = [_between(accord)]
    if taken is not None and sent is not None and (moved := horloge.shift(taken, sent)):
        found += _moved(moved, same_run=taken.demarrage == sent.demarrage)
    ahead = offset(accord)
    if ahead is not None and abs(ahead) > SKEW:
        words = f"L’horloge de l’appareil {_skew(ahead)} sur celle du serveur."
        found.append(_found("heure", Gravite.SIGNALE, words))
    if _outside(accord, ahead or 0):
        words = "L’heure dite par l’appareil, corrigée de son écart, tombe hors de ces deux contacts."
        found.append(_found("heure", Gravite.SIGNALE, words))
    return tuple(found)


def offset(accord: Mapping[str, Value]) -> int | None:
    """Return by how many seconds the device's clock was ahead: at the sending, else at the contact before."""
    sent, received = accord.get("envoi_le"), accord.get("recu_le")
    if isinstance(sent, str) and isinstance(received, str):
        return horloge.gap(sent, received)
    earlier = accord.get("ecart_contact")
    return earlier if isinstance(earlier, int) else None


def _between(accord: Mapping[str, Value]) -> Constat:
    contact, received = accord.get("contact_le"), accord.get("recu_le")
    since = f"après le contact du {_when(contact)}" if isinstance(contact, str) else ""
    until = f"avant son arrivée au serveur, le {_when(received)}" if isinstance(received, str) else ""
    if not since and not until:
        return _found("heure", Gravite.ORDRE, "Cet accord n’a pas encore rencontré le serveur.")
    words = f"Recueilli {' et '.join(filter(None, (since, until)))}, d’après l’horloge du serveur."
    return _found("heure", Gravite.ORDRE, words)


def _moved(seconds: int, *, same_run: bool) -> list[Constat]:
    """Say that the wall clock and the counter part, and only what that establishes.

    Some machines stop their counter while they sleep: a wall clock that is ahead of it proves nothing.
    """
    if seconds < 0 and same_run:
        words = f"L’horloge de l’appareil a été reculée d’environ {horloge.duration(seconds)} avant l’envoi."
        return [_found("heure", Gravite.SIGNALE, words)]
    if same_run:
        words = "Entre l’accord et l’envoi, l’appareil a été mis en veille, ou son horloge avancée."
    else:
        words = "Entre l’accord et l’envoi, l’appareil a été redémarré, ou son horloge changée."
    return [_found("heure", Gravite.ORDRE, words)]


def _skew(ahead: int) -> str:
    return f"{'avançait' if ahead > 0 else 'retardait'} de {horloge.duration(ahead)}"


def _outside(accord: Mapping[str, Value], ahead: int) -> bool:
    said = read_instant(str(accord["recueilli_le"])).timestamp() - ahead
    contact, received = accord.get("contact_le"), accord.get("recu_le")
    return (isinstance(contact, str) and said < read_instant(contact).timestamp() - SKEW) or (
        isinstance(received, str) and said > read_instant(received).timestamp() + SKEW
    )


def _when(instant: str) -> str:
    try:
        return local_time(instant)
    except OverflowError:  # the last hours of the year 9999, elsewhere than in Greenwich
        return instant


def _found(sujet: str, gravite: Gravite, texte: str) -> Constat:
    return Constat(sujet, gravite, texte)
