"""What the person would like to do and can do: jobs wished for, sectors, skills (R-INF-1)."""

from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.metiers import Metier
from desktop.services.suivi_lu import SouhaitLu, SuiviLu
from desktop.views.blocs import Bouton, Carte, Petit
from desktop.views.blocs.retrait import Retrait
from desktop.views.blocs.suite import Suite
from desktop.views.choix_metier import ChoixMetier
from desktop.views.clavier import donner
from desktop.views.dossier.refus import Refus
from desktop.views.fields import Editeur, EditeurLigne, EditeurTexte, Outils, editeur
from desktop.views.fields.binder import Binder
from domain.beneficiaire.form import DOSSIER
from domain.fields import Value
from domain.suivi.form import SOUHAIT_METIER


class Emploi(Carte):
    """The jobs in the order of the wishes, then what the dossier holds of sectors and skills."""

    def __init__(self, bureau: Bureau, dossier: str, binder: Binder, outils: Outils, refus: Refus) -> None:
        super().__init__("Emploi")
        self._bureau, self._dossier = bureau, dossier
        self._binder, self._outils, self._refus = binder, outils, refus
        self._lus: dict[str, SouhaitLu] = {}
        label = QLabel("Métiers souhaités")
        label.setProperty("role", "etiquette")
        self.ajouter(label)
        self.souhaits: Suite[FicheSouhait] = Suite()
        self.ajouter(self.souhaits.colonne)
        self.choix = ChoixMetier(bureau.metiers)
        self.choix.choisi.connect(self._add)
        self.ajouter(self.choix)
        self.editeurs: tuple[Editeur, ...] = tuple(
            editeur(DOSSIER.by_name[name], outils) for name in ("secteurs", "competences")
        )
        for one in self.editeurs:
            binder.bind(one, "dossier", dossier, {})
            self.ajouter(one)
        competences = self.editeurs[1]
        if isinstance(competences, EditeurTexte):
            competences.area.setPlaceholderText("Ce que la personne sait faire, ses diplômes, ses langues")

    def montrer(self, lu: SuiviLu, dossier: dict[str, Value], *, modifiable: bool) -> None:
        """Show the wishes; what is being typed is left alone. ``modifiable``: of the dossier's own fields."""
        self._lus = {one.id: one for one in lu.souhaits}
        for gone in self.souhaits.par_id.keys() - self._lus.keys():
            self._binder.release("souhait_metier", gone)
        self.souhaits.suivre(list(self._lus), self._make)
        for rank, one in enumerate(lu.souhaits, 1):
            self._binder.refresh("souhait_metier", one.id, one.values)
            fiche = self.souhaits.par_id[one.id]
            fiche.montrer(one, rank, len(lu.souhaits), modifiable=lu.modifiable)
        self.choix.setVisible(lu.modifiable)
        self._binder.refresh("dossier", self._dossier, dossier)
        for editor in self.editeurs:
            editor.set_read_only(not modifiable)

    def _make(self, record: str) -> "FicheSouhait":
        fiche = FicheSouhait(record, self._outils)
        fiche.deplace.connect(self._move)
        fiche.retire.connect(self._remove)
        self._binder.bind(fiche.commentaire, "souhait_metier", record, self._lus[record].values)
        return fiche

    def _add(self, chosen: object) -> None:
        metier = cast("Metier", chosen)
        suivi = self._bureau.suivi
        add = partial(suivi.ajouter_souhait, self._dossier, metier.libelle, metier.code_rome or None)
        if self._refus.tenter(add) is not None:
            self.choix.vider()
        donner(self.choix.ligne)

    def _move(self, record: str, sens: int) -> None:
        self._refus.tenter(partial(self._bureau.suivi.deplacer_souhait, record, sens))

    def _remove(self, record: str) -> None:
        self._refus.tenter(partial(self._bureau.suivi.retirer, "souhait_metier", record))


class FicheSouhait(QWidget):
    """One job: its rank, its words, where in the ROME, and what the person says of it."""

    deplace = Signal(str, int)
    retire = Signal(str)

    def __init__(self, record: str, outils: Outils) -> None:
        super().__init__()
        self._id = record
        self.metier = QLabel()
        self.metier.setProperty("role", "etiquette")
        self.metier.setWordWrap(True)
        self.rome = Petit()
        self.monter = Bouton("", "arrow-up", discret=True)
        self.descendre = Bouton("", "arrow-down", discret=True)
        self.monter.setToolTip("Monter")
        self.descendre.setToolTip("Descendre")
        self.monter.clicked.connect(self._up)
        self.descendre.clicked.connect(self._down)
        self.commentaire = EditeurLigne(SOUHAIT_METIER.by_name["commentaire"], outils)
        self.commentaire.label.hide()
        self.commentaire.line.setPlaceholderText("Précision\u00a0: à temps partiel, près de chez elle…")
        self.retrait = Retrait("ce métier", "Retirer aussi la précision\u00a0?", self._says)
        self.retrait.confirme.connect(self._confirmed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.metier)
        words.addWidget(self.rome)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addLayout(words, 1)
        for widget in (self.monter, self.descendre, self.retrait):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.commentaire)

    def montrer(self, lu: SouhaitLu, rang: int, nombre: int, *, modifiable: bool) -> None:
        """Show the job and its place among the others."""
        metier = str(lu.values["metier"] or "")
        code = str(lu.values["code_rome"] or "")
        self.metier.setText(f"{rang}. {metier}" if nombre > 1 else metier)
        self.rome.setText(f"ROME {code}" if code else "Sans code ROME")
        self.commentaire.line.setAccessibleName(f"Précision\u00a0: {metier}")
        self.monter.setAccessibleName(f"Monter {metier}")
        self.descendre.setAccessibleName(f"Descendre {metier}")
        self.retrait.retirer.setAccessibleName(f"Retirer {metier}")
        self.monter.setEnabled(rang > 1)
        self.descendre.setEnabled(rang < nombre)
        for button in (self.monter, self.descendre):
            button.setVisible(modifiable and nombre > 1)
        self.retrait.setVisible(modifiable)
        self.commentaire.set_read_only(not modifiable)
        self.commentaire.setVisible(modifiable or bool(lu.values["commentaire"]))

    def _says(self) -> bool:
        return self.commentaire.value() is not None

    def _up(self) -> None:
        self.deplace.emit(self._id, -1)

    def _down(self) -> None:
        self.deplace.emit(self._id, 1)

    def _confirmed(self) -> None:
        self.retire.emit(self._id)
