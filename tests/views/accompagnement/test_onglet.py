"""The tab «Accompagnement»: what it says, and who may do what in it."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.services.bureau import Bureau
from desktop.views.blocs import Bouton, Jalon, Pastille
from desktop.views.dossier.accompagnement import OngletAccompagnement
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.profils import Profile
from tests.builders import verser
from tests.desktop.services.accompagne import affectations, lignes, suivi_par, un_collegue
from tests.views.accompagnement.gestes import confirmer, dit, ouvert, un_dossier_charge
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application


def entier(tab: OngletAccompagnement) -> QWidget:
    """Return what scrolls, to be photographed whole."""
    whole = tab.widget()
    assert whole is not None
    return whole


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
