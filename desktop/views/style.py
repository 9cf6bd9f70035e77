"""The style sheet, built from the palette on an 8-pixel grid, and the appearance in force.

Widgets say what they *are* with the dynamic property ``role`` («titre», «principal»…); only
this module says how that looks. To dress a new kind of widget: 1. a ``role`` of its own; 2. its rule
in :func:`feuille`, on the 8-pixel grid; 3. a screenshot looked at in both palettes and at 200 %.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

import resources
from desktop.services.preferences import Apparence, Theme
from desktop.views import apparence, icones, typo
from desktop.views.palette import CLAIRE, SOMBRE, Niveau, Palette, du_systeme
from desktop.views.typo import Taille

GRILLE = 8
COLONNE_CARACTERES = 75
_HABILLEE = "habillee"


def du_poste(app: QApplication) -> Palette:
    """Return what the system asks for: its high-contrast colours, else dark, else light."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return du_systeme(app.style().standardPalette())
    return SOMBRE if hints.colorScheme() == Qt.ColorScheme.Dark else CLAIRE


def revetir(app: QApplication, choisie: Apparence) -> None:
    """Dress the application as its user chose."""
    appliquer(app, {Theme.CLAIR: CLAIRE, Theme.SOMBRE: SOMBRE}.get(choisie.theme), choisie.taille)


def appliquer(app: QApplication, choisie: Palette | None = None, echelle: int = 100) -> None:
    """Dress the application; may be called again while windows are open.

    ``choisie`` is ``None`` to follow the system. ``echelle`` is the size of the text in percent.
    """
    typo.charger()
    if app.style().name() != "fusion":
        app.setStyle("fusion")
    palette = choisie or du_poste(app)
    apparence.choisir(palette, echelle)
    app.setFont(typo.police(Taille.CORPS, echelle))
    app.setPalette(palette.qt())
    for widget in app.allWidgets():
        icones.repeindre(widget)
        apparence.remesurer(widget)
        if widget.property(_HABILLEE):
            habiller(widget)


def habiller(fenetre: QWidget) -> None:
    """Give a window the sheet in force; its dialogs and popups inherit it.

    The sheet is not the application's: Qt would then polish a whole subtree at each step of its
    building (``QWidget.setParent``), where here a page is polished once, when it joins its window. A
    dossier opens in two thirds of the time.
    """
    fenetre.setProperty(_HABILLEE, True)  # noqa: FBT003 - the value of a property
    fenetre.setStyleSheet(feuille(apparence.palette(), apparence.echelle()))


