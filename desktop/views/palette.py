"""Every colour of the product, light and dark; no other module names one.

One accent, a deep teal-blue. A status never rests on colour alone: it is an icon, a word *and* a
colour (design, §5), but each of its pairs still keeps a contrast of 4.5:1, held by a test over
:func:`paires_de_texte`. Borders of controls keep 3:1 (WCAG 1.4.11).

To add a colour: 1. a field here; 2. its value in ``CLAIRE`` and ``SOMBRE``; 3. if text is
written in it or on it, its pair in :func:`paires_de_texte`.
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Niveau(StrEnum):
    """How much something calls for attention; each has its icon, its words and its colour."""

    NEUTRE = "neutre"
    INFO = "info"
    SUCCES = "succes"
    ATTENTION = "attention"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance, as ``#RRGGBB``.

    ``fond`` is the window, ``surface`` what one writes on, ``surface_douce`` a hovered row;
    ``trait`` separates (decoration), ``bord`` delimits a control. ``<niveau>`` is the ink of a
    status and ``<niveau>_fond`` the wash behind it.
    """

    sombre: bool
    fond: str
    surface: str
    surface_douce: str
    trait: str
    bord: str
    texte: str
    texte_doux: str
    accent: str
    accent_fort: str
    accent_doux: str
    sur_accent: str
    neutre: str
    neutre_fond: str
    info: str
    info_fond: str
    succes: str
    succes_fond: str
    attention: str
    attention_fond: str
    urgent: str
    urgent_fond: str

    def encre(self, niveau: Niveau) -> str:
        """Return the ink of a status."""
        return str(getattr(self, niveau.value))

    def lavis(self, niveau: Niveau) -> str:
        """Return the wash behind a status."""
        return str(getattr(self, f"{niveau.value}_fond"))

    def qt(self) -> QPalette:
        """Return the same colours for what Qt draws by itself (calendar, selection, tooltips)."""
        palette = QPalette()
        role = QPalette.ColorRole
        for roles, colour in (
            ((role.Window,), self.fond),
            ((role.Base, role.ToolTipBase, role.Button), self.surface),
            ((role.AlternateBase,), self.surface_douce),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), self.texte),
            ((role.PlaceholderText,), self.texte_doux),
            ((role.Highlight, role.Accent, role.Link), self.accent),
            ((role.HighlightedText,), self.sur_accent),
            ((role.Mid, role.Dark), self.bord),
        ):
            for each in roles:
                palette.setColor(each, QColor(colour))
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(self.texte_doux))
        return palette


CLAIRE = Palette(
    sombre=False,
    fond="#F5F8F8",
    surface="#FFFFFF",
    surface_douce="#ECF2F3",
    trait="#D8E1E3",
    bord="#7B8E94",
    texte="#15262B",
    texte_doux="#465A60",
    accent="#0B6175",
    accent_fort="#074A5A",
    accent_doux="#DCEDF1",
    sur_accent="#FFFFFF",
    neutre="#465A60",
    neutre_fond="#E8EEEF",
    info="#0B5A6D",
    info_fond="#DCEDF1",
    succes="#1B6136",
    succes_fond="#E0F1E5",
    attention="#7C4300",
    attention_fond="#FDEFD8",
    urgent="#9B1F2B",
    urgent_fond="#FBE5E5",
)

SOMBRE = Palette(
    sombre=True,
    fond="#0F181B",
    surface="#172327",
    surface_douce="#203136",
    trait="#2C3F45",
    bord="#70868D",
    texte="#E8F0F1",
    texte_doux="#B3C4C9",
    accent="#6EC5D8",
    accent_fort="#95D9E7",
    accent_doux="#1B3A43",
    sur_accent="#05242C",
    neutre="#C0CED2",
    neutre_fond="#25353A",
    info="#8FD3E2",
    info_fond="#1B3A43",
    succes="#8FD9A8",
    succes_fond="#1A3525",
    attention="#F2C07A",
    attention_fond="#3A2B13",
    urgent="#FFA6A6",
    urgent_fond="#43211F",
)


def du_systeme(systeme: QPalette) -> Palette:
    """Build a palette out of the system's own colours, for its high-contrast theme (decision 39).

    A person who chose that theme chose its colours: none of ours replaces them, and statuses keep
    only their icon and their word.
    """
    role = QPalette.ColorRole
    fond = systeme.color(role.Window).name()
    base = systeme.color(role.Base).name()
    texte = systeme.color(role.WindowText).name()
    accent = systeme.color(role.Highlight).name()
    statuts = {
        nom: fond if nom.endswith("_fond") else texte
        for nom in (champ.name for champ in fields(Palette))
        if nom.removesuffix("_fond") in set(Niveau)
    }
    return replace(
        CLAIRE,
        sombre=systeme.color(role.Window).lightness() < systeme.color(role.WindowText).lightness(),
        fond=fond,
        surface=base,
        surface_douce=fond,
        trait=texte,
        bord=texte,
        texte=texte,
        texte_doux=texte,
        accent=accent,
        accent_fort=accent,
        accent_doux=fond,
        sur_accent=systeme.color(role.HighlightedText).name(),
        **statuts,
    )


_KNEE = 0.04045  # below it sRGB is linear (IEC 61966-2-1)


def contraste(un: str, autre: str) -> float:
    """Return the contrast ratio of two ``#RRGGBB`` colours by WCAG 2.2, from 1 to 21."""
    clair, fonce = sorted((_luminance(un), _luminance(autre)), reverse=True)
    return (clair + 0.05) / (fonce + 0.05)


def paires_de_texte(palette: Palette) -> list[tuple[str, str]]:
    """List every (ink, ground) pair in which the product writes text."""
    grounds = (palette.fond, palette.surface, palette.surface_douce, palette.accent_doux)
    inks = (palette.texte, palette.texte_doux, palette.accent)
    pairs = [(ink, ground) for ink in inks for ground in grounds]
    pairs += [(palette.sur_accent, palette.accent), (palette.sur_accent, palette.accent_fort)]
    for niveau in Niveau:
        pairs += [(palette.encre(niveau), ground) for ground in (*grounds, palette.lavis(niveau))]
    return pairs


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= _KNEE else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
