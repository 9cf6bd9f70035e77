"""The path of one person, read on a real replica: what each lane makes of its records."""

import datetime as dt
from collections.abc import Mapping

from desktop.services.bureau import Bureau
from domain.fields import Value
from domain.frise.faits import Fait, Forme, Frise
from tests.builders import une_personne, verser
from tests.parcours import CERS, DROITS, ENTRETIENS, dix_ans


def lane(frise: Frise, code: str) -> tuple[Fait, ...]:
    return next((piste.faits for piste in frise.pistes if piste.code == code), ())


def said(bureau: Bureau, dossier: str, code: str) -> list[tuple[str, Forme]]:
    return [(fait.dit, fait.forme) for fait in lane(bureau.frises.lire(dossier), code)]


def pour(bureau: Bureau, dossier: str, kind: str, *records: Mapping[str, Value]) -> list[str]:
    return verser(bureau, kind, *({**record, "dossier": dossier} for record in records))


def test_ten_years_stand_on_seven_lanes_each_in_the_order_of_time(bureau: Bureau) -> None:
    frise = bureau.frises.lire(dix_ans(bureau))
    assert [(piste.nom, len(piste.faits)) for piste in frise.pistes] == [
        ("Référents", 4),
        ("Droit", DROITS),
        ("CER", CERS),
        ("Veilles", 4),
        ("Entretiens", ENTRETIENS),
        ("Mises en demeure", 4),
        ("Demandes de fin", 1),
    ]
    assert (frise.nom, frise.jour, frise.sans_date) == ("Mme AUBERT Nadège", dt.date(2026, 11, 20), 0)
    for piste in frise.pistes:
        assert list(piste.faits) == sorted(piste.faits, key=lambda fait: fait.debut)


def test_leaving_and_coming_back_makes_two_periods(bureau: Bureau) -> None:
    """R-GEN-12."""
    dossier = une_personne(bureau)
    before: dict[str, Value] = {"referent": bureau.moi.id, "role": "parcours", "debut": "2024-01-08"}
    ended: dict[str, Value] = {"fin": "2025-06-30", "motif_fin": "emploi"}
    pour(bureau, dossier, "affectation", before | ended)
    who = "Camille Roche, référent de parcours"
    assert said(bureau, dossier, "affectation") == [
        (f"Du 8 janvier 2024 au 30 juin 2025\u00a0: {who} (Emploi)", Forme.PLEIN),
        (f"Depuis le 1er novembre 2026\u00a0: {who}", Forme.PLEIN),
    ]


def test_an_event_of_the_right_holds_until_the_next(bureau: Bureau) -> None:
    """R-GEN-5: two of the same day are one, and the dossier may know of a later one."""
    dossier = une_personne(bureau, date_etat_droit="2026-09-01")
    pour(
        bureau,
        dossier,
        "evenement_droit",
        {"date": "2026-07-01", "etat": "clos", "sdd": "sdd", "cree_le": "2026-07-01T00:00:00.000Z"},
        {"date": "2024-02-01", "etat": "versable", "sdd": "sdd"},
        {"date": "2026-07-01", "etat": "suspendu", "sdd": "nsdd", "motif": "DTR en retard"},
    )
    bound, held = "soumis aux droits et devoirs", "Droit ouvert et versable"
    stopped = f"Droit ouvert et suspendu (DTR en retard), non {bound}"
    assert said(bureau, dossier, "evenement_droit") == [
        (f"Du 1er février 2024 au 30 juin 2026\u00a0: {held}, {bound}", Forme.PLEIN),
        (f"Du 1er juillet 2026 au 31 août 2026\u00a0: {stopped}", Forme.BARRE),
        (f"Depuis le 1er septembre 2026\u00a0: {held}, {bound}", Forme.PLEIN),
    ]


def test_a_cer_runs_for_the_dates_decided_until_the_day_it_was_closed(bureau: Bureau) -> None:
    """R-CER-13, R-CER-21, R-CER-28."""
    dossier = une_personne(bureau)
    closed, draft = pour(
        bureau,
        dossier,
        "cer",
        {
            "numero": 1,
            "date_debut": "2025-12-01",
            "date_fin": "2026-05-31",
            "date_debut_decidee": "2025-12-15",
            "date_cloture": "2026-04-30",
        },
        {"numero": 2, "date_debut": "2026-05-01"},
    )
    steps = (
        (closed, "proposition", "soumis", None),
        (closed, "soumis", "valide", None),
        (draft, "proposition", "soumis", None),
        (draft, "soumis", "proposition", "À préciser"),
    )
    for rank, (cer, came, went, why) in enumerate(steps):
        step: dict[str, Value] = {"cer": cer, "rang": rank % 2 + 1, "de": came, "vers": went, "motif": why}
        pour(bureau, dossier, "evenement_cer", step)
    assert said(bureau, dossier, "cer") == [
        ("Du 15 décembre 2025 au 30 avril 2026\u00a0: CER n°\u00a01, validé", Forme.PLEIN),
        ("Depuis le 1er mai 2026\u00a0: CER n°\u00a02, rendu par le service (À préciser)", Forme.CREUX),
    ]


