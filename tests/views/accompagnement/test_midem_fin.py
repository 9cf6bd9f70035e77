"""A mise en demeure, an end asked for: each begun, filled in and taken back by its buttons."""

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from domain.fields import Value
from tests.builders import verser
from tests.desktop.services.accompagne import lignes
from tests.views.accompagnement.gestes import choisir, confirmer, dit, ouvert
from tests.views.essai import Essai
from tests.views.fenetre import page


def test_what_is_being_filled_in_outlives_what_arrives(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    dossier = people["nadia"]
    midem = ouvert(window, dossier).midem
    essai.cliquer(midem.demander.bouton)
    essai.taper(midem.demander.editeurs["motif"], "Deux absences à Privas")
    with essai.qtbot.waitSignal(window.actualite.changed):
        verser(bureau, "entretien", {"dossier": dossier, "realisation": "absence_non_justifiee"})
    essai.qtbot.waitUntil(lambda: "1\u00a0absence aux rendez-vous." in dit(midem))
    assert midem.demander.valeurs()["motif"] == "Deux absences à Privas"
    confirmer(essai, midem.demander)
    (asked,) = lignes(bureau, "demande_midem", dossier)
    assert (asked["motif"], asked["date"]) == ("Deux absences à Privas", "2026-11-20")
    essai.qtbot.waitUntil(midem.retirer.bouton.isVisible)
    essai.cliquer(midem.retirer.bouton)
    confirmer(essai, midem.retirer)
    assert lignes(bureau, "demande_midem", dossier) == []


def test_absences_lead_to_the_request_and_the_letter_to_the_documents(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-ENT-11, R-MID-1."""
    dossier = people["nadia"]
    missed: dict[str, Value] = {"dossier": dossier, "realisation": "absence_non_justifiee"}
    verser(bureau, "entretien", *[missed | {"moment": f"2026-11-0{n}T10:00"} for n in (2, 4)])
    midem = ouvert(window, dossier).midem
    (alert,) = midem.findChildren(Alerte)
    assert alert.accessibleName() == "2\u00a0absences\u00a0: une mise en demeure peut être demandée."
    person = bureau.dossiers.lire(dossier).values
    verser(bureau, "dossier", person | {"date_midem": "2026-11-12"})
    essai.qtbot.waitUntil(lambda: "Faite, d’après Genesis" in dit(midem))
    essai.cliquer(next(one for one in midem.findChildren(Bouton) if one.text().startswith("Classer")))
    here = page(window, PageDossier)
    assert here.pile.currentWidget() is here.documents


def test_an_end_is_asked_for_and_withdrawn(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-10."""
    dossier = people["nadia"]
    fin = ouvert(window, dossier).fin
    essai.cliquer(fin.demander.bouton)
    choisir(essai, fin.demander.editeurs["cas"], "Retraite")
    confirmer(essai, fin.demander)
    (asked,) = lignes(bureau, "demande_fin", dossier)
    assert (asked["cas"], asked["date"]) == ("retraite", "2026-11-20")
    essai.qtbot.waitUntil(lambda: "Courrier de fin attendu" in dit(fin))
    assert "Retraite\u00a0– en attente" in dit(fin)
    essai.cliquer(fin.retirer.bouton)
    confirmer(essai, fin.retirer)
    assert lignes(bureau, "demande_fin", dossier) == []
