import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from desktop.views import apparence, icones, style
from desktop.views.palette import CLAIRE, SOMBRE, Niveau, Palette, contraste, du_systeme, paires_de_texte
from desktop.views.typo import ECHELLES, Taille, pixels
from resources import path

BOTH = pytest.mark.parametrize("palette", [CLAIRE, SOMBRE], ids=["light", "dark"])


@BOTH
def test_every_text_stands_out_from_its_ground(palette: Palette) -> None:
    faint = {pair: contraste(*pair) for pair in paires_de_texte(palette) if contraste(*pair) < 4.5}
    assert not faint


@BOTH
def test_the_border_of_a_control_and_the_accent_are_seen(palette: Palette) -> None:
    for ground in (palette.fond, palette.surface):
        assert contraste(palette.bord, ground) >= 3
        assert contraste(palette.accent, ground) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contraste("#000000", "#FFFFFF") == pytest.approx(21)
    assert contraste("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_high_contrast_theme_of_the_system_keeps_its_own_colours() -> None:
    system = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.Base, "#000000"),
        (QPalette.ColorRole.WindowText, "#FFFF00"),
        (QPalette.ColorRole.Highlight, "#00FFFF"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        system.setColor(role, QColor(colour))
    palette = du_systeme(system)
    assert palette.sombre
    assert {palette.texte, palette.texte_doux, palette.urgent} == {"#ffff00"}
    assert {palette.fond, palette.surface, palette.urgent_fond} == {"#000000"}
    assert all(palette.encre(niveau) == "#ffff00" for niveau in Niveau)


def test_changing_the_appearance_inks_again_what_is_already_shown(qapp: QApplication) -> None:
    label = QLabel()
    icones.poser(label, "lock", "accent")
    before = label.pixmap().toImage()
    style.appliquer(qapp, SOMBRE)
    assert apparence.palette() is SOMBRE
    assert label.pixmap().toImage() != before


def test_text_grows_to_twice_its_size_and_icons_with_it(qapp: QApplication) -> None:
    label = QLabel()
    icones.poser(label, "lock", cote=20)
    style.appliquer(qapp, CLAIRE, echelle=max(ECHELLES))
    assert pixels(Taille.CORPS, 200) == 2 * Taille.CORPS
    assert label.pixmap().width() == 40


def test_the_bundled_face_is_the_one_in_use(qapp: QApplication) -> None:
    assert qapp.font().family() == "Atkinson Hyperlegible"
    assert qapp.font().exactMatch()


def test_every_icon_comes_with_its_licence_and_can_be_inked() -> None:
    icons = sorted(path("icons").glob("*.svg"))
    assert path("icons", "LICENCE_LUCIDE.txt").read_text(encoding="utf-8").startswith("ISC License")
    for file in icons:
        assert b"currentColor" in file.read_bytes()
        assert not icones.image(file.stem, 24).isNull()
