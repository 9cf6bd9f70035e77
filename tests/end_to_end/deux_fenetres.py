"""Two windows on two laptops, one server: the same CER written twice, a dossier lost with a draft in it.

``python -m tests.end_to_end.deux_fenetres`` plays it and leaves its screens in
``build/deux-fenetres``, offscreen or on the display there is (``xvfb-run -a -s "-screen 0
1400x900x24"``). Exit code 0 = all of it held.
"""

import datetime as dt
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.views import style
from desktop.views.cer import PageCer
from desktop.views.palette import CLAIRE, SOMBRE
from desktop.views.synchronisation import PageReprise, PageSynchronisation
from desktop.views.synchronisation.champ import AUTRE
from domain.errors import RefusedError
from domain.fields import Value
from domain.profils import Profile
from server.models import RECORDS
from server.services.comptes import NouveauCompte, create_compte
from tests.end_to_end.poste import Poste, un_monde
from tests.end_to_end.theatre import dresser
from tests.server.clients import PASSWORD
from tests.server.monde import Monde

FOLDER = Path("build", "deux-fenetres")
HIER, JOUR, PLUS_TARD = dt.date(2026, 11, 19), dt.date(2026, 11, 20), dt.date(2026, 12, 31)
DEPART = (
    "Âgée de 34 ans, seule avec deux enfants, sans permis ni véhicule. Au RSA depuis 2023. "
    "Le stage en cuisine collective a confirmé le projet."
)
DE_CAMILLE = DEPART.replace(" ni véhicule", "") + " L’employeur la reprendrait en mars."
DE_SONIA = DEPART.replace("deux enfants", "trois enfants") + " La crèche a une place en janvier."
DES_DEUX = (
    DEPART.replace(" ni véhicule", "").replace("deux enfants", "trois enfants")
    + " L’employeur la reprendrait en mars. La crèche a une place en janvier."
)
BROUILLON = (
    "Hébergé chez sa sœur depuis octobre. Il a déposé trois candidatures et attend une réponse de la scierie."
)


