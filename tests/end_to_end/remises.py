"""The table R-CER-16 and R-CER-17 as the screens say it: how the person leaves with a written trace.

``python -m tests.end_to_end.remises`` (``make remises``): a real server, a real window on a real replica;
the network is the cable that one pulls out, the mail is in the dossier. Printers alone are told to Qt: none
can be plugged in here. Each case asserts the sentence of the card, the ways it offers, the likeliest first,
and leaves a screen in ``build/remises``. Then what is asked for is done: the mail is written on the card
and reaches the server; the handing over is noted and reaches it too. Exit code 1 if a case is not as said.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.views.cer import PageCer
from desktop.views.cer_remise import RemiseCer
from desktop.views.journee import PageJournee
from domain.cer.states import State
from domain.fields import Value
from domain.profils import Profile
from server.models import RECORDS
from server.services.comptes import NouveauCompte, create_compte
from tests.end_to_end.poste import Poste, un_monde
from tests.end_to_end.theatre import dresser
from tests.server.clients import PASSWORD
from tests.server.monde import Monde

FOLDER = Path("build", "remises")
MAIL = "elise.vautrin@exemple.invalid"
AVANT = {"main_propre", "courriel", "papier"}
TOUT, RIEN = frozenset({"imprimante", "reseau"}), frozenset[str]()
IMPRIMANTE, RESEAU = frozenset({"imprimante"}), frozenset({"reseau"})
CHEMINS = {
    State.PROPOSITION: (),
    State.SOUMIS: (State.SOUMIS,),
    State.VALIDE: (State.SOUMIS, State.ATTENTE, State.VALIDE),
    State.NON_VALIDE: (State.SOUMIS, State.ATTENTE, State.NON_VALIDE),
}


@dataclass(frozen=True, slots=True)
class Cas:
    """What there is, and what the card must then say and offer.

    ``mail``: connu, inconnu, or aucun (asked for, and the person has none).
    """

    mail: str
    ici: frozenset[str]
    dit: tuple[str, ...]
    d_abord: str
    etat: State = State.PROPOSITION
    retablissement: bool = False

    @property
    def imprimante(self) -> bool:
        """Tell whether there is a printer."""
        return "imprimante" in self.ici

    @property
    def reseau(self) -> bool:
        """Tell whether there is a network."""
        return "reseau" in self.ici

    @property
    def nom(self) -> str:
        """Return it in a word that a file may bear."""
        restored = "-retablissement" if self.retablissement else ""
        printer = "imprimante" if self.imprimante else "sans-imprimante"
        network = "reseau" if self.reseau else "hors-ligne"
        return f"{self.etat}{restored}-mail-{self.mail}-{printer}-{network}"


NI_NI = ("Ni réseau ni imprimante", "CER vierge", "ressaisirez")
TABLE = (
    Cas("connu", TOUT, (f"Envoyez le CER à {MAIL}", "ou imprimez-le"), "main_propre"),
    Cas("connu", RESEAU, (f"Envoyez le CER à {MAIL}", "pas d’imprimante"), "courriel"),
    Cas("inconnu", TOUT, ("notez-le ici", "Imprimez le CER maintenant"), "main_propre"),
    Cas("inconnu", RESEAU, ("notez-le ici", "pas d’imprimante", "CER vierge"), "papier"),
    Cas("aucun", TOUT, ("Imprimez le CER maintenant",), "main_propre"),
    Cas("aucun", RESEAU, ("pas d’imprimante", "CER vierge"), "papier"),
    Cas("connu", TOUT, (f"Envoyez le CER à {MAIL}",), "main_propre", State.SOUMIS),
    Cas("connu", TOUT, ("main propre", "par courrier"), "main_propre", State.VALIDE),
    Cas("connu", RESEAU, ("main propre", "imprimez-le ailleurs"), "main_propre", State.VALIDE),
    Cas("connu", TOUT, ("mise en demeure", "Rien par courriel"), "courrier", State.NON_VALIDE),
    Cas("connu", TOUT, ("maintien de la suspension",), "courrier", State.NON_VALIDE, retablissement=True),
    Cas("connu", IMPRIMANTE, ("courriel attendra", "imprimez le CER maintenant"), "main_propre"),
    Cas("connu", RIEN, (*NI_NI, f"Écrivez à {MAIL}"), "papier"),
    Cas("inconnu", IMPRIMANTE, ("notez-le ici", "Imprimez le CER maintenant"), "main_propre"),
    Cas("inconnu", RIEN, ("notez-le ici", *NI_NI), "papier"),
    Cas("aucun", RIEN, NI_NI, "papier"),
)
"""With the network first: the cable is pulled out once."""
COURTE = (TABLE[0], TABLE[3], TABLE[9], TABLE[14])


class Preuve:
    """One référent, one dossier for each mail there may be, one CER for each case."""

    def __init__(self, app: QApplication, monde: Monde, folder: Path) -> None:
        self._monde = monde
        self.fautes: list[str] = []
        self.lignes: list[tuple[str, str, str]] = []
        nouveau = NouveauCompte("camille", "Roche", "Camille", Profile.REFERENT, None, ())
        self._compte = create_compte(monde.serveur, nouveau, PASSWORD, departement="07")
        mails: dict[str, dict[str, Value]] = {
            "connu": {"mail": MAIL},
            "inconnu": {},
            "aucun": {"mail_non_connu": True},
        }
        self.dossiers = {
            code: monde.dossier(self._compte, civilite="mme", nom="Vautrin", prenom=code, sdd="sdd", **values)
            for code, values in mails.items()
        }
        self._imprimantes: list[str] = []
        QPrinterInfo.availablePrinterNames = lambda: self._imprimantes  # type: ignore[method-assign]
        self._app, self._folder = app, folder

    def jouer(self, table: Sequence[Cas]) -> None:
        """Look at each case; then do what the screen asks for."""
        cers = [self._cer(cas, rank) for rank, cas in enumerate(table, 1)]
        poste = Poste(self._app, self._monde, self._folder / "camille", FOLDER, "camille")
        try:
            for cas, cer in zip(table, cers, strict=True):
                if not cas.reseau and poste.bureau.synchro.etat().en_ligne:
                    poste.couper()
                self._regarder(poste, cas, cer)
            if poste.bureau.synchro.etat().en_ligne is False:
                self._vierge(poste)
                poste.retrouver()
            self._demander(
                poste, next(cer for cas, cer in zip(table, cers, strict=True) if cas.mail == "inconnu")
            )
        finally:
            poste.fermer()

    def _regarder(self, poste: Poste, cas: Cas, cer: str) -> None:
        self._imprimantes[:] = ["Accueil, rez-de-chaussée"] if cas.imprimante else []
        card = self._carte(poste, cer)
        said, ways = card.conseil.text(), list(card.moyen.boutons)
        amiss = [f"«{words}» n’est pas dit" for words in cas.dit if words not in said]
        decided = cas.etat in (State.VALIDE, State.NON_VALIDE)
        asks = cas.mail != "connu" and not decided
        expected = {"valide": {"main_propre", "courrier"}, "non_valide": {"courrier"}}.get(cas.etat, AVANT)
        checks = {
            "les moyens offerts": set(ways) == expected,
            f"{cas.d_abord} d’abord": ways[0] == cas.d_abord,
            "le courriel à écrire": card.ecrire.isVisible() == (cas.mail == "connu" and not decided),
            "le courriel demandé": card.demande.isVisible() == asks,
            "plus rien à demander": cas.mail != "aucun" or "demandez" not in said,
        }
        amiss += [what for what, holds in checks.items() if not holds]
        poste.pilote.photo(cas.nom)
        self.lignes.append((cas.nom, "comme dit" if not amiss else f"NON : {', '.join(amiss)}", said))
        self.fautes += [f"{cas.nom}\u00a0: {what}" for what in amiss]

    def _carte(self, poste: Poste, cer: str) -> RemiseCer:
        poste.pilote.bouton("Ma journée")
        poste.fenetre.ouvrir_cer(cer)
        page = poste.page(PageCer)
        poste.pilote.attendre(lambda: any(one.isVisible() for one in page.remises), "la carte de la remise")
        card = next(one for one in page.remises if one.isVisible())
        body = page.formulaire if page.corps.currentWidget() is page.formulaire else page.lecture
        body.montrer(card)
        poste.pilote.laisser(0.2)
        return card

    def _vierge(self, poste: Poste) -> None:
        """Without network, the CER vierge is there: on the home page, and to be taken along."""
        poste.pilote.bouton("Ma journée")
        page = poste.page(PageJournee)
        poste.pilote.dans_un_dialogue(page.vierge.click, "cer-vierge-hors-ligne")
        poste.pilote.bouton("Préparer")
        poste.pilote.voir("CER vierges à emporter")
        poste.pilote.photo("cer-vierges-a-emporter")

    def _demander(self, poste: Poste, cer: str) -> None:
        """Write the mail on the card, note the handing over: both reach the server."""
        self._imprimantes[:] = ["Accueil, rez-de-chaussée"]
        card = self._carte(poste, cer)
        editor = card.demande.editeurs["mail"]
        poste.pilote.taper(editor, MAIL)
        poste.pilote.quitter(editor)
        poste.pilote.attendre(card.ecrire.isVisible, "«Écrire un courriel»")
        poste.pilote.photo("courriel-note")
        poste.pilote.cliquer(card.moyen.boutons["main_propre"])
        poste.pilote.bouton("Noter la remise")
        poste.pilote.voir("en main propre · proposition · Camille Roche")
        poste.pilote.photo("remise-notee")
        poste.synchronise()
        dossier, remise = RECORDS["dossier"].c, RECORDS["remise"].c
        with self._monde.serveur.engine.connect() as connection:
            mail = connection.execute(
                select(dossier.mail).where(dossier.id == self.dossiers["inconnu"])
            ).scalar()
            ways = list(connection.execute(select(remise.moyen).where(remise.cer == cer)).scalars())
        held = (mail, ways) == (MAIL, ["main_propre"])
        self.lignes.append(("courriel noté, remise notée", "comme dit" if held else "NON", f"{mail}, {ways}"))
        self.fautes += [] if held else [f"le serveur a {mail}, {ways}"]

    def _cer(self, cas: Cas, numero: int) -> str:
        dossier = self.dossiers[cas.mail]
        values: dict[str, Value] = {
            "numero": numero,
            "type": "reprise_versement" if cas.retablissement else "premier",
            "date_debut": "2026-12-01",
            "date_fin": "2027-05-31",
            "date_signature": "2026-11-20",
            "priorite": "retablissement" if cas.retablissement else "normale",
            "situation": "Âgée de 34 ans, seule avec deux enfants, sans permis. Au RSA depuis 2023.",
            "evaluation": "Le stage a confirmé le projet ; la garde du plus petit reste à trouver.",
            "sans_expression": True,
        }
        with self._monde.writing(self._compte) as ecriture:
            cer = ecriture.creer("cer", values, dossier=dossier)
            de = State.PROPOSITION
            for step, vers in enumerate(CHEMINS[cas.etat], 1):
                event: dict[str, Value] = {"cer": cer, "rang": step, "de": de, "vers": vers}
                ecriture.creer("evenement_cer", event, dossier=dossier)
                de = vers
        return cer


def main() -> int:
    """Play the table; say which cases are not as said."""
    table = COURTE if "--court" in sys.argv[1:] else TABLE
    app, donnees = dresser(FOLDER)
    with un_monde(donnees) as monde:
        preuve = Preuve(app, monde, donnees)
        preuve.jouer(table)
    for nom, constat, said in preuve.lignes:
        print(f"{nom:<62}{constat}\n      {said}")
    print(
        f"\n{len(preuve.lignes)} cas, {len(preuve.fautes)} pas comme dit. Écrans dans {FOLDER}.", flush=True
    )
    return 1 if preuve.fautes else 0


if __name__ == "__main__":
    sys.exit(main())
