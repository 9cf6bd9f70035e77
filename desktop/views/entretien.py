"""The page of an entretien: how it was held, what was said, what to do next (R-ENT-1, R-ENT-2, R-ENT-12)."""

from desktop.models.changes import Changes
from desktop.services.bureau import Bureau
from desktop.services.entretiens import EntretienLu
from desktop.views.blocs import REALISATIONS, Bouton, BoutonPrincipal, PageDefilante, SousTitre
from desktop.views.courrier import MenuCourriers
from desktop.views.entretien_themes import ThemesEntretien
from desktop.views.fields.options import EditeurOptions
from desktop.views.formulaire import Formulaire
from desktop.views.page import Navigateur
from desktop.views.page_fiche import PageFiche
from desktop.views.vue_document import vue
from domain.cer.states import State
from domain.entretien.form import ENTRETIEN
from domain.entretien.rules import ABSENCES
from domain.french import moment

_PICTOS = {code: icone for code, (icone, _niveau) in REALISATIONS.items()}


class PageEntretien(PageFiche):
    """One entretien.

    «Réalisation» comes first: it is the question of the end of a meeting, and the thèmes with their
    synthèses follow it. Hour and place, most often known since the appointment was made, come last.
    """

    titre = "Entretien"
    icone = "calendar-clock"

    def __init__(self, bureau: Bureau, navigateur: Navigateur, entretien: str) -> None:
        super().__init__(bureau, navigateur)
        self._entretien = entretien
        self._lu: EntretienLu | None = None
        self.page = PageDefilante()
        self.form = Formulaire(ENTRETIEN, entretien, self.page, self.binder, self.outils)
        self.realisation = EditeurOptions(ENTRETIEN.by_name["realisation"], self.outils, _PICTOS)
        self.realisation.label.setText("Comment le rendez-vous s’est-il tenu\u00a0?")
        self.form.lier(self.realisation)
        self.realisation.edited.connect(self._absence)
        self.form.placer("realisation")
        self.form.placer("motif_absence")
        self.themes = ThemesEntretien(bureau, self.binder, self.outils, entretien)
        self.themes.ajoutee.connect(self.page.montrer)
        self.form.poser(self.themes, ("themes", "synthese"))
        self.form.placer("suite")
        self.page.ajouter(SousTitre("Le rendez-vous"))
        self.form.placer("moment", "duree")
        self.form.placer("type", "vecteur")
        self.form.placer("lieu")
        self.midem = Bouton("Mise en demeure", "mail")
        self.midem.setToolTip("La demander, après une absence")
        self.midem.clicked.connect(self._demander)
        self.convocation = Bouton("Convocation", "mail")
        self.convocation.clicked.connect(self._convoquer)
        self.courriers = MenuCourriers(bureau, self.convocation)
        self.courriers.rangee.connect(self._convoquee)
        self.cer = Bouton("Rédiger un CER", "file-text")
        self.cer.clicked.connect(self._rediger)
        self.terminer = BoutonPrincipal("Terminer", "check")
        self.terminer.clicked.connect(self._terminer)
        for button in (self.midem, self.convocation, self.cer, self.terminer):
            self.barre.ajouter(button)
        self.montrer_corps(self.page)

    def concerne(self, changes: Changes) -> bool:
        """Only what touches this dossier: the hints compare with the day's other appointments."""
        dossier = self._lu.dossier if self._lu is not None else None
        return changes.touches(kind="entretien", record=self._entretien, dossier=dossier)

    def lire(self) -> None:
        """Read the entretien and show it."""
        lu = self._lu = self.bureau.entretiens.ouvrir(self._entretien)
        values = lu.values
        realisation = str(values["realisation"] or "")
        icone, niveau = REALISATIONS.get(realisation, ("circle", REALISATIONS["annule"][1]))
        self.entete.montrer(
            lu.nom_affiche,
            " ".join(filter(None, (str(values["type_libelle"] or "Entretien"), _quand(values["moment"])))),
            str(values["realisation_libelle"] or "À préciser"),
            niveau,
            icone,
        )
        self.signaler({self._entretien, *(one.id for one in lu.themes)})
        self.form.montrer(values, lu.indications, modifiable=lu.modifiable)
        self.themes.montrer(lu.themes, tenu=realisation == "presence", modifiable=lu.modifiable)
        self._absence()
        self.convocation.setVisible(lu.modifiable and realisation == "prevu")
        self.attendre(" ".join(lu.manques))

    def _absence(self) -> None:
        missed = self.realisation.value() in ABSENCES
        self.form.visible("motif_absence", visible=missed)
        self.midem.setVisible(missed)

    def _demander(self) -> None:
        """R-ENT-11: from an absence, one step leads to where a mise en demeure is asked for."""
        if self._lu is not None and self.a_jour():
            self.navigateur.ouvrir_dossier(self._lu.dossier, "Accompagnement")

    def _rediger(self) -> None:
        """Open the CER that is being drafted for this person, or a new one: never two drafts unawares."""
        if self._lu is None or not self.a_jour():
            return
        drafts = [
            line
            for line in self.bureau.dossiers.lire(self._lu.dossier).cers
            if line.etat is State.PROPOSITION
        ]
        cer = drafts[0].id if drafts else self.bureau.cers.nouveau(self._lu.dossier)
        self.navigateur.ouvrir_cer(cer)

    def _convoquer(self) -> None:
        if self._lu is not None and self.a_jour():
            self.courriers.proposer(self._lu.dossier, self._entretien)

    def _convoquee(self, document: str) -> None:
        """Show the letter that was just filed, to print it (R-ENT-6)."""
        if self._lu is None:
            return
        filed = next(one for one in self.bureau.documents.lister(self._lu.dossier) if one.id == document)
        self.navigateur.annoncer(f"Rangée dans le dossier\u00a0: {filed.nom}")
        seen = vue(self.bureau, filed, self, modifiable=self._lu.modifiable)
        if seen is not None:
            seen.exec()

    def _terminer(self) -> None:
        if self.a_jour():
            self.navigateur.retour()
            self.navigateur.annoncer("Entretien enregistré sur ce poste.")


def _quand(value: object) -> str:
    return f"du {moment(value)}" if isinstance(value, str) and value else ""
