from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip

from desktop.documents.apercu import en_largeur
from desktop.services.bureau import Bureau
from desktop.views.apercu import Apercu
from desktop.views.blocs import Pastille
from desktop.views.dossier import PageDossier
from desktop.views.dossier.parcours import OngletParcours
from desktop.views.frise import VueFrise
from desktop.views.frise.voisines import dire
from desktop.views.impression import imprimante, imprimer
from desktop.views.main_window import MainWindow
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.style import appliquer
from domain.frise.plan import Marque
from tests.builders import une_personne, verser
from tests.desktop.documents.lecture import mots, texte_pdf
from tests.parcours import dix_ans
from tests.views.essai import Essai, verifier
from tests.views.fenetre import application, fenetre, page

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dossier(bureau: Bureau) -> str:
    return dix_ans(bureau)


@pytest.fixture
def window(bureau: Bureau, essai: Essai) -> Iterator[MainWindow]:
    yield from fenetre(bureau, essai)


@pytest.fixture
def onglet(window: MainWindow, dossier: str, essai: Essai) -> OngletParcours:
    return _open(window, dossier, essai)


def _open(window: MainWindow, dossier: str, essai: Essai) -> OngletParcours:
    window.ouvrir_dossier(dossier)
    here = page(window, PageDossier)
    essai.touche(here, K.Key_2, Qt.KeyboardModifier.AltModifier)
    assert here.pile.currentWidget() is here.parcours
    return here.parcours


def _marks(vue: VueFrise, piste: str) -> list[Marque]:
    return [mark for mark in vue.plan().marques if mark.piste.code == piste]


def _click(vue: VueFrise, mark: Marque) -> None:
    left, right = max(mark.cadre.x, vue.plan().gauche), mark.cadre.x + mark.cadre.largeur
    place = QPoint(round((left + right) / 2), round(mark.cadre.y + mark.cadre.hauteur / 2))
    assert vue.marque_en(QPointF(place)) is mark
    QTest.mouseClick(vue, Qt.MouseButton.LeftButton, pos=place)


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
    _click(onglet.vue, _marks(onglet.vue, "entretien")[-1])
    assert window.page.titre == "Entretien"
    window.retour()
    onglet.vue.choisir(_marks(onglet.vue, "cer")[-1])
    essai.touche(onglet.vue, K.Key_Return)
    assert window.page.titre == "CER"
    assert dossier


def test_a_click_far_from_today_is_about_what_was_clicked(onglet: OngletParcours) -> None:
    """The keyboard comes with the click: it must not take the view back to today first."""
    vue = onglet.vue
    first = _marks(vue, "veille")[0]
    vue.voir(vue.fenetre().montrant(first.faits[0].debut.toordinal()))
    here = vue.fenetre()
    _click(vue, _marks(vue, "veille")[0])
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
    vue = _open(window, dossier, essai).vue
    (group,) = _marks(vue, "demande_midem")
    place = QPoint(round(group.cadre.x + 5), round(group.cadre.y + 5))
    QApplication.sendEvent(vue, QHelpEvent(QEvent.Type.ToolTip, place, vue.mapToGlobal(place)))
    assert "(&lt;b&gt;A&lt;/b&gt; &amp; B)" in QToolTip.text()
    QToolTip.hideText()
    vue.zoomer(100, group.faits[0].debut.toordinal())
    _click(vue, _marks(vue, "demande_midem")[0])
    (menu,) = vue.findChildren(QMenu)
    assert "(<b>A</b> && B)" in menu.actions()[0].text()
    essai.touche(menu, K.Key_Return)
    assert window.page.titre == "Dossier"


def test_what_has_no_page_of_its_own_is_told_above(
    onglet: OngletParcours, window: MainWindow, essai: Essai
) -> None:
    """R-FA-2: a veille, and all the rest that a click cannot open."""
    _click(onglet.vue, _marks(onglet.vue, "veille")[-1])
    told = {label.text() for label in onglet.findChildren(QLabel)}
    planned = "Veille, santé, hospitalisation, fin prévue le 10 janvier 2027"
    assert f"Depuis le 5 octobre 2026\u00a0: {planned}" in told
    essai.photo(window, "parcours_detail")


def test_a_group_comes_nearer_until_its_facts_are_told_apart(onglet: OngletParcours) -> None:
    vue = onglet.vue
    vue.voir(vue.tout())
    group = max(_marks(vue, "entretien"), key=lambda mark: len(mark.faits))
    assert len(group.faits) > 3
    before = vue.fenetre()
    _click(vue, group)
    assert vue.fenetre().duree < before.duree / 4
    shown = [mark for mark in _marks(vue, "entretien") if mark.faits[0] in group.faits]
    assert all(mark.visible for mark in shown)
    assert len(shown) == len(group.faits)


def test_of_two_facts_of_one_day_one_is_asked_which_to_open(
    bureau: Bureau, window: MainWindow, essai: Essai
) -> None:
    dossier = une_personne(bureau)
    moments = ("2026-11-10T09:00", "2026-11-10T11:00")
    verser(bureau, "entretien", *({"dossier": dossier, "moment": at} for at in moments))
    onglet = _open(window, dossier, essai)
    onglet.vue.voir(onglet.vue.fenetre().zoomer(100, onglet.vue.fenetre().fin))
    (group,) = _marks(onglet.vue, "entretien")
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


