"""The accord as it is taken, lapses and is attested on the page of the CER."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.bureau import Bureau
from desktop.views.apercu import Apercu
from desktop.views.blocs import Bouton
from desktop.views.cer import PageCer
from domain.accord.rules import Standing
from tests.views.cer.gestes import standing, take_accord
from tests.views.essai import Essai


def test_the_accord_lapses_by_one_printed_character_and_not_by_the_comment(
    bureau: Bureau, ready: PageCer, essai: Essai, qtbot: QtBot
) -> None:
    """R-CER-25, R-CER-4."""
    take_accord(ready, essai)
    accord = ready.formulaire.accord
    qtbot.waitUntil(lambda: accord.etat.texte().startswith("Oui"))
    assert not accord.reponse.isVisible()
    essai.taper(ready.formulaire.form.editeurs["commentaire"], "À rappeler.")
    essai.quitter(ready.formulaire.form.editeurs["commentaire"])
    bureau.saisie.flush()
    assert standing(bureau, ready) is Standing.OUI
    essai.taper(ready.formulaire.form.editeurs["situation"], "x")
    essai.quitter(ready.formulaire.form.editeurs["situation"])
    qtbot.waitUntil(lambda: accord.etat.texte().startswith("Caduc"))
    assert standing(bureau, ready) is Standing.CADUC
    assert "de nouveau" in accord.phrase.text()
    take_accord(ready, essai)
    qtbot.waitUntil(lambda: accord.etat.texte().startswith("Oui"))


def test_no_accord_is_recorded_without_its_reason(bureau: Bureau, ready: PageCer, essai: Essai) -> None:
    """R-CER-11: the tick box is the degraded mode, which says why."""
    accord = ready.formulaire.accord
    ready.formulaire.montrer(accord)
    assert not accord.valider.isVisible()
    essai.cliquer(accord.reponse.boutons["oui"])
    essai.cliquer(accord.moyen.boutons["case"])
    assert accord.valider.isVisible()
    assert not accord.valider.isEnabled()
    assert standing(bureau, ready) is Standing.NC


def test_the_attestation_is_one_click_from_the_accord(
    bureau: Bureau, ready: PageCer, essai: Essai, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-CER-25: while it is written, then while it is read."""
    shown: list[Apercu] = []

    def keep(preview: Apercu) -> None:
        shown.append(preview)

    monkeypatch.setattr(Apercu, "exec", keep)
    accord = ready.formulaire.accord
    assert accord.attestation.isHidden()
    take_accord(ready, essai)
    qtbot.waitUntil(lambda: not accord.attestation.isHidden())
    ready.formulaire.montrer(accord)
    essai.photo(ready.window(), "cer_accord_attestation")
    essai.cliquer(accord.attestation)
    (preview,) = shown
    assert preview.produit.nom_fichier.startswith("Attestation-CER-1_VAUTRIN")
    assert preview.feuilles.nombre == 2
    bureau.cers.soumettre(ready._cer)
    qtbot.waitUntil(lambda: ready.corps.currentWidget() is ready.lecture)
    buttons = [one for one in ready.lecture.findChildren(Bouton) if one.text() == "Attestation de recueil"]
    essai.cliquer(buttons[0])
    assert len(shown) == 2
