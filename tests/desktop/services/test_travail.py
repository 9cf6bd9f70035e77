import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from desktop.models.tables import changement
from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre
from domain.cer.states import State
from domain.errors import RefusedError
from domain.profils import Profile
from tests.builders import MATIN, Horloge, un_bureau, une_personne, verser


def filtres(bureau: Bureau, dossier: str) -> frozenset[Filtre]:
    (line,) = [line for line in bureau.file_active.lister() if line.dossier == dossier]
    return line.filtres


def un_cer_complet(bureau: Bureau, dossier: str) -> str:
    cer = bureau.cers.nouveau(dossier)
    objectif = bureau.cers.ajouter_objectif(cer, "mobilite")
    bureau.saisie.save_field("objectif", objectif, "personne", "S’inscrire à l’auto-école", None)
    for name, value in {
        "priorite": "normale",
        "situation": "Mère de deux enfants, locataire, sans permis.",
        "evaluation": "Le projet se précise.",
        "expression": "Je veux travailler près de chez moi.",
    }.items():
        bureau.saisie.save_field("cer", cer, name, value, None)
    bureau.saisie.flush()
    return cer


def un_cer_decide(bureau: Bureau, dossier: str, fin: dt.date, vers: State = State.VALIDE) -> str:
    (cer,) = verser(
        bureau,
        "cer",
        {"dossier": dossier, "numero": 1, "date_debut": "2026-06-01", "date_fin": fin.isoformat()},
    )
    steps = (("proposition", "soumis"), ("soumis", "attente"), ("attente", str(vers)))
    for rang, (de, to) in enumerate(steps, 1):
        verser(bureau, "evenement_cer", {"dossier": dossier, "cer": cer, "rang": rang, "de": de, "vers": to})
    return cer


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("vautrin", True),
        ("VAUT", True),
        ("elise vau", True),
        ("14/03", True),
        ("1987", True),
        ("0639981234", True),
        ("D-0001", True),
        ("aubenas", True),
        ("vautrain", False),
        ('" OR *', False),
    ],
)
def test_a_person_is_found_by_what_one_remembers_of_her(
    bureau: Bureau, dossier: str, query: str, *, found: bool
) -> None:
    assert [line.dossier for line in bureau.file_active.lister(query)] == ([dossier] if found else [])


def test_the_lists_of_r_rep_1_name_who_lacks_a_cer_whose_ends_soon_and_whose_right_is_in_doubt(
    bureau: Bureau,
) -> None:
    """R-REP-1, R-FA-1."""
    day = MATIN.date()
    new, ending, closed = (
        une_personne(bureau, numero="1"),
        une_personne(bureau, numero="2"),
        une_personne(bureau, numero="3", etat_droit="clos"),
    )
    un_cer_decide(bureau, ending, day + dt.timedelta(days=30))
    un_cer_decide(bureau, closed, day + dt.timedelta(days=200))
    assert filtres(bureau, new) == {Filtre.TOUS, Filtre.NOUVEAUX, Filtre.SANS_CER}
    assert filtres(bureau, ending) == {Filtre.TOUS, Filtre.A_RENOUVELER}
    assert filtres(bureau, closed) == {Filtre.TOUS, Filtre.DROIT_A_VERIFIER}
    assert bureau.file_active.compter()[Filtre.SANS_CER] == 1


def test_an_overdue_cer_shows_negative_days(bureau: Bureau, dossier: str) -> None:
    """R-REP-1."""
    un_cer_decide(bureau, dossier, MATIN.date() - dt.timedelta(days=3))
    (line,) = bureau.file_active.lister(filtre=Filtre.A_RENOUVELER)
    assert line.jours_restants == -3


def test_the_last_consulted_comes_first(bureau: Bureau) -> None:
    une_personne(bureau, nom="Abel")
    last = une_personne(bureau, nom="Zoltan")
    bureau.dossiers.marquer_consulte(last)
    bureau.saisie.flush()
    assert [line.nom for line in bureau.file_active.lister()] == ["Zoltan", "Abel"]