def test_a_veille_goes_on_past_its_planned_end(bureau: Bureau) -> None:
    """R-FA-2."""
    dossier = une_personne(bureau)
    pour(
        bureau,
        dossier,
        "veille",
        {"motif": "sante", "debut": "2026-03-01", "fin": "2026-06-01"},
        {"motif": "formation", "debut": "2025-03-01", "fin": "2025-06-01", "terminee_le": "2025-07-02"},
    )
    planned = "Veille, santé, hospitalisation, fin prévue le 1er juin 2026"
    assert [words for words, _ in said(bureau, dossier, "veille")] == [
        "Du 1er mars 2025 au 2 juillet 2025\u00a0: Veille, formation",
        f"Depuis le 1er mars 2026\u00a0: {planned}",
    ]


def test_every_appointment_is_told_held_or_not(bureau: Bureau) -> None:
    """R-ENT-1, R-ENT-2."""
    dossier = une_personne(bureau)
    pour(
        bureau,
        dossier,
        "entretien",
        {"moment": "2026-12-03T10:00", "type": "individuel", "realisation": "prevu"},
        {"moment": "2026-10-03T14:30", "type": "premier", "realisation": "presence"}
        | {"collaborateur": bureau.moi.id},
        {"moment": "2026-10-03T09:00", "realisation": "absence_non_justifiee"},
        {"type": "individuel"},
    )
    held = "Le 3 octobre 2026 à 14\u00a0h\u00a030\u00a0: Premier entretien, présence, avec Camille Roche"
    assert said(bureau, dossier, "entretien") == [
        ("Le 3 octobre 2026 à 9\u00a0h\u00a0: Entretien, absence non justifiée", Forme.BARRE),
        (held, Forme.PLEIN),
        ("Le 3 décembre 2026 à 10\u00a0h\u00a0: Entretien individuel, prévu", Forme.CREUX),
    ]
    assert bureau.frises.lire(dossier).sans_date == 1


def test_what_was_asked_of_the_secretariat_is_told_with_its_answer(bureau: Bureau) -> None:
    """R-MID-1, R-MID-2, R-FA-10: a reason written at length is cut."""
    dossier = une_personne(bureau, date_midem="2026-06-15", motif_midem="Absences")
    pour(
        bureau,
        dossier,
        "demande_midem",
        {"date": "2026-06-01", "motif": "Deux absences"},
        {"date": "2026-11-02", "motif": "Sans nouvelles. " * 100},
    )
    pour(
        bureau,
        dossier,
        "demande_fin",
        {"date": "2026-10-01", "cas": "emploi", "fin_souhaitee": "2026-10-31", "traitee_le": "2026-10-08"},
        {"date": "2026-11-10", "cas": "retraite"},
    )
    first, done, waiting = said(bureau, dossier, "demande_midem")
    assert first == ("Le 1er juin 2026\u00a0: Mise en demeure demandée (Deux absences)", Forme.PLEIN)
    assert done == ("Le 15 juin 2026\u00a0: Mise en demeure faite (Absences)", Forme.PLEIN)
    assert waiting[1] is Forme.CREUX
    assert len(waiting[0]) < 200
    asked = "Fin d’accompagnement demandée"
    answered = f"{asked} (Emploi), souhaitée le 31 octobre 2026, traitée le 8 octobre 2026"
    assert said(bureau, dossier, "demande_fin") == [
        (f"Le 1er octobre 2026\u00a0: {answered}", Forme.PLEIN),
        (f"Le 10 novembre 2026\u00a0: {asked} (Retraite), sans réponse", Forme.CREUX),
    ]


def test_a_dossier_that_has_gone_has_no_path(bureau: Bureau) -> None:
    """R-ACC-2."""
    assert bureau.frises.lire("0199a000-0000-7000-8000-000000000000").pistes == ()