class Histoire:
    """Who is there, and what happens to them."""

    def __init__(self, app: QApplication, monde: Monde, folder: Path) -> None:
        self._app, self._monde, self._folder = app, monde, folder
        self.comptes = {
            "camille": self._compte("camille", "Camille", "Roche", Profile.REFERENT),
            "sonia": self._compte("sonia", "Sonia", "Delmas", Profile.REFERENT),
            "julie": self._compte("julie", "Julie", "Perrin", Profile.REFERENT),
            "secretariat": self._compte(
                "secretariat", "Maryse", "Vidal", Profile.SECRETARIAT_DISPOSITIF, "nord"
            ),
        }
        self.elise = monde.dossier(
            self.comptes["camille"], civilite="mme", nom="Vautrin", prenom="Élise", dtas="nord", sdd="sdd"
        )
        monde.affectation(self.elise, self.comptes["sonia"], "etape", HIER, PLUS_TARD)
        self.hugo = monde.dossier(
            self.comptes["camille"], civilite="m", nom="Chastel", prenom="Hugo", dtas="nord", sdd="sdd"
        )
        self.postes: list[Poste] = []

    def poste(self, identifiant: str) -> Poste:
        """Open a laptop."""
        made = Poste(self._app, self._monde, self._folder / identifiant, FOLDER, identifiant)
        self.postes.append(made)
        return made

    def conflit(self, camille: Poste, sonia: Poste) -> None:
        """The same CER, offline in both windows; settled on screen; both windows agree."""
        self.titre("Le même CER, écrit hors ligne dans les deux fenêtres")
        camille.fenetre.ouvrir_dossier(self.elise)
        camille.pilote.bouton("Nouveau CER")
        cer = camille.page(PageCer)._cer
        camille.ecrire(cer, DEPART)
        camille.synchronise()
        sonia.synchronise()
        for poste in (camille, sonia):
            poste.couper()
        camille.ecrire(cer, DE_CAMILLE)
        sonia.ecrire(cer, DE_SONIA)
        self.cote_a_cote("hors-ligne", camille, sonia)
        self._monde.clock.advance(minutes=2)
        sonia.retrouver()
        self._monde.clock.advance(minutes=1)
        camille.retrouver()
        (item,) = camille.bureau.reprises.a_reprendre()
        camille.pilote.dire(f"Conflit gardé des deux côtés : {item.quoi}, {item.nom_affiche}.")
        camille.pilote.photo("cer-avec-ma-version")
        camille.pilote.bouton("Ma journée")
        camille.pilote.photo("ma-journee")
        camille.pilote.bouton("Synchronisation")
        camille.page(PageSynchronisation)
        camille.pilote.photo("a-reprendre")
        sonia.synchronise()
        sonia.pilote.bouton("Synchronisation")
        self.cote_a_cote("a-reprendre", camille, sonia)
        camille.fenetre.ouvrir_cer(cer)
        camille.pilote.bouton("Ma version")
        self.regler(camille)
        assert camille.bureau.cers.ouvrir(cer).values["situation"] == DES_DEUX
        camille.synchronise()
        sonia.synchronise()
        assert sonia.bureau.cers.ouvrir(cer).values["situation"] == DES_DEUX
        assert not camille.bureau.reprises.a_reprendre()
        assert not sonia.bureau.reprises.a_reprendre()
        for poste in (camille, sonia):
            poste.pilote.bouton("Synchronisation")
        self.cote_a_cote("regle", camille, sonia)
        camille.pilote.dire("Réglé par une troisième version : la même dans les deux fenêtres.")

    def regler(self, poste: Poste) -> None:
        """Choose on the page of the item: a third version begun from both."""
        page = poste.page(PageReprise)
        poste.pilote.photo("comparaison")
        style.appliquer(self._app, SOMBRE)
        poste.pilote.photo("comparaison-sombre")
        style.appliquer(self._app, CLAIRE, 200)
        poste.pilote.photo("comparaison-200")
        style.appliquer(self._app, CLAIRE)
        (question,) = page.questions
        poste.pilote.cliquer(question.options.boutons[AUTRE])
        poste.pilote.photo("troisieme-version")
        (editor,) = question.editeurs()
        assert editor.value() == DES_DEUX
        poste.regarder()
        editor.setFocus()
        poste.pilote.touche(
            editor.focusProxy() or editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        poste.page(PageCer)
        poste.pilote.photo("choix-enregistre")

    def remis(self, camille: Poste) -> None:
        """A dossier leaves while its référent drafts offline: the draft is handed over, the dossier gone."""
        self.titre("Un dossier part pendant que son référent rédige hors ligne")
        self._monde.clock.advance(minutes=1)
        camille.couper()
        camille.fenetre.ouvrir_dossier(self.hugo)
        camille.pilote.bouton("Nouveau CER")
        cer = camille.page(PageCer)._cer
        camille.ecrire(cer, BROUILLON)
        camille.pilote.photo("brouillon-hors-ligne")
        self.reorienter(self.hugo, "julie")
        self._monde.clock.advance(minutes=2)
        camille.retrouver()
        camille.pilote.attendre(
            lambda: self.hugo not in camille.bureau.file_active.lignes(), "Hugo parti de la file active"
        )
        try:
            camille.bureau.dossiers.lire(self.hugo)
        except RefusedError:
            camille.pilote.dire("Le dossier n’est plus sur le poste de Camille Roche.")
        else:
            raise AssertionError("the dossier is still on the laptop that lost it")
        camille.pilote.bouton("File active")
        camille.pilote.photo("dossier-parti")
        camille.pilote.bouton("Synchronisation")
        camille.pilote.photo("recu-de-ce-qui-est-remis")
        self.prendre(self.poste("secretariat"), cer)
        camille.synchronise()
        (avis,) = camille.bureau.reprises.avis()
        camille.pilote.dire(f"Avis à l’auteur : {avis.texte}")
        camille.pilote.bouton("Synchronisation")
        camille.pilote.photo("avis")
        camille.pilote.bouton("J’ai lu")
        camille.pilote.attendre(lambda: not camille.bureau.reprises.avis(), "l’avis classé")

    def prendre(self, secretariat: Poste, cer: str) -> None:
        """Read the draft on the secretariat's screen, and take it in; the new référent has it too."""
        secretariat.pilote.bouton("Synchronisation")
        secretariat.pilote.photo("travail-remis")
        (item,) = secretariat.bureau.reprises.a_reprendre()
        secretariat.fenetre.ouvrir_reprise(item.id)
        secretariat.pilote.voir(BROUILLON)
        secretariat.pilote.photo("brouillon-lu")
        style.appliquer(self._app, SOMBRE)
        secretariat.pilote.photo("brouillon-lu-sombre")
        style.appliquer(self._app, CLAIRE, 200)
        secretariat.pilote.photo("brouillon-lu-200")
        style.appliquer(self._app, CLAIRE)
        self._monde.clock.advance(minutes=1)
        secretariat.pilote.bouton("Prendre dans le dossier")
        secretariat.synchronise()
        assert not secretariat.bureau.reprises.a_reprendre()
        assert secretariat.bureau.cers.ouvrir(cer).values["situation"] == BROUILLON
        secretariat.fenetre.ouvrir_cer(cer)
        secretariat.pilote.photo("dans-le-dossier")
        julie = self.poste("julie")
        assert julie.bureau.cers.ouvrir(cer).values["situation"] == BROUILLON

    def reorienter(self, dossier: str, vers: str) -> None:
        """Pour, as Genesis does, that the dossier has another référent since today."""
        affectation = RECORDS["affectation"].c
        with self._monde.serveur.engine.connect() as connection:
            old = connection.execute(
                select(affectation.id).where(affectation.dossier == dossier)
            ).scalar_one()
        with self._monde.writing() as ecriture:
            ecriture.modifier("affectation", old, {"fin": HIER.isoformat()})
            new: dict[str, Value] = {
                "referent": self.comptes[vers],
                "role": "parcours",
                "debut": JOUR.isoformat(),
            }
            ecriture.creer("affectation", new, dossier=dossier)

    def cote_a_cote(self, nom: str, *postes: Poste) -> None:
        """Photograph several windows as one sees them on two desks."""
        for poste in postes:
            poste.pilote.laisser(0.1)
        shots = [poste.fenetre.grab() for poste in postes]
        whole = QPixmap(sum(shot.width() for shot in shots) + 8 * (len(shots) - 1), shots[0].height())
        whole.fill(QColor("#808080"))
        painter, x = QPainter(whole), 0
        for shot in shots:
            painter.drawPixmap(x, 0, shot)
            x += shot.width() + 8
        painter.end()
        assert whole.save(str(FOLDER / f"deux-fenetres-{nom}.png"))

    def titre(self, texte: str) -> None:
        """Print the title of an act."""
        print(f"\n{texte}", flush=True)

    def _compte(self, identifiant: str, prenom: str, nom: str, profil: Profile, *dtas: str) -> str:
        nouveau = NouveauCompte(identifiant, nom, prenom, profil, None, dtas)
        return create_compte(self._monde.serveur, nouveau, PASSWORD, departement="07")


def main() -> int:
    """Play both acts."""
    app, donnees = dresser(FOLDER)
    with un_monde(donnees) as monde:
        histoire = Histoire(app, monde, donnees)
        try:
            camille, sonia = histoire.poste("camille"), histoire.poste("sonia")
            histoire.conflit(camille, sonia)
            histoire.remis(camille)
        finally:
            for poste in histoire.postes:
                poste.fermer()
    print(f"\n{len(list(FOLDER.glob('*.png')))} écrans dans {FOLDER}.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
