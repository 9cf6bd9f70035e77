"""The marks of the frise: clicked, grouped, read, printed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip

from desktop.documents.apercu import en_largeur
from desktop.services.bureau import Bureau
from desktop.views.apercu import Apercu
from desktop.views.blocs import Pastille
from desktop.views.dossier.parcours import OngletParcours
from desktop.views.frise.voisines import dire
from desktop.views.impression import imprimante, imprimer
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from tests.builders import une_personne, verser
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application
from tests.views.parcours.gestes import K, click, marks, ouvrir


def test_where_one_stands_is_read_first(onglet: OngletParcours, window: MainWindow, essai: Essai) -> None:
    words = [pill.texte() for pill in onglet.findChildren(Pastille)]
    assert words == [
        "Camille Roche",
        "Droit ouvert et versable",
        "CER n°\u00a015, proposition, jusqu’au 31/01/2027",
        "Veille\u00a0: santé, hospitalisation",
        "Renouvellement de CER, prévu le 03/12/2026",
        "Mise en demeure demandée le 02/11/2026",
    ]
    verifier(window)
    for nom, palette, echelle, periode in (
        ("parcours", CLAIRE, 100, "3"),
        ("parcours_un_an", CLAIRE, 100, "1"),
        ("parcours_tout", CLAIRE, 100, "tout"),
        ("parcours_sombre", SOMBRE, 100, "3"),
        ("parcours_200", CLAIRE, 200, "3"),
        ("parcours_sombre_200", SOMBRE, 200, "tout"),
    ):
        appliquer(application(), palette, echelle)
        essai.cliquer(onglet.periodes[periode])
        essai.photo(window, nom)
        essai.photo(onglet.carte, f"{nom}_entier")


def test_an_entretien_and_a_cer_open_by_a_click_or_by_enter(
    onglet: OngletParcours, window: MainWindow, dossier: str, essai: Essai
) -> None:
    onglet.vue.voir(onglet.vue.autour(1))
    click(onglet.vue, marks(onglet.vue, "entretien")[-1])
    assert window.page.titre == "Entretien"
    window.retour()
    onglet.vue.choisir(marks(onglet.vue, "cer")[-1])
    essai.touche(onglet.vue, K.Key_Return)
    assert window.page.titre == "CER"
    assert dossier


def test_a_click_far_from_today_is_about_what_was_clicked(onglet: OngletParcours) -> None:
    """The keyboard comes with the click: it must not take the view back to today first."""
    vue = onglet.vue
    first = marks(vue, "veille")[0]
    vue.voir(vue.fenetre().montrant(first.faits[0].debut.toordinal()))
    here = vue.fenetre()
    click(vue, marks(vue, "veille")[0])
    assert vue.hasFocus()
    assert vue.fenetre() == here
    assert "10 juin 2018" in vue.accessibleDescription()
    onglet.imprimer.setFocus()
    vue.setFocus()
    assert vue.fenetre() == here


def test_what_was_typed_is_never_read_as_markup(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    dossier = une_personne(bureau)
    for _ in range(2):
        verser(bureau, "demande_midem", {"dossier": dossier, "date": "2026-11-02", "motif": "<b>A</b> & B"})
    vue = ouvrir(window, dossier, essai).vue
    (group,) = marks(vue, "demande_midem")
    place = QPoint(round(group.cadre.x + 5), round(group.cadre.y + 5))
    QApplication.sendEvent(vue, QHelpEvent(QEvent.Type.ToolTip, place, vue.mapToGlobal(place)))
    assert "(&lt;b&gt;A&lt;/b&gt; &amp; B)" in QToolTip.text()
    QToolTip.hideText()
    vue.zoomer(100, group.faits[0].debut.toordinal())
    click(vue, marks(vue, "demande_midem")[0])
    (menu,) = vue.findChildren(QMenu)
    assert "(<b>A</b> && B)" in menu.actions()[0].text()
    essai.touche(menu, K.Key_Return)
    assert window.page.titre == "Dossier"


def test_what_has_no_page_of_its_own_is_told_above(
    onglet: OngletParcours, window: MainWindow, essai: Essai
) -> None:
    """R-FA-2: a veille, and all the rest that a click cannot open."""
    click(onglet.vue, marks(onglet.vue, "veille")[-1])
    told = {label.text() for label in onglet.findChildren(QLabel)}
    planned = "Veille, santé, hospitalisation, fin prévue le 10 janvier 2027"
    assert f"Depuis le 5 octobre 2026\u00a0: {planned}" in told
    essai.photo(window, "parcours_detail")


def test_of_two_facts_of_one_day_one_is_asked_which_to_open(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    moments = ("2026-11-10T09:00", "2026-11-10T11:00")
    verser(bureau, "entretien", *({"dossier": dossier, "moment": at} for at in moments))
    onglet = ouvrir(window, dossier, essai)
    onglet.vue.voir(onglet.vue.fenetre().zoomer(100, onglet.vue.fenetre().fin))
    (group,) = marks(onglet.vue, "entretien")
    onglet.vue.choisir(group)
    essai.touche(onglet.vue, K.Key_Return)
    (menu,) = onglet.vue.findChildren(QMenu)
    at = "Le 10 novembre 2026 à"
    assert [one.text() for one in menu.actions()] == [
        f"{at} 9\u00a0h\u00a0: Entretien, à compléter",
        f"{at} 11\u00a0h\u00a0: Entretien, à compléter",
    ]
    essai.touche(menu, K.Key_Down)
    essai.touche(menu, K.Key_Return)
    assert window.page.titre == "Entretien"


def test_the_tip_tells_what_is_under_the_pointer(onglet: OngletParcours) -> None:
    vue = onglet.vue
    vue.voir(vue.tout())
    group = marks(vue, "entretien")[0]
    assert len(dire(group)) == len(group.faits) + 1
    place = QPoint(round(group.cadre.x + 5), round(group.cadre.y + 5))
    QApplication.sendEvent(vue, QHelpEvent(QEvent.Type.ToolTip, place, vue.mapToGlobal(place)))
    assert QToolTip.text() == "<br>".join(dire(group))
    QToolTip.hideText()


def test_the_path_is_seen_before_it_is_printed(
    onglet: OngletParcours, essai: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Apercu] = []

    def keep(shown: Apercu) -> int:
        seen.append(shown)
        return 0

    monkeypatch.setattr(Apercu, "exec", keep)
    essai.cliquer(onglet.pistes["evenement_droit"])
    essai.cliquer(onglet.imprimer)
    (shown,) = seen
    assert shown.windowTitle() == "Aperçu\u00a0: Parcours, Mme AUBERT Nadège"
    assert shown.produit.nom_fichier == "Parcours_AUBERT_Nadege_2026-11-20.pdf"
    words = mots(texte_pdf(shown.produit.octets))
    assert mots("CER n° 15, proposition") in words
    assert mots("Droit ouvert") not in words
    essai.montrer(shown)
    essai.photo(shown, "parcours_apercu")


def test_a_path_on_its_side_is_printed_on_its_side(bureau: Bureau, dossier: str, tmp_path: Path) -> None:
    printer = imprimante()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    made = bureau.frises.imprimer(bureau.frises.lire(dossier))
    imprimer(made, printer)
    assert en_largeur((tmp_path / "papier.pdf").read_bytes())


def test_a_dossier_without_anything_dated_says_so(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    onglet = ouvrir(window, dossier, essai)
    words = {label.text() for label in onglet.findChildren(QLabel) if label.isVisible()}
    assert "Rien de daté encore" in words
    verifier(window)
    essai.photo(window, "parcours_vide")
