"""The path of the person on one axis of time: where we stand today, then all that led there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu

from desktop.services.bureau import Bureau
from desktop.services.dossiers import DossierLu
from desktop.views.apercu import Apercu
from desktop.views.blocs import (
    Bouton,
    BoutonFiltre,
    Carte,
    Defilant,
    Doux,
    EtatVide,
    Flux,
    Pastille,
    vider,
)
from desktop.views.frise import VueFrise, signe
from desktop.views.page import Navigateur
from domain.french import plural, short_date
from domain.frise.faits import Fait, Frise, Piste
from domain.frise.plan import Marque
from domain.frise.temps import Fenetre

_PERIODES = (("1", "1 an"), ("3", "3 ans"), ("tout", "Tout"))
_AIDE = (
    "Molette\u00a0: avancer. Ctrl+molette\u00a0: zoomer. Flèches\u00a0: d’un fait à l’autre. "
    "Clic ou Entrée\u00a0: ouvrir."
)


class OngletParcours(Defilant):
    """What holds today, then the frise; above it, in words, what is chosen on it."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur) -> None:
        super().__init__((32, 16, 32, 32), 8)
        self._bureau = bureau
        self._pages: dict[str, Callable[[str], None]] = {
            "entretien": navigateur.ouvrir_entretien,
            "cer": navigateur.ouvrir_cer,
        }
        self._frise: Frise | None = None
        self._cachees: set[str] = set()
        self.vue = VueFrise()
        self.vue.ouverte.connect(self._open)
        self.vue.choisie.connect(self._say)
        self.vue.deplacee.connect(self._follow)
        self.pistes: dict[str, BoutonFiltre] = {}
        self.periodes = {code: BoutonFiltre(code, words) for code, words in _PERIODES}
        self.imprimer = Bouton("Imprimer", "printer")
        self.imprimer.setAccessibleName("Imprimer le parcours")
        self.imprimer.clicked.connect(self._print)
        self._situation, self._filtres = Flux(), Flux()
        self._mot = Doux()
        self.carte = self._lay_out()
        self._vide = EtatVide(
            "calendar-days",
            "Rien de daté encore",
            "Le droit, les CER et les entretiens s’y placeront d’eux-mêmes.",
        )
        self.colonne.addWidget(self.carte)
        self.colonne.addWidget(self._vide)
        self.colonne.addStretch()

    def montrer(self, lu: DossierLu) -> None:
        """Read the path again, and show it if it has changed."""
        frise = self._bureau.frises.lire(lu.id)
        if frise == self._frise:
            return
        self._frise = frise
        self.carte.setVisible(bool(frise.pistes))
        self._vide.setVisible(not frise.pistes)
        vider(self._situation)
        self._situation.addWidget(_label("Aujourd’hui"))
        for piste in frise.pistes:
            if (fait := piste.aujourd_hui(frise.jour)) is not None:
                icone, niveau = signe(piste.code, [fait.etat])
                self._situation.addWidget(Pastille(_standing(piste, fait), niveau, icone))
        self._show_filters(frise)
        undated = plural(frise.sans_date, "fait sans date n’y est pas", "faits sans date n’y sont pas")
        self._mot.setText(f"{undated}. {_AIDE}" if frise.sans_date else _AIDE)
        self.vue.montrer(frise, self._cachees)
        self._follow()

    def _lay_out(self) -> Carte:
        carte = Carte()
        carte.colonne.setContentsMargins(24, 16, 24, 16)
        carte.colonne.setSpacing(12)
        carte.ajouter(self._situation)
        tools = Flux()
        for periode in self.periodes.values():
            periode.setAutoExclusive(False)
            periode.clicked.connect(self._choose_period)
            tools.addWidget(periode)
        for nom, icone, slot in (
            ("Dézoomer", "zoom-out", self._farther),
            ("Zoomer", "zoom-in", self._nearer),
        ):
            bouton = Bouton("", icone, discret=True)
            bouton.setAccessibleName(nom)
            bouton.setToolTip(nom)
            bouton.clicked.connect(slot)
            tools.addWidget(bouton)
        tools.addWidget(self.imprimer)
        carte.ajouter(tools)
        carte.ajouter(self._mot)
        carte.ajouter(self.vue)
        carte.ajouter(self._filtres)
        return carte

    def _show_filters(self, frise: Frise) -> None:
        vider(self._filtres)
        self._filtres.addWidget(_label("Montrer"))
        self.pistes = {}
        for piste in frise.pistes:
            chip = self.pistes[piste.code] = BoutonFiltre(piste.code, piste.nom)
            chip.compter(len(piste.faits), plural(len(piste.faits), "fait"))
            chip.setAutoExclusive(False)
            chip.setChecked(piste.code not in self._cachees)
            chip.clicked.connect(self._filter)
            self._filtres.addWidget(chip)

    def _filter(self) -> None:
        self._cachees = {code for code, chip in self.pistes.items() if not chip.isChecked()}
        if self._frise is not None:
            self.vue.montrer(self._frise, self._cachees)

    def _choose_period(self) -> None:
        code = next(code for code, bouton in self.periodes.items() if bouton is self.sender())
        self.vue.voir(self._period(code))

    def _period(self, code: str) -> Fenetre:
        return self.vue.tout() if code == "tout" else self.vue.autour(int(code))

    def _follow(self) -> None:
        """Press the button of what is in view, if it is one of them; the widest, where they are the same."""
        here = self.vue.fenetre()
        shown = [code for code in self.periodes if self._period(code) == here]
        for code, bouton in self.periodes.items():
            bouton.setChecked(code == (shown[-1] if shown else ""))

    def _nearer(self) -> None:
        self.vue.zoomer(1.5)

    def _farther(self) -> None:
        self.vue.zoomer(1 / 1.5)

    def _say(self, mark: Marque) -> None:
        self._mot.setText(mark.dit)

    def _open(self, mark: Marque) -> None:
        """Open what was chosen; of several facts of one day, ask which."""
        if len(mark.faits) == 1:
            self._go(mark.piste.code, mark.faits[0])
            return
        menu = QMenu(self.vue)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fait in mark.faits:
            menu.addAction(fait.dit.replace("&", "&&")).setData((mark.piste.code, fait))
        menu.triggered.connect(self._choose_one)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.vue.sous(mark))

    def _choose_one(self, action: QAction) -> None:
        self._go(*action.data())

    def _go(self, kind: str, fait: Fait) -> None:
        """Open a record that has a page; the others are told, and that is all there is of them."""
        self._mot.setText(fait.dit)
        if kind in self._pages:
            self._pages[kind](fait.id)

    def _print(self) -> None:
        if self._frise is not None:
            made = self._bureau.frises.imprimer(self._frise.sans(self._cachees))
            Apercu(f"Parcours, {self._frise.nom}", made, self).exec()


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "etiquette")
    return label


def _standing(piste: Piste, fait: Fait) -> str:
    """Return what holds today: «CER n° 2, validé, jusqu’au 18/12/2026», «Entretien, prévu le 20/11/2026»."""
    said = ", ".join(filter(None, (fait.mot, fait.statut)))
    if fait.fin is None:
        return said
    until = short_date(fait.fin.isoformat())
    return f"{said} le {until}" if piste.ponctuelle else f"{said}, jusqu’au {until}"
