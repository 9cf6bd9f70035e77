"""How a dossier is accompanied, whole: its state, who, the veilles, what is asked, the sortie (R-FA-2…12)."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from desktop.models.tables import RECORDS
from desktop.services.actes import refus
from desktop.services.demandes import FinLue, MidemLue, lire_fin, lire_midem
from desktop.services.dossiers import GONE
from desktop.services.lignes_cer import cers_by_dossier
from desktop.services.marques import lire_hors
from desktop.services.poste import Poste, Values, row, rows, text_of
from desktop.services.restes import lire_restes
from desktop.services.sorties import SortieDatee, SortieLue, lire_sortie
from desktop.services.veilles import VeilleLue, lire_veilles
from domain.cer.states import State
from domain.clock import today
from domain.errors import RefusedError
from domain.exchange.v1 import Op
from domain.file_active.rules import current_referent, entry_date, is_ahead, is_current
from domain.hint import Hint
from domain.profils import REENTERING

PAR_LE_SECRETARIAT = "Un référent d’étape se désigne au secrétariat de dispositif ou de proximité."


@dataclass(frozen=True, slots=True)
class ReferentLu:
    """Who accompanies or accompanied; ``court``: today too; ``a_venir``: from a day that is to come."""

    affectation: str
    nom: str
    role: str | None
    role_libelle: str
    debut: str | None
    fin: str | None
    motif_libelle: str
    court: bool
    a_venir: bool


@dataclass(frozen=True, slots=True)
class EtatLu:
    """Where the accompaniment stands: entered, in veille, leaving, or without a référent."""

    sorte: Literal["entree", "veille", "sortie", "sans"]
    depuis: str | None
    referent_nom: str
    precision: str


@dataclass(frozen=True, slots=True)
class AccompagnementLu:
    """What the tab shows. A ``refus`` says who does what this user may not; '' where he may."""

    etat: EtatLu
    hors: Hint | None
    referents: tuple[ReferentLu, ...]
    veilles: tuple[VeilleLue, ...]
    refus_veille: str
    midem: MidemLue
    fin: FinLue
    sortie: SortieLue
    refus_etape: str


class Accompagnement:
    """Reads how a dossier is accompanied."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def lire(self, dossier: str) -> AccompagnementLu:
        """Return it all. Raises RefusedError if the dossier is no longer on this computer."""
        poste = self._poste
        day = today(poste.clock)
        with poste.replique.read() as connection:
            person = row(connection, "dossier", dossier)
            if person is None:
                raise RefusedError(GONE, "R-ACC-2")

            def of(kind: str) -> list[Values]:
                return rows(connection, kind, RECORDS[kind].c.dossier == dossier)

            writer = poste.writer(connection, dossier)
            names = poste.names(connection)
            affectations, documents, entretiens = of("affectation"), of("document"), of("entretien")
            veilles = of("veille")
            cers = cers_by_dossier(poste, connection, dossier).get(dossier, [])
            valid = [cer.fin for cer in cers if cer.etat is State.VALIDE and cer.fin]
            closed = person["etat_droit"] == "clos"
            veilles_lues = lire_veilles(poste, veilles, closed=closed)
            fin = lire_fin(person, of("demande_fin"), documents, writer, names)
            sortie = lire_sortie(
                poste,
                connection,
                person,
                affectations,
                writer,
                restes=lire_restes(
                    poste, connection, dossier, cers=cers, entretiens=entretiens, veilles=veilles
                ),
                preuves=fin.preuves,
                cer_end=max(valid, default=None),
            )
            return AccompagnementLu(
                etat=_etat(affectations, veilles_lues, sortie.datee, names, day),
                hors=lire_hors(poste, connection, person, affectations),
                referents=tuple(
                    ReferentLu(
                        str(one["id"]),
                        names.get(str(one["referent"]), "inconnu ici"),
                        text_of(one["role"]),
                        str(one["role_libelle"] or ""),
                        text_of(one["debut"]),
                        text_of(one["fin"]),
                        str(one["motif_fin_libelle"] or ""),
                        is_current(one, day),
                        is_ahead(one, day),
                    )
                    for one in sorted(affectations, key=lambda one: str(one["debut"] or ""), reverse=True)
                ),
                veilles=veilles_lues,
                refus_veille=refus(writer, "veille", Op.CREATE, {"motif": "?", "debut": "?"}),
                midem=lire_midem(person, of("demande_midem"), documents, entretiens, writer, names),
                fin=fin,
                sortie=sortie,
                refus_etape="" if poste.moi.profil in REENTERING else PAR_LE_SECRETARIAT,
            )


def _etat(
    affectations: list[Values],
    veilles: tuple[VeilleLue, ...],
    sortie: SortieDatee | None,
    names: dict[str, str],
    day: dt.date,
) -> EtatLu:
    referent = current_referent(affectations, day)
    who = names.get(referent, "inconnu ici") if referent else ""
    runs = next((one.values for one in veilles if one.court), None)
    if sortie is not None:
        return EtatLu("sortie", sortie.fin, sortie.referent_nom, sortie.motif_libelle)
    if referent is None:
        return EtatLu("sans", None, "", "")
    if runs is not None:
        return EtatLu("veille", text_of(runs["debut"]), who, str(runs["motif_libelle"] or ""))
    return EtatLu("entree", entry_date(affectations, referent, day), who, "")
