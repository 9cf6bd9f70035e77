"""The small département on which the doors are tried: one account and one dossier for each trial."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import update

from domain.clock import instant
from domain.fields import Value
from domain.profils import Profile
from server.models import compte, departement
from server.portes.visiteur import MOT_DE_PASSE, Visiteur
from server.serveur import Serveur
from server.services import comptes, postes
from server.services.comptes import NouveauCompte, create_compte
from server.services.departements import create_departement
from server.services.ecriture import Ecriture
from server.services.reglages import settings_of

CODE = "07"
PDF = b"%PDF-1.7\n% essai\n%%EOF\n"
HERE, ELSEWHERE = "nord", "sud"
Ligne = dict[str, Value]


class Cas(StrEnum):
    """How one knocks."""

    SIEN = "sur un dossier que l’on suit"
    AUTRUI = "sur le dossier d’un autre"
    INCONNU = "sur un dossier qui n’existe pas"
    SANS_JETON = "sans jeton"
    REVOQUE = "d’un poste révoqué"
    BLOQUE = "d’un compte bloqué"
    PROVISOIRE = "mot de passe provisoire échu"


RECONNUS = (Cas.SIEN, Cas.AUTRUI, Cas.INCONNU)


@dataclass(frozen=True, slots=True)
class Essai:
    """Who knocks, and about which records. ``document`` and ``cer`` are of ``dossier``."""

    profil: Profile
    cas: Cas
    visiteur: Visiteur
    dossier: str
    document: str
    cer: str


class Maison:
    """Peoples an empty base, then gives what a trial needs."""

    def __init__(self, serveur: Serveur, url: str) -> None:
        self._serveur, self._url = serveur, url
        with serveur.engine.connect() as connection:
            known = connection.execute(departement.select()).first()
        if known is None:
            create_departement(serveur, CODE, "Département des portes")
        self._stranger = self._compte("etranger", Profile.REFERENT, ELSEWHERE, "Autre")
        self._foreign = self._dossier(self._stranger, ELSEWHERE)
        visiteur = Visiteur(url, serveur.ids, "etranger")
        visiteur.connecter()
        visiteur.demander("PUT", f"/contenus/{self._foreign[1]}", PDF)

    def essai(self, profil: Profile, cas: Cas) -> Essai:
        """Prepare an account of its own, signed in, with a dossier of its own."""
        serveur, name = self._serveur, f"{profil.value}-{cas.name.lower()}"
        identifier = self._compte(name, profil, HERE, "CCAS")
        visiteur = Visiteur(self._url, serveur.ids, name)
        visiteur.connecter()
        match cas:
            case Cas.AUTRUI:
                dossier, document, cer = self._foreign
            case Cas.INCONNU:
                dossier, document, cer = (serveur.ids.new() for _ in range(3))
            case _:
                dossier, document, cer = self._dossier(identifier, HERE)
        if cas is Cas.REVOQUE:
            postes.revoke(serveur, visiteur.poste)
        elif cas is Cas.BLOQUE:
            comptes.block(serveur, name)
        elif cas is Cas.PROVISOIRE:
            self._outlive(identifier)
        elif cas is Cas.SANS_JETON:
            visiteur.jeton = ""
        return Essai(profil, cas, visiteur, dossier, document, cer)

    def _compte(self, identifiant: str, profil: Profile, dtas: str, structure: str) -> str:
        nouveau = NouveauCompte(identifiant, "ESSAI", "Camille", profil, structure, (dtas,))
        return create_compte(self._serveur, nouveau, MOT_DE_PASSE, departement=CODE)

    def _outlive(self, identifier: str) -> None:
        yesterday = instant(self._serveur.clock.now() - dt.timedelta(days=1))
        with self._serveur.engine.begin() as connection:
            mine = (compte.c.departement == CODE) & (compte.c.id == identifier)
            connection.execute(update(compte).where(mine).values(provisoire_jusque=yesterday))

    def _dossier(self, referent: str, dtas: str) -> tuple[str, str, str]:
        serveur = self._serveur
        with serveur.engine.begin() as connection:
            settings = settings_of(connection, CODE)
            ecriture = Ecriture(connection, CODE, None, serveur.clock, serveur.ids, settings=settings)
            values: Ligne = {"nom": "EXEMPLE", "prenom": "Camille", "numero": serveur.ids.new(), "dtas": dtas}
            dossier = ecriture.creer("dossier", values)
            role: Ligne = {"referent": referent, "role": "parcours", "debut": "2020-01-01"}
            ecriture.creer("affectation", role, dossier=dossier)
            paper: Ligne = {
                "nom": "Essai",
                "rangement": "autres",
                "media": "application/pdf",
                "taille": len(PDF),
                "empreinte": hashlib.sha256(PDF).hexdigest(),
            }
            document = ecriture.creer("document", paper, dossier=dossier)
            cer = ecriture.creer("cer", {"numero": 1}, dossier=dossier)
            ecriture.terminer()
        return dossier, document, cer
