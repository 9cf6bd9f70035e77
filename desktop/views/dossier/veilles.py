"""The card of the veille: begun, put off, ended by an act, or taken away (R-FA-2, R-FA-3, R-FA-7)."""

from functools import partial

from desktop.services.accompagnement import AccompagnementLu
from desktop.services.bureau import Bureau
from desktop.services.veilles import VeilleLue
from desktop.views.blocs import Doux, Jalon, Petit, vider
from desktop.views.blocs.conseils import Conseils
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.blocs.textes import Corps
from desktop.views.dossier.acte import Acte, CarteActes
from desktop.views.fields import editeur
from desktop.views.page import Navigateur
from desktop.views.palette import Niveau
from domain.clock import today
from domain.french import long_date, short_date
from domain.veille.form import VEILLE


class CarteVeille(CarteActes):
    """Where the dossier stands with its veille, then those of before."""

    def __init__(self, bureau: Bureau, navigateur: Navigateur, dossier: str) -> None:
        super().__init__("Veille", bureau, navigateur, dossier)
        self._veille: VeilleLue | None = None
        motif, debut, fin, commentaire, fin_reportee, note, terminee = (
            editeur(VEILLE.by_name[name], self.outils)
            for name in ("motif", "debut", "fin", "commentaire", "fin", "commentaire", "terminee_le")
        )
        self.commencer = Acte(
            "Mettre en veille", "clock", "Mettre en veille", motif, CoteACote(debut, fin), commentaire
        )
        self.terminer = Acte("Mettre fin à la veille", "circle-check", "Mettre fin", terminee)
        self.reporter = Acte("Repousser", "calendar-clock", "Enregistrer", fin_reportee, note)
        self.retirer = Acte(
            "Retirer",
            "trash-2",
            "Retirer la veille",
            mot="Pour une veille saisie par erreur\u00a0: il n’en restera aucune trace.",
        )
        self.commencer.ouvert.connect(self._begin)
        self.commencer.confirme.connect(self._begun)
        self.terminer.ouvert.connect(self._end)
        self.terminer.confirme.connect(self._ended)
        self.reporter.ouvert.connect(self._put_off)
        self.reporter.confirme.connect(self._put)
        self.retirer.confirme.connect(self._taken)
        self.placer(self.commencer, self.terminer, self.reporter, self.retirer)

    def montrer(self, lu: AccompagnementLu) -> None:
        """Show the veille that runs and the ones before it."""
        vider(self.corps)
        running = [one for one in lu.veilles if one.court]
        self._veille = running[0] if running else None
        if self._veille is None:
            self.corps.addWidget(Doux("Aucune veille en cours."))
        for one in running:
            self._show(one)
        for one in lu.veilles:
            if not one.court:
                self.corps.addWidget(_passee(one))
        allowed = not lu.refus_veille
        self.commencer.proposer(possible=allowed and self._veille is None)
        for acte in (self.terminer, self.reporter, self.retirer):
            acte.proposer(possible=allowed and self._veille is not None)
        self.dire(lu.refus_veille)

    def _show(self, one: VeilleLue) -> None:
        values = one.values
        title = Corps(str(values["motif_libelle"] or "Sans motif"))
        title.setProperty("role", "etiquette")
        self.corps.addWidget(title)
        until = f", fin prévue le {long_date(str(values['fin']))}" if values["fin"] else ""
        self.corps.addWidget(Doux(f"Depuis le {long_date(str(values['debut']))}{until}."))
        if values["commentaire"]:
            self.corps.addWidget(Corps(str(values["commentaire"])))
        hints = Conseils()
        hints.montrer(one.indications)
        self.corps.addWidget(hints)
        if one.retablir:
            self.corps.addWidget(Petit(one.retablir))

    def _begin(self) -> None:
        self.commencer.remplir({"debut": self._today()})

    def _begun(self) -> None:
        begin = partial(self.bureau.veilles.commencer, self.dossier, self.commencer.valeurs())
        self.faire(self.commencer, begin, "Veille enregistrée.")

    def _end(self) -> None:
        self.terminer.remplir({"terminee_le": self._today()})

    def _ended(self) -> None:
        day = self.terminer.valeurs()["terminee_le"]
        end = partial(self.bureau.veilles.terminer, self._id(), str(day) if day else None)
        self.faire(self.terminer, end, "Veille terminée.")

    def _put_off(self) -> None:
        if self._veille is not None:
            self.reporter.remplir(self._veille.values)

    def _put(self) -> None:
        put = partial(self.bureau.veilles.modifier, self._id(), self.reporter.valeurs())
        self.faire(self.reporter, put, "Veille modifiée.")

    def _taken(self) -> None:
        self.faire(self.retirer, partial(self.bureau.veilles.retirer, self._id()), "Veille retirée.")

    def _id(self) -> str:
        return self._veille.id if self._veille is not None else ""

    def _today(self) -> str:
        return today(self.bureau.clock).isoformat()


def _passee(one: VeilleLue) -> Jalon:
    values = one.values
    ended = values["terminee_le"]
    text = f"Jusqu’au {long_date(str(ended))}" if ended else "À venir"
    title = str(values["motif_libelle"] or "Sans motif")
    return Jalon(short_date(str(values["debut"] or "")), title, text, icone="clock", niveau=Niveau.NEUTRE)
