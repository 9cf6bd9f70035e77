"""Dating a sortie, after its checklist."""

from desktop.services.bureau import Bureau
from desktop.views.blocs import Alerte, Bouton, Rangee
from desktop.views.dossier import PageDossier
from desktop.views.entretien import PageEntretien
from desktop.views.main_window import MainWindow
from tests.desktop.services.accompagne import affectations
from tests.views.accompagnement.gestes import choisir, confirmer, dit, ouvert, un_dossier_charge
from tests.views.essai import Essai
from tests.views.fenetre import page


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
