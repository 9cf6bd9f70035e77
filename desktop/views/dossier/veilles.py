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
from desktop.views.dossier.acte import Acte, CarteActes, ligne
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
        self._visee = ""
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
        for acte in (self.terminer, self.reporter, self.retirer):
            acte.ouvert.connect(self._aim)
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
        self.commencer.proposer(possible=allowed and not stands)
        self.terminer.proposer(possible=allowed and stands)
        self.reporter.proposer(possible=allowed and bool(here) and not here[0].finit)
        self.retirer.proposer(possible=allowed and bool(here))
        self.dire(lu.refus_veille)

    def _its_acts(self, one: VeilleLue) -> QHBoxLayout:
        """Return the acts on a veille besides the first one, whose buttons are those of the card."""
        offered = ((self.reporter, self._put_off_this), (self.retirer, self._take_this))
        buttons = []
        for acte, slot in offered[1:] if one.finit else offered:
            button = Bouton(f"{acte.bouton.text()} celle-ci", discret=True)
            day = long_date(str(one.values["debut"]))
            button.setAccessibleName(f"{acte.bouton.text()} la veille du {day}")
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

    def _aim(self) -> None:
        self._visee = next(iter(self._veilles), "")

    def _end(self) -> None:
        self.terminer.remplir({"terminee_le": self._today()})

    def _ended(self) -> None:
        day = self.terminer.valeurs()["terminee_le"]
        end = partial(self.bureau.veilles.terminer, self._visee, str(day) if day else None)
        self.faire(self.terminer, end, "Veille terminée.")

    def _put_off(self) -> None:
        if (one := self._veilles.get(self._visee)) is not None:
            self.reporter.remplir(one.values)

    def _put_off_this(self) -> None:
        record = self.sender().property("veille")
        self.reporter.ouvrir()
        self._visee = record
        self._put_off()

    def _take_this(self) -> None:
        record = self.sender().property("veille")
        self.retirer.ouvrir()
        self._visee = record

    def _put(self) -> None:
        put = partial(self.bureau.veilles.modifier, self._visee, self.reporter.valeurs())
        self.faire(self.reporter, put, "Veille modifiée.")

    def _taken(self) -> None:
        self.faire(self.retirer, partial(self.bureau.veilles.retirer, self._visee), "Veille retirée.")

    def _today(self) -> str:
        return today(self.bureau.clock).isoformat()


def _passee(one: VeilleLue) -> Jalon:
    values = one.values
    text = f"Jusqu’au {long_date(str(values['terminee_le']))}" if values["terminee_le"] else ""
    title = str(values["motif_libelle"] or "Sans motif")
    return Jalon(short_date(str(values["debut"] or "")), title, text, icone="clock", niveau=Niveau.NEUTRE)
