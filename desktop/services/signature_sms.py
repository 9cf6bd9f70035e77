"""The accord by SMS, from the laptop: whether it can be had now, asking, following (R-CER-11, R-CER-19).

For the screen that comes:

1. ``possibilite(cer)`` is read from the replica alone and costs nothing: show it beside the other means.
2. ``demander``, ``lire``, ``annuler`` and ``pdf`` speak to the server, for a minute at worst: call them
   off the screen's thread (``desktop.views.tache``). Flush what is being typed before ``demander``.
3. Once asked, open ``Suivi.lien`` in the browser: the person reads there to the end, receives the code
   and types it. Meanwhile call ``lire`` every few seconds, and when the window comes back to the front.
4. When ``etat`` becomes ``SIGNEE`` a synchronisation has been asked for: the accord and the signed PDF
   arrive by it, like anything else. ``pdf`` gives the same PDF at once, to hand over (R-CER-32).
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Connection, or_, select

from desktop.documents.apercu import sous
from desktop.documents.redaction import SIGNATAIRE
from desktop.models.changes import Changes
from desktop.models.replique import put
from desktop.models.tables import changement
from desktop.services.acces import NEEDS_NETWORK, HorsLigneError
from desktop.services.cer_lu import Lu, print_is_contested, read_cer
from desktop.services.editions import Editions
from desktop.services.lignes_cer import counting, worth
from desktop.services.poste import Poste, known
from desktop.services.synchro import Synchro
from domain.accord.modele import model_of
from domain.accord.rules import Standing, content, fingerprint
from domain.accord.sms import SMS, VIVANTS, EtatSignature, mobile
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.registry import FORMS

RULE = "R-CER-19"
_SERVICE = "signature_sms"  # in the replica: whether the département has the service, as it last said
_INTO_THE_FRAME = 6, 23
"""Points to the right of the words above a frame, and below them: the name of who signs is in between."""
_MOVED = "Ce contrat a changé pendant que le PDF se préparait\u00a0: demandez la signature de nouveau."
_NO_PLACE = "Ce contrat n’a pas de place pour signer\u00a0: recueillez l’accord autrement."


class Obstacle(StrEnum):
    """Why an SMS is not possible now."""

    DROIT = "droit"  # not his to take, or the CER was submitted
    SERVICE = "service"  # the département has none
    MOBILE = "mobile"  # no number that receives an SMS is known
    CONFLIT = "conflit"  # something that prints waits in «À reprendre»
    NON_ENVOYE = "non_envoye"  # something that prints has not reached the server
    RESEAU = "reseau"
    DEJA = "deja"  # asked, and not answered yet
    SIGNE = "signe"  # the text as it is was signed so


_WORDS = {
    Obstacle.SERVICE: "Votre département n’a pas de signature par SMS.",
    Obstacle.MOBILE: (
        "Aucun téléphone mobile n’est connu\u00a0: demandez-le à la personne et notez-le dans son dossier."
    ),
    Obstacle.CONFLIT: (
        "Une partie de ce contrat a été modifiée ailleurs en même temps\u00a0: choisissez d’abord la version "
        "à garder, dans «\u00a0À reprendre\u00a0»."
    ),
    Obstacle.NON_ENVOYE: "Vos dernières modifications ne sont pas encore sur le serveur\u00a0: synchronisez.",
    Obstacle.RESEAU: "Pas de réseau pour le moment\u00a0: réessayez, ou recueillez l’accord à l’écran.",
    Obstacle.DEJA: "La signature est déjà demandée à la personne.",
    Obstacle.SIGNE: "Ce contrat est déjà signé par SMS.",
}
_STATES = {
    EtatSignature.PREPARATION: "La demande part chez l’opérateur de signature.",
    EtatSignature.ENVOYEE: (
        "La personne peut lire le contrat jusqu’au bout, puis le signer avec le code reçu par SMS."
    ),
    EtatSignature.SIGNEE: "Signé par SMS. Remettez à la personne le PDF signé, qui ne peut plus être altéré.",
    EtatSignature.REFUSEE: "La personne a refusé de signer.",
    EtatSignature.EXPIREE: "La personne n’a pas signé à temps\u00a0: la demande n’est plus valable.",
    EtatSignature.ANNULEE: "La demande de signature est annulée.",
    EtatSignature.ECHOUEE: "La demande de signature n’est pas arrivée à la personne.",
}
_NO_LONGER = "Le contrat ou le téléphone a changé depuis\u00a0: demandez la signature de nouveau."


@dataclass(frozen=True, slots=True)
class Possibilite:
    """Whether an SMS may be asked for now.

    ``obstacle`` and ``raison``: the first thing that stands in the way, and its words; ``None`` and ''
    if nothing does. ``telephone``: where the code would go, as E.164, '' if no mobile is known.
    """

    obstacle: Obstacle | None
    raison: str
    telephone: str

    @property
    def possible(self) -> bool:
        """Tell whether nothing stands in the way."""
        return self.obstacle is None

    @property
    def offerte(self) -> bool:
        """Tell whether it may be chosen: it can be asked for, or it was and is to be followed."""
        return self.obstacle in (None, Obstacle.DEJA)


@dataclass(frozen=True, slots=True)
class Suivi:
    """Where the signature of a CER is, as the server says it.

    ``etat``: ``None`` if nothing was asked. ``a_jour``: text and telephone are still those of the request.
    ``lien``: where the person reads and signs, '' once it serves no more. ``phrase``: all of it in words.
    ``par``: name of who asked. ``demandee_le``, ``finie_le``: instants, '' if not yet. ``accord``,
    ``document``: identifiers of what was written, '' before that.
    """

    service: bool
    etat: EtatSignature | None
    a_jour: bool
    lien: str
    phrase: str
    par: str
    demandee_le: str
    finie_le: str
    accord: str
    document: str

    @property
    def en_cours(self) -> bool:
        """Tell whether an answer may still come: it is worth looking again."""
        return self.etat in VIVANTS


class Guichet(Protocol):
    """How the server is asked: ``desktop.sync.signature``. Calls raise RefusedError, HorsLigneError."""

    def demander(self, serveur: str, jeton: str, cer: str, demande: Mapping[str, Any]) -> dict[str, Any]:
        """Ask."""
        ...  # pragma: no cover

    def lire(self, serveur: str, jeton: str, cer: str) -> dict[str, Any]:
        """Look."""
        ...  # pragma: no cover

    def annuler(self, serveur: str, jeton: str, cer: str) -> dict[str, Any]:
        """Cancel."""
        ...  # pragma: no cover

    def pdf(self, serveur: str, jeton: str, cer: str) -> bytes:
        """Fetch what was signed."""
        ...  # pragma: no cover


class SignatureSms:
    """Use cases of the accord by SMS."""

    def __init__(self, poste: Poste, editions: Editions, synchro: Synchro) -> None:
        self._poste = poste
        self._editions = editions
        self._synchro = synchro
        self._guichet: Guichet | None = None
        self._suivis: dict[str, Suivi] = {}  # as the server last said, since this opening

    def brancher(self, guichet: Guichet) -> None:
        """Be told, by the composition root, how to ask the server."""
        self._guichet = guichet

    def possibilite(self, cer: str) -> Possibilite:
        """Say whether an SMS may be asked for now, from what this computer knows; asks nobody.

        Raises RefusedError if the CER is no longer here.
        """
        with self._poste.replique.read() as connection:
            lu = read_cer(self._poste, connection, cer)
            obstacle = self._obstacle(connection, lu, cer)
        telephone = mobile(lu.dossier) or ""
        if obstacle is not Obstacle.DROIT:
            return Possibilite(obstacle, _WORDS[obstacle] if obstacle else "", telephone)
        refused = _right(lu)
        return Possibilite(obstacle, refused.message if refused else "", telephone)

    def demander(self, cer: str) -> Suivi:
        """Make the edition afresh and ask the person to sign it. Raises RefusedError, HorsLigneError.

        Asking twice for the same text makes one request; for a text or a telephone that changed, the
        former one is cancelled.
        """
        can = self.possibilite(cer)
        if not can.possible:
            raise RefusedError(can.raison, RULE)
        before = self._fingerprint(cer)
        printed = self._editions.cer(cer, "pdf", par_sms=True).octets
        if self._fingerprint(cer) != before:
            raise RefusedError(_MOVED, RULE)
        place = sous(printed, SIGNATAIRE)
        if place is None:
            raise RefusedError(_NO_PLACE, RULE)
        demande = {
            "empreinte": before,
            "pdf": base64.b64encode(printed).decode(),
            "page": place.page,
            "x": place.x + _INTO_THE_FRAME[0],
            "y": place.y + _INTO_THE_FRAME[1],
        }
        guichet, where = self._door()
        return self._told(cer, guichet.demander(*where, cer, demande))

    def lire(self, cer: str) -> Suivi:
        """Look where the signature is. Raises RefusedError, HorsLigneError."""
        guichet, where = self._door()
        return self._told(cer, guichet.lire(*where, cer))

    def annuler(self, cer: str) -> Suivi:
        """Cancel the request; what was signed meanwhile stays signed. Raises RefusedError, HorsLigneError."""
        guichet, where = self._door()
        return self._told(cer, guichet.annuler(*where, cer))

    def pdf(self, cer: str) -> bytes:
        """Return the signed PDF, at any time (R-CER-19). Raises RefusedError, HorsLigneError."""
        guichet, where = self._door()
        return guichet.pdf(*where, cer)

    def _obstacle(self, connection: Connection, lu: Lu, cer: str) -> Obstacle | None:
        """Return what stands first in the way: what cannot be helped comes before what one can act on."""
        last = counting(lu.cer, lu.objectifs, lu.accords)
        signed = worth(lu.cer, lu.objectifs, lu.accords) is Standing.OUI and last.get("moyen") == SMS
        told = self._suivis.get(cer)
        standing = (
            (Obstacle.DROIT, _right(lu) is not None),
            (Obstacle.SERVICE, known(connection, _SERVICE) is False),
            (Obstacle.SIGNE, signed),
            (Obstacle.MOBILE, mobile(lu.dossier) is None),
            (Obstacle.CONFLIT, print_is_contested(connection, lu)),
            (Obstacle.NON_ENVOYE, _unsent(connection, cer, str(lu.cer["dossier"]))),
            (Obstacle.RESEAU, self._synchro.etat().en_ligne is False),
            (Obstacle.DEJA, told is not None and told.en_cours and told.a_jour),
        )
        return next((obstacle for obstacle, there in standing if there), None)

    def _fingerprint(self, cer: str) -> str:
        with self._poste.replique.read() as connection:
            lu = read_cer(self._poste, connection, cer)
        model = model_of(self._poste.settings)
        return fingerprint(content(cer=lu.cer, objectifs=lu.objectifs, dossier=lu.dossier, model=model))

    def _door(self) -> tuple[Guichet, tuple[str, str]]:
        if self._guichet is None:
            raise HorsLigneError(NEEDS_NETWORK)
        with self._poste.replique.read() as connection:
            where = (str(known(connection, "serveur") or ""), str(known(connection, "jeton") or ""))
        return self._guichet, where

    def _told(self, cer: str, said: Mapping[str, Any]) -> Suivi:
        """Keep what the server says; ask for a synchronisation when it brings something."""
        with self._poste.replique.read() as connection:
            names = self._poste.names(connection)
            had = known(connection, _SERVICE)
        suivi = _read(said, names)
        before, self._suivis[cer] = self._suivis.get(cer), suivi
        if had is not suivi.service:
            self._poste.now_write(_remember(suivi.service))
        if suivi.etat is EtatSignature.SIGNEE and (before is None or before.etat is not suivi.etat):
            self._synchro.demander()
        return suivi


def _remember(service: bool) -> Callable[[Connection], tuple[None, Changes]]:  # noqa: FBT001 - the fact itself
    def work(connection: Connection) -> tuple[None, Changes]:
        put(connection, **{_SERVICE: service})
        return None, Changes()

    return work


def _right(lu: Lu) -> RefusedError | None:
    return refusal(lu.writer, FORMS["accord"], Op.CREATE, ["reponse"], lu.etat)


def _unsent(connection: Connection, cer: str, dossier: str) -> bool:
    """Tell whether something that prints on this CER waits to be sent: the CER, objectifs, the person."""
    waiting = select(changement.c.ordre).where(
        or_(
            changement.c.record.in_((cer, dossier)),
            (changement.c.kind == "objectif") & (changement.c.dossier == dossier),
        )
    )
    return connection.execute(waiting).first() is not None


def _read(said: Mapping[str, Any], names: Mapping[str, str]) -> Suivi:
    """Read the answer of a door; a state that a newer server invents is told as still under way."""
    text = {name: str(said.get(name) or "") for name in ("lien", "motif", "demandee_le", "finie_le")}
    etat = None
    if code := said.get("etat"):
        etat = EtatSignature(code) if code in set(EtatSignature) else EtatSignature.ENVOYEE
    a_jour = bool(said.get("a_jour", True))
    stale = _NO_LONGER if etat in VIVANTS and not a_jour else ""
    words = (_STATES[etat] if etat else "", text["motif"], stale)
    return Suivi(
        service=bool(said.get("service")),
        etat=etat,
        a_jour=a_jour,
        lien=text["lien"],
        phrase=" ".join(filter(None, words)),
        par=names.get(str(said.get("par")), ""),
        demandee_le=text["demandee_le"],
        finie_le=text["finie_le"],
        accord=str(said.get("accord") or ""),
        document=str(said.get("document") or ""),
    )