def test_arrows_go_from_fact_to_fact_and_what_has_the_keyboard_is_said(
    onglet: OngletParcours, essai: Essai
) -> None:
    vue = onglet.vue
    vue.setFocus()
    assert vue.accessibleDescription().startswith("Depuis le 1er novembre 2026\u00a0: Camille Roche")
    essai.touche(vue, K.Key_Left)
    assert vue.accessibleDescription().startswith(
        "Du 15 septembre 2026 au 15 décembre 2026\u00a0: Lucie Sabatier"
    )
    for _ in range(2):
        essai.touche(vue, K.Key_Down)
    assert "CER n°\u00a015" in vue.accessibleDescription()
    essai.touche(vue, K.Key_Left)
    assert "CER n°\u00a014, validé" in vue.accessibleDescription()
    essai.touche(vue, K.Key_Up)
    assert "Droit ouvert" in vue.accessibleDescription()
    essai.touche(vue, K.Key_Home)
    assert "décembre 2016" in vue.accessibleDescription()
    held = vue.courante()
    assert held is not None
    assert held.visible
    essai.photo(onglet.carte, "parcours_clavier")
    essai.touche(vue, K.Key_Left)
    essai.touche(vue, K.Key_Up)
    assert vue.courante() == held
    essai.touche(vue, K.Key_End)
    assert "3 décembre 2026" in vue.accessibleDescription()


def test_the_keys_and_the_wheel_come_nearer_and_move(onglet: OngletParcours, essai: Essai) -> None:
    vue = onglet.vue
    assert [code for code, one in onglet.periodes.items() if one.isChecked()] == ["3"]
    before = vue.fenetre()
    essai.touche(vue, K.Key_Plus)
    assert vue.fenetre().duree == pytest.approx(before.duree / 1.5)
    assert not any(one.isChecked() for one in onglet.periodes.values())
    essai.touche(vue, K.Key_Minus)
    here = vue.fenetre()
    essai.touche(vue, K.Key_Left, CTRL)
    assert vue.fenetre().debut == pytest.approx(here.debut - here.duree * 0.2)
    here = vue.fenetre()
    _wheel(vue, 120)
    assert vue.fenetre().debut < here.debut
    here = vue.fenetre()
    pointed = vue._day(500)
    _wheel(vue, 120, CTRL)
    assert vue.fenetre().duree == pytest.approx(here.duree / 1.5)
    assert vue._day(500) == pytest.approx(pointed)
    essai.cliquer(onglet.periodes["tout"])
    assert onglet.periodes["tout"].isChecked()
    assert vue.fenetre() == vue.tout()
    _wheel(vue, 120)
    assert vue.fenetre() == vue.tout()


def test_the_axis_is_dragged_and_nothing_opens(onglet: OngletParcours, window: MainWindow) -> None:
    vue = onglet.vue
    here, mark = vue.fenetre(), _marks(vue, "evenement_droit")[-1]
    place = QPoint(round(mark.cadre.x + 20), round(mark.cadre.y + 8))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(vue, left, pos=place)
    for step in (40, 80, 120):
        at, none = QPointF(place) + QPointF(step, 0), Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(QEvent.Type.MouseMove, at, vue.mapToGlobal(at), left, left, none)
        QApplication.sendEvent(vue, move)
    QTest.mouseRelease(vue, left, pos=place + QPoint(120, 0))
    assert vue.fenetre().debut == pytest.approx(here.debut - 120 / vue.plan().jour)
    assert window.page.titre == "Dossier"


def test_a_lane_is_hidden_and_shown_again(onglet: OngletParcours, essai: Essai) -> None:
    vue, here = onglet.vue, onglet.vue.fenetre()
    essai.cliquer(onglet.pistes["evenement_droit"])
    assert _marks(vue, "evenement_droit") == []
    assert (vue.fenetre(), vue.tout().debut) == (here, vue.tout().debut)
    essai.cliquer(onglet.pistes["evenement_droit"])
    assert _marks(vue, "evenement_droit")
    for chip in onglet.pistes.values():
        essai.cliquer(chip)
    assert vue.plan().marques == ()
    vue.setFocus()
    for key in (K.Key_Left, K.Key_Down, K.Key_Home, K.Key_Return, K.Key_Plus):
        essai.touche(vue, key)


def test_the_tip_tells_what_is_under_the_pointer(onglet: OngletParcours) -> None:
    vue = onglet.vue
    vue.voir(vue.tout())
    group = _marks(vue, "entretien")[0]
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


def test_what_arrives_is_drawn_and_the_view_stays(
    bureau: Bureau, onglet: OngletParcours, window: MainWindow, dossier: str, essai: Essai
) -> None:
    onglet.vue.voir(onglet.vue.autour(1))
    here, before = onglet.vue.fenetre(), len(_marks(onglet.vue, "veille"))
    with essai.qtbot.waitSignal(window.actualite.changed):
        verser(bureau, "veille", {"dossier": dossier, "motif": "absence", "debut": "2026-11-15"})
    essai.qtbot.waitUntil(lambda: len(_marks(onglet.vue, "veille")) == before + 1)
    assert onglet.vue.fenetre() == here


def test_a_dossier_without_anything_dated_says_so(bureau: Bureau, window: MainWindow, essai: Essai) -> None:
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    onglet = _open(window, dossier, essai)
    words = {label.text() for label in onglet.findChildren(QLabel) if label.isVisible()}
    assert "Rien de daté encore" in words
    verifier(window)
    essai.photo(window, "parcours_vide")


def _wheel(vue: VueFrise, notch: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(500, 100)
    event = QWheelEvent(
        place, vue.mapToGlobal(place), QPoint(), QPoint(0, notch), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt takes them by place
    )  # fmt: skip
    QApplication.sendEvent(vue, event)
