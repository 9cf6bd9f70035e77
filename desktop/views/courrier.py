"""Writing a letter: choose its model, say what the dossier does not, see it, file it (R-DOC-3, R-ENT-6)."""

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.services.bureau import Bureau
from desktop.services.courriers import Lettre, ModeleCourrier
from desktop.views.apercu import Feuilles
from desktop.views.blocs import Bouton, BoutonPrincipal, Defilant, Doux, Petit, Titre, vider
from desktop.views.blocs.alerte import Alerte
from desktop.views.brouillon import Brouillon
from desktop.views.fields import Editeur, EditeurTexte, Outils, editeur
from desktop.views.fields.options import Options
from desktop.views.palette import Niveau
from domain.errors import RefusedError
from domain.fields import Field, Kind

_REPOS_MS = 700
_FEUILLE, _FORMULAIRE = 540, 360
_BORDS = 64  # around the page: its margins and the scroll bar
_LIGNES = 9
_CHAMPS = {"objet": Field("objet", "Objet"), "texte": Field("texte", "Texte", Kind.TEXT)}
_AUCUN = "Aucun rendez-vous à venir dans ce dossier\u00a0: créez d’abord l’entretien que ce courrier annonce."
AUCUN_MODELE = "Aucun modèle n’est proposé\u00a0: votre service peut en poser un."


class EcrireCourrier(QDialog):
    """A letter beside its page, which follows what is typed; ``document`` once it is filed."""

    def __init__(
        self,
        bureau: Bureau,
        dossier: str,
        modele: ModeleCourrier,
        entretien: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bureau = bureau
        self._dossier = dossier
        self._modele = modele
        self._entretien = entretien
        self._lettre: Lettre | None = None
        self.document = ""
        self.setWindowTitle(modele.libelle)
        tools = Outils(bureau.settings, bureau.clock, bureau.orthographe)
        self.entretiens = Options("Entretien")
        self.saisies: dict[str, Editeur] = {nom: editeur(_CHAMPS[nom], tools) for nom in modele.saisies}
        self._brouillon = Brouillon(bureau.brouillons, dossier, f"courrier/{modele.code}", self.saisies, self)
        self._avis = QVBoxLayout()
        self.feuilles = Feuilles(_FEUILLE)
        self.feuilles.setMinimumWidth(_FEUILLE + _BORDS)
        self._nom = Petit()
        self.ranger = BoutonPrincipal("Ranger dans le dossier", "check")
        self.ranger.clicked.connect(self._file)
        self._repos = QTimer(self, singleShot=True, interval=_REPOS_MS)
        self._repos.timeout.connect(self._write)
        self._lay_out()
        self._fill()
        self._write()

    def reject(self) -> None:
        """Keep what was typed for the next time this letter is opened."""
        self._brouillon.garder()
        super().reject()

    def _lay_out(self) -> None:
        form = Defilant((0, 0, 12, 0), 16)
        if self._modele.entretien and self._entretien is None:
            form.colonne.addWidget(Doux("De quel entretien s’agit-il\u00a0?"))
            form.colonne.addWidget(self.entretiens)
        for made in self.saisies.values():
            form.colonne.addWidget(made)
            made.edited.connect(self._repos.start)
            if isinstance(made, EditeurTexte):
                made.area.lines_at_rest = _LIGNES
        form.colonne.addLayout(self._avis)
        form.colonne.addStretch()
        form.setMinimumWidth(_FORMULAIRE)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(form, 2)
        across.addWidget(self.feuilles, 3)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self._nom, 1)
        cancel = Bouton("Annuler", "x")
        cancel.clicked.connect(self.reject)
        bottom.addWidget(cancel)
        bottom.addWidget(self.ranger)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Titre(self._modele.libelle))
        column.addLayout(across, 1)
        column.addLayout(bottom)
        self._nom.setWordWrap(True)
        self.resize(_FORMULAIRE + _FEUILLE + _BORDS + 100, 760)

    def _fill(self) -> None:
        """Offer the entretiens, the nearest chosen; bring back what was typed before."""
        if self._modele.entretien and self._entretien is None:
            coming = self._bureau.courriers.a_venir(self._dossier)
            for one in coming:
                self.entretiens.ajouter(one.id, one.libelle).clicked.connect(self._write)
            self.entretiens.choisir(coming[0].id if coming else None)
            if not coming:
                self.entretiens.hide()
        self._brouillon.remplir({})

    def _typed(self) -> dict[str, str]:
        return {nom: str(made.value() or "") for nom, made in self.saisies.items()}

    def _write(self) -> None:
        """Write the letter again and show it, or say why it cannot be."""
        vider(self._avis)
        self._lettre = None
        if self._modele.entretien:  # R-GEN-8: the right is seen before the person is called
            for hint in self._bureau.courriers.indications(self._dossier):
                self._say(hint.text, Niveau.ATTENTION if hint.level == "attention" else Niveau.INFO)
        chosen = self._entretien or self.entretiens.choisi()
        if self._modele.entretien and chosen is None:
            self._say(_AUCUN, Niveau.ATTENTION)
        else:
            try:
                letter = self._bureau.courriers.ecrire(
                    self._dossier, self._modele.code, chosen, self._typed()
                )
                self.feuilles.montrer(self._bureau.courriers.pages(letter))
            except RefusedError as refused:
                self._say(str(refused), Niveau.ATTENTION)
            else:
                self._lettre = letter
                if letter.vides:
                    self._say(f"Vide dans ce courrier\u00a0: {letter.vides}.", Niveau.INFO)
        self._nom.setText(f"Se range sous le nom {self._lettre.nom}" if self._lettre else "")
        self.ranger.setEnabled(self._lettre is not None)

    def _say(self, words: str, niveau: Niveau) -> None:
        self._avis.addWidget(Alerte(words, niveau))

    def _file(self) -> None:
        if self._repos.isActive():
            self._repos.stop()
            self._write()
        if self._lettre is None:
            return
        try:
            self.document = self._bureau.courriers.ranger(self._dossier, self._lettre)
        except RefusedError as refused:
            vider(self._avis)
            self._say(str(refused), Niveau.ATTENTION)
            return
        self._brouillon.oublier()
        self.accept()


class MenuCourriers(QMenu):
    """The letters there are to write; ``rangee`` brings the document that one has become."""

    rangee = Signal(str)

    def __init__(self, bureau: Bureau, bouton: QPushButton) -> None:
        super().__init__(bouton)
        self._bureau = bureau
        self._bouton = bouton
        self._dossier = ""
        self._entretien: str | None = None
        self.triggered.connect(self._chosen)

    def proposer(self, dossier: str, entretien: str | None = None) -> None:
        """Ask which letter; of an ``entretien``, only those that speak of one, and the only one at once."""
        self._dossier, self._entretien = dossier, entretien
        offered = [one for one in self._bureau.courriers.modeles() if one.entretien or entretien is None]
        if entretien is not None and len(offered) == 1:
            self._write(offered[0])
            return
        self.clear()
        for one in offered:
            self.addAction(one.libelle).setData(one)
        if not offered:
            self.addAction(AUCUN_MODELE).setEnabled(False)
        self.setActiveAction(self.actions()[0])
        self.popup(self._bouton.mapToGlobal(QPoint(0, self._bouton.height())))

    def _chosen(self, action: QAction) -> None:
        self._write(action.data())

    def _write(self, modele: ModeleCourrier) -> None:
        letter = EcrireCourrier(self._bureau, self._dossier, modele, self._entretien, self._bouton.window())
        if letter.exec() == QDialog.DialogCode.Accepted:
            self.rangee.emit(letter.document)