def marquer(widget: QWidget, nom: str, valeur: object) -> None:
    """Set a dynamic property that the sheet reads, and dress the widget again."""
    if widget.property(nom) == valeur:
        return
    widget.setProperty(nom, valeur)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def feuille(p: Palette, echelle: int) -> str:
    """Build the style sheet."""
    teinte = "sombre" if p.sombre else "clair"
    coche = resources.path("styles", "coche-sombre.svg" if p.sombre else "coche-claire.svg").as_posix()
    chevron = resources.path("styles", f"chevron-{teinte}.svg").as_posix()
    t = {taille: typo.pixels(taille, echelle) for taille in Taille}
    gauche, droite = (
        resources.path("styles", f"chevron-{cote}-{teinte}.svg").as_posix() for cote in ("gauche", "droite")
    )
    fleche = round(16 * echelle / 100)
    case = round(18 * echelle / 100)
    niveaux = "".join(
        f'*[niveau="{n}"] {{ color: {p.encre(n)}; }}\n'
        f'QFrame[role="pastille"][niveau="{n}"], QFrame[role="alerte"][niveau="{n}"]'
        f" {{ background: {p.lavis(n)}; }}\n"
        for n in Niveau
    )
    return f"""
* {{ font-family: "{typo.FAMILLE}"; }}
QWidget {{ color: {p.texte}; font-size: {t[Taille.CORPS]}px; }}
QMainWindow, QDialog, QWidget[role="page"], QScrollArea[role="page"],
QWidget[role="colonne"] {{ background: {p.fond}; border: none; }}
QToolTip {{ background: {p.surface}; color: {p.texte}; border: 1px solid {p.bord}; padding: 4px 8px; }}

QLabel {{ background: transparent; }}
QLabel[role="nom"] {{ font-size: {t[Taille.NOM]}px; font-weight: 700; }}
QLabel[role="titre"] {{ font-size: {t[Taille.TITRE]}px; font-weight: 700; }}
QLabel[role="sous_titre"] {{ font-size: {t[Taille.INTERTITRE]}px; font-weight: 700; }}
QLabel[role="etiquette"] {{ font-weight: 700; }}
QLabel[role="doux"] {{ color: {p.texte_doux}; }}
QLabel[role="petit"] {{ color: {p.texte_doux}; font-size: {t[Taille.PETIT]}px; }}
QLabel[role="conseil"] {{ color: {p.texte_doux}; font-size: {t[Taille.PETIT]}px; }}
QLabel[role="heure"] {{ color: {p.accent}; font-size: {t[Taille.INTERTITRE]}px; font-weight: 700; }}
QLabel[role="produit"] {{ color: {p.accent}; font-size: {t[Taille.TITRE]}px; font-weight: 700; }}

QFrame[role="carte"] {{ background: {p.surface}; border: none; border-radius: 12px; }}
QFrame[role="vignette"] {{ background: {p.surface_douce}; border: none; border-radius: 8px; }}
QFrame[role="papier"] {{ background: {p.surface_douce}; border: none; border-radius: 8px; }}
QFrame[role="pastille"], QFrame[role="alerte"] {{ border-radius: 8px; border: none; }}
QFrame[role="bandeau"] {{ background: {p.fond}; border: none; border-bottom: 1px solid {p.trait}; }}
QFrame[role="panneau"] {{ background: {p.fond}; border: none; border-left: 1px solid {p.trait}; }}
QFrame[role="entete"] {{ background: {p.fond}; border: none; border-bottom: 1px solid {p.trait}; }}
QFrame[role="barre"] {{ background: {p.fond}; border: none; border-top: 1px solid {p.trait}; }}
QFrame[role="flottant"] {{ background: {p.surface}; border: 1px solid {p.bord}; border-radius: 12px; }}
QFrame[role="filet"] {{ background: {p.trait}; border: none; max-height: 1px; min-height: 1px; }}
{niveaux}
QFrame[role="pastille"] QLabel {{ font-size: {t[Taille.PETIT]}px; font-weight: 700; }}

QFrame[role="rail"] {{ background: {p.surface}; border: none; border-right: 1px solid {p.trait}; }}
QPushButton[role="place"] {{ background: transparent; border: 2px solid transparent; border-radius: 8px;
  text-align: left; padding: 10px 12px; font-weight: 400; color: {p.texte}; }}
QPushButton[role="place"]:hover {{ background: {p.surface_douce}; }}
QPushButton[role="place"]:checked {{ background: {p.accent_doux}; font-weight: 700; }}
QPushButton[role="place"]:focus {{ border-color: {p.accent}; }}

QPushButton {{ background: {p.surface}; color: {p.texte}; border: 1px solid {p.bord}; border-radius: 8px;
  padding: 8px 16px; min-height: 22px; }}
QPushButton:hover {{ background: {p.surface_douce}; }}
QPushButton:pressed, QPushButton:checked {{ background: {p.accent_doux}; }}
QPushButton:focus {{ border: 2px solid {p.accent}; padding: 7px 15px; }}
QPushButton:disabled {{ color: {p.texte_doux}; border-color: {p.trait}; background: {p.fond}; }}
QPushButton[role="principal"] {{ background: {p.accent}; color: {p.sur_accent}; border: 2px solid {p.accent};
  padding: 9px 22px; font-weight: 700; }}
QPushButton[role="principal"]:hover {{ background: {p.accent_fort}; border-color: {p.accent_fort}; }}
QPushButton[role="principal"]:focus {{ border: 2px solid {p.texte}; padding: 9px 22px; }}
QPushButton[role="principal"]:disabled {{ background: {p.neutre_fond}; color: {p.texte_doux};
  border-color: {p.neutre_fond}; }}
QPushButton[role="discret"], QToolButton {{ background: transparent; border: 2px solid transparent;
  border-radius: 8px; padding: 6px 10px; color: {p.accent}; }}
QPushButton[role="discret"][lien="true"] {{ padding: 0; border-width: 0 0 2px 0; border-radius: 0;
  font-weight: 700; min-height: 0; }}
QPushButton[role="discret"]:hover, QToolButton:hover {{ background: {p.surface_douce}; }}
QPushButton[role="discret"]:focus, QToolButton:focus {{ border-color: {p.accent}; }}
QPushButton[role="discret"]:checked {{ background: {p.accent_doux}; font-weight: 700; }}
QPushButton[role="discret"]:disabled {{ background: transparent; color: {p.texte_doux}; }}

QPushButton[role="rangee"] {{ background: transparent; border: 2px solid transparent; padding: 0;
  text-align: left; }}
QPushButton[role="rangee"]:hover {{ background: {p.surface_douce}; }}
QPushButton[role="rangee"]:focus {{ border-color: {p.accent}; padding: 0; }}
QPushButton[role="filtre"] {{ background: {p.surface}; border: 2px solid {p.trait}; border-radius: 12px;
  padding: 4px 14px; }}
QPushButton[role="filtre"]:hover {{ background: {p.surface_douce}; }}
QPushButton[role="filtre"]:checked {{ background: {p.accent_doux}; border-color: {p.accent};
  color: {p.accent}; }}
QPushButton[role="filtre"]:focus {{ border-color: {p.texte}; padding: 4px 14px; }}

QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {p.texte_doux}; border: 2px solid transparent;
  border-bottom: 3px solid transparent; padding: 8px 16px; margin-right: 8px; }}
QTabBar QToolButton {{ background: {p.surface}; border: 1px solid {p.bord}; border-radius: 4px; }}
QTabBar QToolButton::left-arrow {{ image: url({gauche}); }}
QTabBar QToolButton::right-arrow {{ image: url({droite}); }}
QTabBar::scroller {{ width: {2 * fleche}px; }}
QTabBar::tab:hover {{ color: {p.accent}; }}
QTabBar::tab:selected {{ color: {p.accent}; border-bottom-color: {p.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {p.accent}; border-bottom-width: 3px; border-radius: 8px; }}

QLineEdit, QPlainTextEdit, QComboBox {{ background: {p.surface}; color: {p.texte}; border: 1px solid {p.bord};
  border-radius: 8px; padding: 7px 11px; selection-background-color: {p.accent};
  selection-color: {p.sur_accent}; placeholder-text-color: {p.texte_doux}; }}
QPlainTextEdit {{ padding: 5px 8px; }}
QLineEdit, QComboBox {{ min-height: 24px; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {p.accent}; padding: 6px 10px; }}
QPlainTextEdit:focus {{ border: 2px solid {p.accent}; padding: 4px 7px; }}
QLineEdit:read-only, QPlainTextEdit:read-only, QComboBox:disabled, QLineEdit:disabled,
QPlainTextEdit:disabled {{ background: {p.surface_douce}; border-color: {p.surface_douce};
  color: {p.texte}; }}
*[faute="true"] {{ border: 2px solid {p.urgent}; }}
QComboBox::drop-down {{ border: none; width: {fleche + 16}px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: {fleche}px; height: {fleche}px; }}
QComboBox QAbstractItemView {{ background: {p.surface}; border: 1px solid {p.bord}; padding: 4px;
  selection-background-color: {p.accent_doux}; selection-color: {p.texte}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: 32px; padding: 0 8px; }}

QCheckBox, QRadioButton {{ spacing: 10px; padding: 5px 6px 5px 2px; border: 2px solid transparent;
  border-radius: 8px; background: transparent; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {p.accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {case}px; height: {case}px;
  border: 2px solid {p.bord}; border-radius: 5px; background: {p.surface}; }}
QRadioButton::indicator {{ border-radius: {case // 2 + 2}px; }}
QCheckBox::indicator:checked {{ background: {p.accent}; border-color: {p.accent}; image: url("{coche}"); }}
QRadioButton::indicator:checked {{ width: {case - 8}px; height: {case - 8}px; background: {p.surface};
  border: 6px solid {p.accent}; }}
QRadioButton[role="option"] {{ background: {p.surface}; border: 2px solid {p.trait}; border-radius: 8px;
  padding: 6px 14px 6px 10px; }}
QRadioButton[role="option"]:hover {{ background: {p.surface_douce}; }}
QRadioButton[role="option"]:checked {{ background: {p.accent_doux}; border-color: {p.accent};
  color: {p.accent}; }}
QRadioButton[role="option"]:focus {{ border-color: {p.texte}; }}
QWidget[role="signature"] {{ background: {p.surface}; border: 1px solid {p.bord}; border-radius: 8px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {p.texte_doux}; }}

QListView {{ background: {p.surface}; border: none; border-radius: 12px; outline: none; padding: 4px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {p.bord}; border-radius: 4px; min-height: 40px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {p.bord}; border-radius: 4px; min-width: 40px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: transparent; border: none; width: 0; height: 0; }}
QProgressBar {{ background: {p.surface_douce}; border: none; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}
QCalendarWidget QWidget {{ alternate-background-color: {p.surface_douce}; }}
QCalendarWidget QAbstractItemView {{ background: {p.surface}; selection-background-color: {p.accent};
  selection-color: {p.sur_accent}; }}
QCalendarWidget QToolButton {{ color: {p.texte}; font-weight: 700; }}
QMenu {{ background: {p.surface}; border: 1px solid {p.bord}; padding: 4px; }}
QMenu::item {{ padding: 8px 16px; border-radius: 6px; }}
QMenu::item:disabled {{ color: {p.texte_doux}; background: transparent; }}
QMenu::item:selected {{ background: {p.accent_doux}; }}
"""
