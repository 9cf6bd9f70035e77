from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton, Jalon, Pastille, Rangee
from desktop.views.dossier import PageDossier
from desktop.views.entretien import PageEntretien
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, verser
from tests.desktop.services.accompagne import affectations, lignes, suivi_par, un_collegue
from tests.views.accompagnement import choisir, confirmer, dit, entier, ouvert, un_dossier_charge
from tests.views.donnees import une_file_active
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page


@pytest.fixture
def profil() -> Profile:
    return Profile.REFERENT


@pytest.fixture
def bureau(tmp_path: Path, profil: Profile) -> Iterator[Bureau]:
    opened = un_bureau(tmp_path, profil)
    yield opened
    opened.poste.replique.close()


@pytest.fixture
def people(bureau: Bureau) -> dict[str, str]:
    return une_file_active(bureau)


@pytest.fixture
def window(bureau: Bureau, people: dict[str, str], essai: Essai) -> Iterator[MainWindow]:
    assert people, "poured before the window is there to hear of each"
    yield from fenetre(bureau, essai)


def test_the_tab_says_where_the_accompaniment_stands(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-2, R-FA-3, R-FA-7, R-FA-10, R-MID-1."""
    tab = ouvert(window, un_dossier_charge(bureau, people))
    assert "En veille" in [pill.texte() for pill in tab.findChildren(Pastille)]
    assert "Depuis le 1er juillet 2026 · Sanction (réduction, suspension) · Camille Roche" in dit(tab)
    veille = dit(tab.veille)
    assert "sans radiation\u00a0: le secrétariat interroge la CAF ou la MSA." in veille
    assert "Pour rétablir le droit" in veille
    assert "Formation\nJusqu’au 20 décembre 2025" in veille
    fin = [pill.texte() for pill in tab.fin.findChildren(Pastille)]
    assert fin == ["Genesis n’actualise plus depuis le 12/11/2026", "Courrier de fin classé le 11/11/2026"]
    assert "Demandée, en attente\nSans nouvelles.\nPar Camille Roche" in dit(tab.midem)
    verifier(window)
    essai.photo(window, "accompagnement")
    tab.sortie.dater.ouvrir()
    tab.sortie.fin.options.boutons["2026-12-31"].click()
    essai.photo(entier(tab), "accompagnement_sortie")
    appliquer(application(), SOMBRE)
    essai.photo(entier(tab), "accompagnement_sombre")


def test_in_large_text_nothing_is_cut(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    dossier = un_dossier_charge(bureau, people)
    appliquer(application(), CLAIRE, 200)
    tab = ouvert(window, dossier)
    tab.sortie.dater.ouvrir()
    words = [one for one in tab.findChildren(QLabel) if one.wordWrap() and one.isVisible()]
    essai.qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in words))
    buttons = [one for one in tab.findChildren(Bouton) if one.isVisible()]
    assert all(one.width() >= one.minimumSizeHint().width() for one in buttons)
    essai.photo(window, "accompagnement_200")
    essai.photo(entier(tab), "accompagnement_200_entier")


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


def test_a_sortie_is_dated_after_its_checklist(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-4, R-FA-12, R-ACC-6: each line leads where it is mended; the margin follows the choice."""
    dossier = people["hugo"]
    tab = ouvert(window, dossier)
    sortie = tab.sortie
    essai.cliquer(sortie.dater.bouton)
    rows = [row.accessibleName() for row in sortie.restes.findChildren(Rangee)]
    assert rows == ["1\u00a0présence à noter", "3\u00a0caractéristiques à rafraîchir"]
    essai.cliquer(sortie.fin.options.boutons["2026-11-30"])
    said = "\n".join(sortie.conseils.textes())
    assert "Il vous reste 2\u00a0saisies" in said
    assert "Un versement suspendu n’est pas en soi un motif de sortie" in said
    choisir(essai, sortie.motif, "Ressources supérieures")
    assert "versement suspendu" not in "\n".join(sortie.conseils.textes())
    essai.cliquer(sortie.fin.options.boutons["autre"])
    essai.taper(sortie.fin.autre.line, "25/11/2026")
    assert "Date habituelle" in "\n".join(sortie.conseils.textes())
    essai.cliquer(sortie.fin.options.boutons["2026-11-30"])
    confirmer(essai, sortie.dater)
    (ended,) = affectations(bureau, dossier)
    assert (ended["fin"], ended["motif_fin"]) == ("2026-11-30", "ressources")
    essai.qtbot.waitUntil(lambda: "Datée du 30 novembre 2026\u00a0: Ressources supérieures." in dit(sortie))
    assert sortie.dater.bouton.text() == "Avancer la sortie"
    assert "Une sortie s’annule auprès du secrétariat de dispositif." in dit(sortie)
    essai.cliquer(sortie.dater.bouton)
    essai.cliquer(sortie.restes.findChildren(Rangee)[0])
    assert isinstance(window.page, PageEntretien)


def test_another_day_than_those_proposed_is_typed(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-4: a warning, never a block."""
    dossier = people["nadia"]
    sortie = ouvert(window, dossier).sortie
    essai.cliquer(sortie.dater.bouton)
    essai.cliquer(sortie.fin.options.boutons["autre"])
    essai.taper(sortie.fin.autre.line, "25/11/2026")
    choisir(essai, sortie.motif, "Retraite")
    confirmer(essai, sortie.dater)
    assert affectations(bureau, dossier)[0]["fin"] == "2026-11-25"


def test_a_couple_is_told_with_the_way_to_the_other(
    bureau: Bureau, people: dict[str, str], window: MainWindow, essai: Essai
) -> None:
    """R-FA-8."""
    dossier = un_dossier_charge(bureau, people)
    tab = ouvert(window, dossier)
    alert = next(one for one in tab.sortie.findChildren(Alerte) if "couple" in one.accessibleName())
    assert alert.accessibleName().endswith("dans la même file active\u00a0: sortie à dater aussi.")
    essai.cliquer(alert.findChildren(Bouton)[0])
    there = page(window, PageDossier)
    assert (there.dossier != dossier, there.pile.currentWidget() is there.accompagnement) == (True, True)


@pytest.mark.parametrize("profil", [Profile.CDS])
def test_what_a_profile_may_not_do_is_said_and_is_no_dead_button(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    """R-ACC-4, R-FA-4, R-ACC-7: who does it is named in its place."""
    dossier = suivi_par(bureau)
    tab = ouvert(window, dossier)
    buttons = {one.text() for one in tab.findChildren(Bouton) if one.isVisible()}
    assert buttons == set()
    words = dit(tab)
    for sentence in (
        "se saisit par qui accompagne la personne, ou au secrétariat.",
        "La sortie est datée par le référent lui-même.",
        "Un référent d’étape se désigne au secrétariat de dispositif ou de proximité.",
    ):
        assert sentence in words
    verifier(window)
    essai.photo(window, "accompagnement_lecture")


@pytest.mark.parametrize("profil", [Profile.SECRETARIAT_DISPOSITIF])
def test_the_secretariat_answers_cancels_and_names(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    """R-FA-4, R-FA-10, R-ACC-7."""
    dossier = suivi_par(bureau)
    (known,) = affectations(bureau, dossier)
    verser(bureau, "affectation", known | {"fin": "2026-11-30", "motif_fin": "emploi"})
    verser(bureau, "demande_fin", {"dossier": dossier, "cas": "emploi", "date": "2026-11-10"})
    taker = un_collegue(bureau, "Sudre", profil="secretariat_dispositif", dtas="sud")
    tab = ouvert(window, dossier)
    verifier(window)
    essai.photo(window, "accompagnement_secretariat")
    assert "Classer le courrier de fin" in [one.text() for one in tab.fin.findChildren(Bouton)]
    essai.cliquer(tab.fin.repondre.bouton)
    essai.taper(tab.fin.repondre.editeurs["reponse"], "Courrier parti")
    confirmer(essai, tab.fin.repondre)
    (asked,) = lignes(bureau, "demande_fin", dossier)
    assert (asked["traitee_le"], asked["reponse"]) == ("2026-11-20", "Courrier parti")
    essai.cliquer(tab.sortie.annuler.bouton)
    confirmer(essai, tab.sortie.annuler)
    assert affectations(bureau, dossier)[0]["fin"] is None
    essai.cliquer(tab.referents.designer.bouton)
    confirmer(essai, tab.referents.designer)
    assert "Choisissez la personne à désigner. (R-ACC-7)" in dit(tab.referents)
    tab.referents.personne.show_value(taker)
    confirmer(essai, tab.referents.designer)
    step = next(one for one in affectations(bureau, dossier) if one["role"] == "etape")
    assert (step["referent"], step["fin"]) == (taker, "2026-12-20")
    essai.qtbot.waitUntil(lambda: len(tab.referents.findChildren(Jalon)) == 2)
    names = {one.accessibleName(): one for one in tab.referents.findChildren(Bouton)}
    essai.cliquer(names["Changer la fin de Julie Sudre"])
    assert tab.referents.changer.valeurs() == {"fin": "2026-12-20"}
    tab.referents.changer.editeurs["fin"].show_value("2026-12-31")
    confirmer(essai, tab.referents.changer)
    ends = {one["role"]: one["fin"] for one in affectations(bureau, dossier)}
    assert ends == {"parcours": None, "etape": "2026-12-31"}


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