def test_the_first_page_tells_the_day_and_what_waits(tmp_path: Path) -> None:
    """R-REP-2, R-ENT-10, R-CER-28."""
    horloge = Horloge()
    bureau = un_bureau(tmp_path, horloge=horloge)
    dossier = une_personne(bureau)
    bureau.entretiens.nouveau(dossier, "2026-11-20T14:00")
    bureau.entretiens.nouveau(dossier, "2026-11-27T10:00")
    verser(
        bureau,
        "entretien",
        {"dossier": dossier, "moment": "2026-11-12T11:00", "realisation": "prevu"},
    )
    (returned,) = verser(bureau, "cer", {"dossier": dossier, "numero": 4})
    for rang, (de, vers, motif) in enumerate(
        (("proposition", "soumis", None), ("soumis", "proposition", "Préciser la mobilité")), 1
    ):
        verser(
            bureau,
            "evenement_cer",
            {"dossier": dossier, "cer": returned, "rang": rang, "de": de, "vers": vers, "motif": motif},
        )
    day = bureau.journee.lire()
    assert [line.moment for line in day.rendez_vous] == ["2026-11-20T14:00"]
    assert [line.moment for line in day.prochains] == ["2026-11-27T10:00"]
    assert [line.quoi for line in day.a_traiter] == ["entretien"]
    assert [line.texte for line in day.retours] == ["CER n° 4 rendu\u00a0: Préciser la mobilité"]
    bureau.verrouiller()


def test_a_decision_is_shown_until_it_has_been_read(bureau: Bureau, dossier: str) -> None:
    """R-CER-29."""
    cer = un_cer_decide(bureau, dossier, MATIN.date() + dt.timedelta(days=200))
    assert [line.cible for line in bureau.journee.lire().decisions] == [cer]
    bureau.cers.marquer_lue(cer)
    bureau.saisie.flush()
    assert bureau.journee.lire().decisions == ()


def test_an_entretien_is_recorded_in_full_without_network(bureau: Bureau, dossier: str) -> None:
    """R-ENT-9: in degraded mode nothing of it waits for the network, the synthèse included."""
    entretien = bureau.entretiens.nouveau(dossier)
    theme = bureau.entretiens.ajouter_theme(entretien, "logement")
    bureau.saisie.save_field("theme_entretien", theme, "synthese", "Bail signé le 3.", None)
    bureau.saisie.flush()
    (line,) = bureau.dossiers.lire(dossier).entretiens
    assert (line.themes, line.apercu) == (("Logement",), "Bail signé le 3.")
    assert bureau.synchro.etat().en_attente == 2


def test_an_accord_lapses_on_a_printed_letter_and_stands_on_an_unprinted_one(
    bureau: Bureau, dossier: str
) -> None:
    """R-CER-25."""
    cer = un_cer_complet(bureau, dossier)
    bureau.cers.recueillir_accord(cer, "oui", "case", "sans_telephone")
    bureau.saisie.save_field("cer", cer, "commentaire", "À revoir en commission", None)
    bureau.saisie.flush()
    assert bureau.cers.ouvrir(cer).accord.standing == "oui"
    bureau.saisie.save_field(
        "cer",
        cer,
        "expression",
        "Je veux travailler près de chez moi!",
        "Je veux travailler près de chez moi.",
    )
    bureau.saisie.flush()
    assert bureau.cers.ouvrir(cer).accord.standing == "caduc"


def test_a_submission_waits_visibly_and_may_be_taken_back_until_it_leaves(
    bureau: Bureau, dossier: str
) -> None:
    """R-CER-12, R-CER-26."""
    cer = un_cer_complet(bureau, dossier)
    bureau.cers.soumettre(cer)
    lu = bureau.cers.ouvrir(cer)
    assert (lu.etat, lu.soumission_en_attente, lu.modifiable) == (State.SOUMIS, True, False)
    bureau.cers.reprendre_soumission(cer)
    assert bureau.cers.ouvrir(cer).modifiable


def test_a_submission_that_left_is_not_taken_back_for_being_offered_again(
    bureau: Bureau, dossier: str
) -> None:
    """Lesson 15: words offered to a restored server wait as well, and say nothing of the submission."""
    cer = un_cer_complet(bureau, dossier)
    bureau.cers.soumettre(cer)

    def work(connection: Connection) -> tuple[None, None]:
        connection.execute(
            update(changement).where(changement.c.kind == "evenement_cer").values(kind="retrouve")
        )
        return None, None

    bureau.poste.now_write(work)
    with pytest.raises(RefusedError, match="déjà parti"):
        bureau.cers.reprendre_soumission(cer)


def test_a_person_not_subject_to_duties_holds_the_submission_back(bureau: Bureau) -> None:
    """R-CER-14: lifted by a recorded reason."""
    cer = un_cer_complet(bureau, une_personne(bureau, sdd="nsdd"))
    with pytest.raises(RefusedError) as caught:
        bureau.cers.soumettre(cer)
    assert caught.value.rule == "R-CER-14"
    bureau.cers.soumettre(cer, "Contrat aidé en cours")
    assert bureau.cers.ouvrir(cer).historique[-1].motif == "Contrat aidé en cours"


