"""The card of the veille: begun, put off, ended by an act, or taken away (R-FA-2, R-FA-3, R-FA-7)."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from desktop.services.accompagnement import AccompagnementLu
from desktop.services.bureau import Bureau
from desktop.services.veilles import VeilleLue
from desktop.views.blocs import Bouton, Doux, Jalon, Petit, vider
from desktop.views.blocs.conseils import Conseils
from desktop.views.blocs.cote_a_cote import CoteACote
from desktop.views.blocs.textes import Corps
from desktop.views.dossier.acte import CarteActes, ligne
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
        self._veilles: dict[str, VeilleLue] = {}
        motif, debut, fin, commentaire, fin_reportee, note, terminee = (
            editeur(VEILLE.by_name[name], self.outils)
            for name in ("motif", "debut", "fin", "commentaire", "fin", "commentaire", "terminee_le")
        )
        self.commencer = self.acte(
            "commencer",
            "Mettre en veille",
            "clock",
            "Mettre en veille",
            motif,
            CoteACote(debut, fin),
            commentaire,
        )
        self.terminer = self.acte(
            "terminer", "Mettre fin à la veille", "circle-check", "Mettre fin", terminee
        )
        self.reporter = self.acte(
            "reporter", "Repousser", "calendar-clock", "Enregistrer", fin_reportee, note
        )
        self.retirer = self.acte(
            "retirer",
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
        """Show the veilles that run or are to come, and the ones before."""
        vider(self.corps)
        here = sorted(
            (one for one in lu.veilles if one.court or one.a_venir), key=lambda one: (one.finit, one.a_venir)
        )
        self._veilles = {one.id: one for one in here}
        allowed = not lu.refus_veille
        if not any(one.court for one in here):
            self.corps.addWidget(Doux("Aucune veille en cours."))
        for one in here:
            self._show(one)
            if allowed and one is not here[0]:
                self.corps.addLayout(self._its_acts(one))
        for one in lu.veilles:
            if one not in here:
                self.corps.addWidget(_passee(one))
        stands = any(one.court and not one.finit for one in here)
        first = here[0].id if here else ""
        movable = {one.id for one in here if not one.finit}
        begun = lu.refus_veille or "Une veille court déjà."
        gone = lu.refus_veille or "Cette veille n’est plus en cours."
        self.commencer.proposer(possible=allowed and not stands, refus=begun)
        self.terminer.proposer(possible=allowed and stands, refus=gone, sur=first)
        self.reporter.proposer(possible=allowed and first in movable, refus=gone, sur=first, aussi=movable)
        self.retirer.proposer(possible=allowed and bool(here), refus=gone, sur=first, aussi=self._veilles)
        self.dire(lu.refus_veille)

    def _its_acts(self, one: VeilleLue) -> QHBoxLayout:
        """Return the acts on a veille besides the first one, whose buttons are those of the card."""
        offered = (("Repousser", self._put_off_this), ("Retirer", self._take_this))
        buttons = []
        for words, slot in offered[1:] if one.finit else offered:
            button = Bouton(f"{words} celle-ci", discret=True)
            button.setAccessibleName(f"{words} la veille du {long_date(str(one.values['debut']))}")
            button.setProperty("veille", one.id)
            button.clicked.connect(slot)
            buttons.append(button)
        return ligne(*buttons)

    def _show(self, one: VeilleLue) -> None:
        values = one.values
        title = Corps(str(values["motif_libelle"] or "Sans motif"))
        title.setProperty("role", "etiquette")
        self.corps.addWidget(title)
        self.corps.addWidget(Doux(self._when(one)))
        if values["commentaire"]:
            self.corps.addWidget(Corps(str(values["commentaire"])))
        hints = Conseils()
        hints.montrer(one.indications)
        self.corps.addWidget(hints)
        if one.retablir:
            self.corps.addWidget(Petit(one.retablir))

    def _when(self, one: VeilleLue) -> str:
        debut, fin, ended = (str(one.values[name] or "") for name in ("debut", "fin", "terminee_le"))
        words = f"{'À partir du' if one.a_venir else 'Depuis le'} {long_date(debut)}"
        if ended:
            today = " (aujourd’hui)" if ended == self._today() else ""
            return f"{words}. Finit le {long_date(ended)}{today}."
        return f"{words}, fin prévue le {long_date(fin)}." if fin else f"{words}."

    def _begin(self) -> None:
        self.commencer.remplir({"debut": self._today()})

    def _begun(self) -> None:
        begin = partial(self.bureau.veilles.commencer, self.dossier, self.commencer.valeurs())
        self.faire(self.commencer, begin, "Veille enregistrée.")

    def _end(self) -> None:
        self.terminer.remplir({"terminee_le": self._today()})

    def _ended(self) -> None:
        day = self.terminer.valeurs()["terminee_le"]
        end = partial(self.bureau.veilles.terminer, self.terminer.sur, str(day) if day else None)
        self.faire(self.terminer, end, "Veille terminée.")

    def _put_off(self) -> None:
        if (one := self._veilles.get(self.reporter.sur)) is not None:
            self.reporter.remplir(one.values)

    def _put_off_this(self) -> None:
        self.reporter.ouvrir_sur(str(self.sender().property("veille")))

    def _take_this(self) -> None:
        self.retirer.ouvrir_sur(str(self.sender().property("veille")))

    def _put(self) -> None:
        put = partial(self.bureau.veilles.modifier, self.reporter.sur, self.reporter.valeurs())
        self.faire(self.reporter, put, "Veille modifiée.")

    def _taken(self) -> None:
        self.faire(self.retirer, partial(self.bureau.veilles.retirer, self.retirer.sur), "Veille retirée.")

    def _today(self) -> str:
        return today(self.bureau.clock).isoformat()


def _passee(one: VeilleLue) -> Jalon:
    values = one.values
    text = f"Jusqu’au {long_date(str(values['terminee_le']))}" if values["terminee_le"] else ""
    title = str(values["motif_libelle"] or "Sans motif")
    return Jalon(short_date(str(values["debut"] or "")), title, text, icone="clock", niveau=Niveau.NEUTRE)
