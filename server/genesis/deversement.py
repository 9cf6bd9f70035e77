"""The pouring itself: one file, one transaction, everything or nothing (R-GEN-6, decision 32).

Reads the file, plans, judges the threshold, writes through ``server/services/ecriture.py``. The same
file poured again plans nothing, so it writes nothing: not a row, not a line of the journal.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, insert, select, update

from domain.clock import Clock, today
from domain.errors import RefusedError
from domain.fields import Value
from domain.french import short_date
from domain.ids import Ids
from server.genesis import etat
from server.genesis.apport import Apport, Source, ouvrir
from server.genesis.correspondance import Correspondance
from server.genesis.couples import foyers_impossibles, lier, partager_contacts
from server.genesis.fichier import FichierRefuseError
from server.genesis.lignes import Interpretees, Ligne, Remarque
from server.genesis.plan import Jour, MouvementSuivi, Plan, Planificateur
from server.genesis.rapport import Rapport, rapport
from server.genesis.rapprochement import Annuaire, Rapprochees, rapprocher
from server.models import departement as departements
from server.models import identite_genesis
from server.services.departements import departement_of
from server.services.ecriture import Ecriture
from server.services.reglages import settings_of

SEUIL = 0.10
"""Greatest share of the affectations in force that a pouring may end or move unasked."""


class AConfirmerError(RefusedError):
    """Too much would change at once: a person must look first (decision 32)."""


@dataclass(frozen=True)
class Demande:
    """What the operator asked for; ``date`` is not needed of a flow, which tells its own."""

    departement: str | None
    correspondance: Correspondance
    date: dt.date | None
    confirmer: bool = False
    a_blanc: bool = False


def deverser(engine: Engine, octets: bytes, demande: Demande, *, clock: Clock, ids: Ids) -> Rapport:
    """Pour a file. Raises FichierRefuseError or AConfirmerError, and then nothing was written."""
    apport = ouvrir(octets, demande.correspondance, demande.date)
    if apport.date > today(clock):
        raise FichierRefuseError(f"sa date, le {short_date(apport.date.isoformat())}, est à venir")
    with engine.begin() as connection:
        code = departement_of(
            connection, demande.departement or demande.correspondance.departement or apport.departement
        )
        _meme_departement(code, demande.correspondance.departement, "la correspondance")
        _meme_departement(code, apport.departement, "ce flux")
        jour = _jour(connection, code, apport)
        settings = settings_of(connection, code)
        lues = apport.interpreter(settings)
        plan = _planifier(connection, code, apport.source, lues, jour, ids)
        _juger(plan, demande)
        if not demande.a_blanc:
            ecriture = Ecriture(connection, code, None, clock, ids, settings=settings)
            _appliquer(connection, ecriture, plan, code)
            _noter(connection, code, apport.source, jour)
            ecriture.terminer()
    return rapport(plan, code, apport.source, jour.extrait, len(lues.lignes), a_blanc=demande.a_blanc)


def _meme_departement(code: str, declared: str | None, quoi: str) -> None:
    if declared not in (None, code):
        raise FichierRefuseError(f"{quoi} est du département {declared}, pas du {code}")


def _jour(connection: Connection, code: str, apport: Apport) -> Jour:
    """Return the day of the file. Raises FichierRefuseError if a later one was poured already.

    The row of the département is locked: two pourings at once follow one another. Each source has
    its own days, since a monthly flow is older than yesterday's extract without being out of date.
    """
    column = departements.c[apport.source.date]
    day = apport.date.isoformat()
    last = connection.execute(
        select(column).where(departements.c.code == code).with_for_update()
    ).scalar_one()
    if last is not None and day < last:
        raise FichierRefuseError(
            f"il est du {short_date(day)}, plus ancien que le dernier déversé, du {short_date(last)}"
        )
    return Jour(day, last)


def _noter(connection: Connection, code: str, source: Source, jour: Jour) -> None:
    if jour.extrait != jour.precedent:
        connection.execute(
            update(departements).where(departements.c.code == code).values({source.date: jour.extrait})
        )


def _planifier(
    connection: Connection, code: str, source: Source, lues: Interpretees, jour: Jour, ids: Ids
) -> Plan:
    fiches = etat.fiches(connection, code)
    planificateur = Planificateur(fiches, etat.referents(connection, code), jour, source)
    plan = planificateur.plan
    plan.rejets += lues.rejets
    plan.remarques += lues.remarques
    impossible = foyers_impossibles(lues.lignes)
    plan.rejets += impossible.values()
    good = [one for one in lues.lignes if one.ligne not in impossible]
    doubtful = [*lues.douteuses, *(one for one in lues.lignes if one.ligne in impossible)]
    partager_contacts(good)
    rapprochees = rapprocher(good, doubtful, Annuaire(etat.connus(fiches)), source.unite)
    plan.rejets += rapprochees.rejets
    plan.remarques += rapprochees.remarques
    places = [
        (ligne, planificateur.ligne(ligne, dossier, ids.new())) for ligne, dossier in rapprochees.paires
    ]
    if source.couples:
        lier(places, fiches, planificateur, jour.extrait)
    if source.complet:
        _absents(planificateur, lues, rapprochees, frozenset(fiches))
    plan.inchanges = len(
        {dossier for _, dossier in rapprochees.paires if dossier} - plan.modifies - set(plan.figes)
    )
    return plan


def _absents(
    planificateur: Planificateur,
    lues: Interpretees,
    rapprochees: Rapprochees,
    dossiers: frozenset[str],
) -> None:
    """Freeze the dossiers that the extract no longer names, unless a line may be about them."""
    if lues.anonymes:
        planificateur.plan.remarques.append(
            Remarque(
                None,
                f"{lues.anonymes} lignes rejetées ne disent pas de qui elles parlent\u00a0:"
                " aucun dossier absent de l’extrait n’a été figé",
            )
        )
        return
    planificateur.figer(dossiers - rapprochees.vues)


def _juger(plan: Plan, demande: Demande) -> None:
    """Stop if too many affectations would end, move or freeze, unless the operator confirms."""
    moved = len(plan.bouges)
    if demande.confirmer or demande.a_blanc or moved <= SEUIL * plan.suivis_avant:
        return
    raise AConfirmerError(
        f"Rien n’a été modifié\u00a0: ce fichier ferait finir, changer ou figer {moved} affectations"
        f" sur {plan.suivis_avant} en cours (plus de {SEUIL:.0%}). Vérifiez que l’extrait est complet"
        " (--a-blanc montre ce qu’il ferait), puis recommencez avec --confirmer.".replace("%", "\u00a0%"),
        "R-GEN-6",
    )


def _appliquer(connection: Connection, ecriture: Ecriture, plan: Plan, departement: str) -> None:
    _identites(connection, plan, departement)
    ecriture.creer_lot("dossier", [(dossier, None, values) for dossier, values in plan.creations.items()])
    for dossier, values in plan.modifications.items():
        ecriture.modifier("dossier", dossier, values)
    ecriture.creer_lot("evenement_droit", [(None, dossier, values) for dossier, values in plan.droits])
    for movement in plan.mouvements:
        if movement.suivi is not None:
            ecriture.modifier("affectation", movement.suivi, _periode(movement))
    opened = [one for one in plan.mouvements if one.quoi == "ouvrir"]
    ecriture.creer_lot("affectation", [(None, one.dossier, _periode(one)) for one in opened])


def _periode(movement: MouvementSuivi) -> dict[str, Value]:
    match movement.quoi:
        case "ouvrir":
            return {"referent": movement.referent, "role": "parcours", "debut": movement.date}
        case "fermer":
            return {"fin": movement.date, "motif_fin": "genesis"}
        case "rouvrir":
            return {"fin": None, "motif_fin": None}
        case "avancer":
            return {"debut": movement.date}


def _identites(connection: Connection, plan: Plan, departement: str) -> None:
    """Keep what identifies a person and never leaves the server (decision 27)."""
    table = identite_genesis
    before = {
        row.dossier: row
        for row in connection.execute(select(table).where(table.c.departement == departement))
    }
    new = []
    for dossier, ligne in plan.identites.items():
        known = before.get(dossier)
        told = _identite(ligne)
        if known is None:
            new.append({"departement": departement, "dossier": dossier, **told})
            continue
        kept = {name: value for name, value in told.items() if value and value != getattr(known, name)}
        if kept:
            connection.execute(
                update(table)
                .where(table.c.departement == departement, table.c.dossier == dossier)
                .values(kept)
            )
    if new:
        connection.execute(insert(table), new)


def _identite(ligne: Ligne) -> dict[str, str | None]:
    return {"numero": ligne.numero, "nir": ligne.nir, "matricule": ligne.allocataire}