def test_the_service_decides_and_its_dates_follow(tmp_path: Path) -> None:
    """R-CER-12, R-CER-13: dates decided differ from dates proposed; the accord is not touched."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    dossier = une_personne(bureau)
    (cer,) = verser(bureau, "cer", {"dossier": dossier, "numero": 1, "date_debut": "2026-12-01"})
    verser(
        bureau,
        "evenement_cer",
        {"dossier": dossier, "cer": cer, "rang": 1, "de": "proposition", "vers": "soumis"},
    )
    (line,) = bureau.instruction.a_etudier()
    assert line.cer == cer
    bureau.cers.changer_etat(cer, State.ATTENTE, None)
    bureau.instruction.decider(
        cer,
        State.VALIDE,
        date_decision="2026-11-20",
        decision_commentee="Projet soutenu.",
        note_referent=None,
        debut="2026-12-01",
        fin="2027-02-28",
        motif=None,
    )
    (decided,) = bureau.dossiers.lire(dossier).cers
    assert (decided.etat, decided.fin) == (State.VALIDE, "2027-02-28")
    assert bureau.instruction.a_etudier() == []
    bureau.verrouiller()


def test_a_referent_may_not_decide(bureau: Bureau, dossier: str) -> None:
    """R-CER-12."""
    cer = un_cer_complet(bureau, dossier)
    bureau.cers.soumettre(cer)
    with pytest.raises(RefusedError) as caught:
        bureau.cers.changer_etat(cer, State.VALIDE, None)
    assert caught.value.rule == "R-CER-12"


def test_what_has_gone_is_said_in_words(bureau: Bureau) -> None:
    for read in (bureau.dossiers.lire, bureau.cers.ouvrir, bureau.entretiens.ouvrir):
        with pytest.raises(RefusedError, match="n’est plus"):
            read("01a1f813-a740-7000-8000-0000000000ff")


def test_the_state_of_the_cer_chooses_its_edition(bureau: Bureau, dossier: str) -> None:
    """R-CER-15."""
    cer = un_cer_complet(bureau, dossier)
    draft = bureau.editions.cer(cer, "pdf")
    assert draft.octets.startswith(b"%PDF")
    assert draft.avertissement == "L’accord de la personne n’est pas encore recueilli."
    assert bureau.editions.cer(cer, "docx").octets.startswith(b"PK")
    assert bureau.editions.vierge().nom_fichier.startswith("CER")


def test_a_document_is_read_with_its_place_its_type_and_when_it_was_sent(
    bureau: Bureau, dossier: str
) -> None:
    """R-DOC-1, R-DOC-5."""
    verser(
        bureau,
        "document",
        {
            "dossier": dossier,
            "nom": "CV_VAUTRIN.pdf",
            "rangement": "brsa",
            "type": "cv",
            "date_envoi": "2026-11-02",
        },
    )
    (line,) = bureau.dossiers.lire(dossier).documents
    assert (line.rangement_libelle, line.type_libelle, line.date) == (
        "Documents de la personne",
        "CV",
        "2026-11-02",
    )


def test_a_new_cer_starts_from_what_the_dossier_knows(bureau: Bureau) -> None:
    """R-CER-7, R-CER-22: a text and a type to correct, not a blank page."""
    dossier = une_personne(bureau, etat_droit="suspendu", logement="heberge", permis=False)
    un_cer_decide(bureau, dossier, MATIN.date())
    values = bureau.cers.ouvrir(bureau.cers.nouveau(dossier)).values
    assert values["type"] == "reprise_versement"
    assert values["date_debut"] == "2026-11-01"  # R-CER-2: first day of the month of signature
    assert "Hébergé(e) chez un tiers" in str(values["situation"])
    assert "pas de permis" in str(values["situation"])


def test_a_document_says_how_the_person_gets_it(bureau: Bureau, dossier: str) -> None:
    """R-CER-16, R-CER-17."""
    cer = un_cer_complet(bureau, dossier)
    assert "elise.vautrin@exemple.invalid" in bureau.editions.cer(cer, "pdf").remise
    refused = un_cer_decide(bureau, dossier, MATIN.date(), State.NON_VALIDE)
    assert "Rien par courriel" in bureau.editions.cer(refused, "pdf").remise
