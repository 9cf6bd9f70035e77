"""A comparison on screen: marked by lines as well as colours, folded where there is no room."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.views.blocs import EnRegard, TexteCompare
from desktop.views.blocs.compare import dit
from desktop.views.palette import CLAIRE, SOMBRE, Niveau, Palette, contraste
from desktop.views.style import appliquer
from domain.comparaison import comparer
from tests.views.essai import Essai
from tests.views.fenetre import application

AVANT = "Elle cherche un stage\nà <Privas>."
APRES = "Elle a trouvé un stage\nà <Privas>. Début en mars."


def test_what_changed_is_underlined_or_struck_through_and_never_by_colour_alone(essai: Essai) -> None:
    label = TexteCompare(comparer(AVANT, APRES))
    essai.montrer(label, 400, 120)
    html = label.text()
    assert html.count("text-decoration: underline") == 2
    assert html.count("text-decoration: line-through") == 1
    assert "&lt;Privas&gt;" in html
    essai.photo(label, "comparaison")


def test_a_screen_reader_is_told_what_was_added_and_removed() -> None:
    assert dit(comparer(AVANT, APRES)) == (
        "Elle (retiré\u00a0: cherche) (ajouté\u00a0: a trouvé) un stage\n"
        "à <Privas>. (ajouté\u00a0: Début en mars.)"
    )


@pytest.mark.parametrize("palette", [CLAIRE, SOMBRE])
def test_the_marks_are_legible_and_follow_the_appearance(essai: Essai, palette: Palette) -> None:
    label = TexteCompare(comparer(AVANT, APRES))
    essai.montrer(label, 400, 120)
    appliquer(application(), palette)
    for niveau in (Niveau.SUCCES, Niveau.URGENT):
        assert palette.encre(niveau) in label.text()
        assert contraste(palette.encre(niveau), palette.lavis(niveau)) >= 4.5


@pytest.mark.parametrize(("width", "across"), [(1000, 3), (640, 2), (300, 1)])
def test_texts_stand_side_by_side_as_long_as_they_can_be_read(essai: Essai, width: int, across: int) -> None:
    cells = [(titre, "", QLabel("mot " * 40)) for titre in ("Avant", "Moi", "Serveur")]
    for _, _, label in cells:
        label.setWordWrap(True)
    made = EnRegard(cells, long=True, depart=True)
    essai.montrer(made, width, 500)
    assert made.colonnes() == across
    first, mine, theirs = (label for _, _, label in cells)
    origin = [label.mapTo(made, label.rect().topLeft()) for label in (first, mine, theirs)]
    assert (origin[1].y() > origin[0].y()) == (across < 3)
    assert (origin[2].y() > origin[1].y()) == (across == 1)
