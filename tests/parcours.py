"""A path of ten years, invented: what a frise is drawn, printed and measured on."""

import datetime as dt
from collections.abc import Mapping

from desktop.services.bureau import Bureau
from domain.cer.rules import end_date, months_later
from domain.fields import Value
from tests.builders import une_personne, verser

DEBUT = dt.date(2016, 12, 1)
ENTRETIENS, CERS, DROITS = 120, 15, 40
_REALISATIONS = ("presence",) * 6 + ("absence_justifiee", "presence", "absence_non_justifiee", "annule")
_DROITS = ("versable", "versable", "suspendu", "versable", "versement_suspendu")


def dix_ans(bureau: Bureau) -> str:
    """Pour ten years of one person's path; return the dossier."""
    dossier = une_personne(
        bureau,
        nom="Aubert",
        prenom="Nadège",
        date_etat_droit="2026-06-01",
        date_midem="2023-04-11",
        motif_midem="Absences répétées",
    )
    anciens = verser(
        bureau,
        "collaborateur",
        {"nom": "Perrin", "prenom": "Julie", "profil": "referent"},
        {"nom": "Vidal", "prenom": "Marc", "profil": "referent"},
        {"nom": "Sabatier", "prenom": "Lucie", "profil": "secretariat_proximite"},
    )

    def pour(kind: str, *records: Mapping[str, Value]) -> None:
        verser(bureau, kind, *({**record, "dossier": dossier} for record in records))

    pour(
        "affectation",
        _affectation(anciens[0], "2016-12-01", "2020-03-31"),
        _affectation(anciens[1], "2020-04-01", "2026-10-31"),
        _affectation(anciens[2], "2026-09-15", "2026-12-15", role="etape"),
    )
    pour(
        "evenement_droit",
        *(_evenement(rank) for rank in range(DROITS - 1)),
    )
    for rank in range(CERS):
        _cer(bureau, dossier, rank)
    pour(
        "veille",
        {"motif": "sante", "debut": "2018-02-05", "fin": "2018-05-01", "terminee_le": "2018-06-10"},
        {"motif": "formation", "debut": "2021-09-01", "terminee_le": "2022-06-30"},
        {"motif": "sanction", "debut": "2023-06-01", "terminee_le": "2023-09-30"},
        {"motif": "sante", "debut": "2026-10-05", "fin": "2027-01-10"},
    )
    pour("entretien", *(_entretien(bureau, rank) for rank in range(ENTRETIENS - 1)))
    pour("entretien", _entretien(bureau, 0) | {"moment": "2026-12-03T10:00", "realisation": "prevu"})
    pour(
        "demande_midem",
        {"date": "2019-05-06", "motif": "Trois absences"},
        {"date": "2023-03-20", "motif": "Absences répétées"},
        {"date": "2026-11-02", "motif": "Ne répond plus"},
    )
    pour("demande_fin", {"cas": "emploi", "date": "2021-08-20", "traitee_le": "2021-09-03"})
    return dossier


def _affectation(referent: str, debut: str, fin: str, role: str = "parcours") -> dict[str, Value]:
    return {"referent": referent, "role": role, "debut": debut, "fin": fin}


def _evenement(rank: int) -> dict[str, Value]:
    etat = _DROITS[rank % len(_DROITS)]
    why = None if etat == "versable" else "DTR en retard"
    return {"date": _plus(rank * 90), "etat": etat, "sdd": "sdd", "motif": why}


def _cer(bureau: Bureau, dossier: str, rank: int) -> None:
    start = months_later(DEBUT, 2 + rank * 8)
    values: dict[str, Value] = {"dossier": dossier, "numero": rank + 1, "date_debut": start.isoformat()}
    values["date_decision"] = start.isoformat()
    values |= {"date_fin": end_date(start, 8).isoformat(), "situation": "Elle avance. " * 200}
    (cer,) = verser(bureau, "cer", values)
    steps = [("proposition", "soumis"), ("soumis", "non_valide" if rank == 6 else "valide")]
    for number, (came, went) in enumerate(steps if rank < CERS - 1 else [], 1):
        step: dict[str, Value] = {"dossier": dossier, "cer": cer, "rang": number, "de": came, "vers": went}
        verser(bureau, "evenement_cer", step)


def _entretien(bureau: Bureau, rank: int) -> dict[str, Value]:
    return {
        "moment": f"{_plus(rank * 30)}T{9 + rank % 8:02}:30",
        "type": "renouvellement" if rank % 8 == 0 else "individuel",
        "realisation": _REALISATIONS[rank % len(_REALISATIONS)],
        "collaborateur": bureau.moi.id,
        "suite": "Chercher. " * 20,
    }


def _plus(days: int) -> str:
    return (DEBUT + dt.timedelta(days)).isoformat()
