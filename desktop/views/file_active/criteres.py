"""The criteria that combine, each with how many people it would leave (R-REP-5, R-REP-6, R-REP-7)."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.views import icones
from desktop.views.blocs import Bouton, Petit
from desktop.views.fields.options import Options
from desktop.views.file_active.libelles import AXES, SEUILS, Libelles
from desktop.views.file_active.volet import Volet
from domain.french import number, plural
from domain.recherche.criteres import Axe, Criteres, Portee, Seuil

_EN_VUE = 8  # values of an axis; the rarest wait behind a button
_DEPLIES = (Axe.ETAT_DROIT, Axe.CER)
_PLUS = 3650  # days


class Section(QWidget):
    """One axis: its title, and its values once unfolded; ``choisie`` brings the value pressed."""

    choisie = Signal(str, str)
    tournee = Signal()

    def __init__(self, axe: str, titre: str) -> None:
        super().__init__()
        self.axe = axe
        self._titre = titre
        self.cases: dict[str, QCheckBox] = {}
        self.titre = Bouton(titre, "chevron-right", discret=True)
        self.titre.setStyleSheet("text-align: left;")
        self.titre.clicked.connect(self._turn)
        self.ouverte = False
        self.autres = Bouton("Voir les autres", discret=True)
        self.autres.clicked.connect(self._all)
        self._corps = QWidget()
        self._values = QVBoxLayout(self._corps)
        self._values.setContentsMargins(12, 0, 0, 8)
        self._values.setSpacing(0)
        self._values.addWidget(self.autres)
        self.autres.hide()
        self._corps.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.titre)
        column.addWidget(self._corps)

    def montrer(self, comptes: Mapping[str, int], choisies: frozenset[str], libelles: Libelles) -> None:
        """Show how many each value would give; what is there stays where it is."""
        chosen = f"\u2002·\u2002{len(choisies)}" if choisies else ""
        self.titre.setText(f"{self._titre}{chosen}")
        self.titre.setAccessibleName(f"{self._titre}, {'déplié' if self.ouverte else 'replié'}")
        if not self.ouverte:
            return
        news = (comptes.keys() | choisies) - self.cases.keys()
        for valeur in sorted(news, key=lambda one: (not one, libelles.valeur(self.axe, one))):
            self._add(valeur)
        for valeur, case in self.cases.items():
            words = libelles.valeur(self.axe, valeur)
            count = comptes.get(valeur, 0)
            case.setText(f"{words}\u2002{number(count)}")
            case.setAccessibleName(f"{self._titre}, {words}\u00a0: {plural(count, 'personne')}")
            case.setChecked(valeur in choisies)
        if news:
            self._shorten(comptes)

    def _add(self, valeur: str) -> None:
        case = QCheckBox()
        case.setProperty("valeur", valeur)
        case.clicked.connect(self._clicked)
        self._values.insertWidget(self._values.count() - 1, case)
        case.show()  # now, else Qt does it a turn of its loop later, and over what is to be hidden
        self.cases[valeur] = case

    def _shorten(self, comptes: Mapping[str, int]) -> None:
        """Keep the most frequent in view, and what is asked."""
        frequent = sorted(self.cases, key=lambda one: -comptes.get(one, 0))
        rare = [one for one in frequent[_EN_VUE:] if not self.cases[one].isChecked()]
        if len(rare) > 1:
            self.autres.setText(f"Voir les {len(rare)} autres")
            self.autres.setAccessibleName(f"{self._titre}\u00a0: voir les {len(rare)} autres")
            self.autres.show()
            for one in rare:
                self.cases[one].hide()

    def _all(self) -> None:
        hidden = [case for case in self.cases.values() if case.isHidden()]
        for case in hidden:
            case.show()
        hidden[0].setFocus()
        self.autres.hide()

    def deplier(self, *, ouverte: bool) -> None:
        """Show the values, or only the title."""
        self.ouverte = ouverte
        icones.poser(self.titre, "chevron-down" if ouverte else "chevron-right", "accent", 18)
        self._corps.setVisible(ouverte)

    def _turn(self) -> None:
        self.deplier(ouverte=not self.ouverte)
        self.tournee.emit()

    def _clicked(self) -> None:
        self.choisie.emit(self.axe, str(self.sender().property("valeur")))


class LigneSeuil(QWidget):
    """«Sans entretien depuis [90] jours»: a box to tick, the days beside it."""

    change = Signal(object, object)

    def __init__(self, seuil: Seuil, jours: int) -> None:
        super().__init__()
        self.seuil = seuil
        self.case = QCheckBox(SEUILS[seuil])
        self.jours = QLineEdit(str(jours))
        self.jours.setValidator(QIntValidator(0, _PLUS, self.jours))
        self.jours.setAccessibleName(f"{SEUILS[seuil]}, nombre de jours")
        self.jours.setFixedWidth(self.jours.fontMetrics().averageCharWidth() * 5 + 28)
        self._compte = QLabel()
        self.case.clicked.connect(self._changed)
        self.jours.textEdited.connect(self._typed)
        row = QHBoxLayout()
        row.setContentsMargins(30, 0, 0, 0)
        for widget in (self.jours, self._compte):
            row.addWidget(widget)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(self.case)
        column.addLayout(row)

    def demandes(self) -> int:
        """Return the number of days written."""
        return int(self.jours.text() or 0)

    def montrer(self, jours: int | None, compte: int) -> None:
        """Show what is asked, and how many people it gives."""
        self.case.setChecked(jours is not None)
        self._compte.setText(f"jours\u2002{number(compte)}")
        self.case.setAccessibleName(f"{self.case.text()}\u00a0: {plural(compte, 'personne')}")
        if jours is not None and jours != self.demandes():
            self.jours.setText(str(jours))

    def _typed(self) -> None:
        self.case.setChecked(bool(self.jours.text()))
        self._changed()

    def _changed(self) -> None:
        self.change.emit(self.seuil, self.demandes() if self.case.isChecked() else None)


class VoletCriteres(Volet):
    """The criteria; ``change`` brings what is asked now."""

    change = Signal(object)

    def __init__(self, bureau: Bureau) -> None:
        super().__init__("Filtrer")
        self._bureau = bureau
        self._criteres = Criteres()
        settings = bureau.settings
        self.portee = Options("Dossiers", [(str(one), "") for one in Portee])
        for button in self.portee.boutons.values():
            button.clicked.connect(self._scope)
        self.seuils = {
            Seuil.A_RENOUVELER: LigneSeuil(
                Seuil.A_RENOUVELER, int(settings["departement.horizon_renouvellement_jours"])
            ),
            Seuil.SANS_ENTRETIEN: LigneSeuil(
                Seuil.SANS_ENTRETIEN, int(settings["departement.sans_entretien_jours"])
            ),
        }
        titles = Libelles(settings, {})
        fixed = [axe for axe in AXES if axe != Axe.PORTEE]
        known = [code.code for code in settings.choices("caracteristiques")]
        self.sections = {axe: Section(axe, titles.axe(axe)) for axe in (*fixed, *known)}
        body = self.corps.colonne
        body.addWidget(self.portee)
        self._lay_out(self.sections[axe] for axe in fixed)
        for ligne in self.seuils.values():
            ligne.change.connect(self._days)
            body.addWidget(ligne)
        body.addSpacing(8)
        body.addWidget(Petit("Caractéristiques"))
        self._lay_out(self.sections[axe] for axe in known)
        body.addStretch()
        self.voir = Bouton("")
        self.voir.clicked.connect(self.ferme)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 0, 0)
        foot.addWidget(self.voir, 1)
        self.colonne.addLayout(foot)
        for axe in _DEPLIES:
            self.sections[axe].deplier(ouverte=True)

    def montrer(self, criteres: Criteres, trouves: int) -> None:
        """Show what is asked, and count again what is unfolded."""
        self._criteres = criteres
        file_active = self._bureau.file_active
        libelles = Libelles(self._bureau.settings, file_active.referents())
        scopes = file_active.facettes(criteres, Axe.PORTEE)
        for code, button in self.portee.boutons.items():
            words = libelles.valeur(Axe.PORTEE, code)
            button.setText(f"{words}\u2002{number(scopes.get(code, 0))}")
            button.setAccessibleName(f"{words}\u00a0: {plural(scopes.get(code, 0), 'personne')}")
        self.portee.choisir(criteres.valeur(Axe.PORTEE) or Portee.TOUS)
        whole = file_active.facettes(Criteres(), Axe.PORTEE)
        self.portee.setVisible(len({whole.get(one, 0) for one in Portee}) > 1)
        for axe, section in self.sections.items():
            counts = file_active.facettes(criteres, axe) if section.ouverte else {}
            section.montrer(counts, criteres.choix.get(axe, frozenset()), libelles)
        for seuil, ligne in self.seuils.items():
            asked = criteres.seuils.get(seuil)
            days = ligne.demandes() if asked is None else asked
            ligne.montrer(asked, file_active.compter_seuil(criteres, seuil, days))
        self.voir.setText(f"Voir {plural(trouves, 'personne')}")
        self.voir.setAccessibleName(self.voir.text())

    def _lay_out(self, sections: Iterable[Section]) -> None:
        for section in sections:
            section.choisie.connect(self._value)
            section.tournee.connect(self._turned)
            self.corps.colonne.addWidget(section)

    def _turned(self) -> None:
        self.change.emit(self._criteres)

    def _scope(self) -> None:
        chosen = self.portee.choisi()
        scope = () if chosen in (None, Portee.TOUS) else (chosen,)
        self.change.emit(self._criteres.avec(Axe.PORTEE, *scope))

    def _value(self, axe: str, valeur: str) -> None:
        self.change.emit(self._criteres.bascule(axe, valeur))

    def _days(self, seuil: Seuil, jours: int | None) -> None:
        self.change.emit(self._criteres.a_moins_de(seuil, jours))
