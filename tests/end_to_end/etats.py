"""Each row of R-CER-12, on screen and by force, for each profile that may and each that may not.

``python -m tests.end_to_end.etats`` (``make etats``): a real server, and one real window on a real replica
for each of seven people. Who may: the control is there, the state moves once synchronised, and the history
names who, when, from, to, why. Who may not: nothing on the CER's page nor on the service's offers it, and the
same step written straight into the outbox, past the rules of the laptop, is refused by the server with the
rule's identifier and lands in «À reprendre». Screens and a contact sheet per profile in ``build/etats``;
``--court`` plays two rows for two people. Exit code 1 if one cell of the table is not as said.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPlainTextEdit
from sqlalchemy import Connection, select

from desktop.models.changes import Changes, touched
from desktop.views.cer import PageCer
from desktop.views.instruction import PageInstruction
from desktop.views.instruction_decision import ACTES
from domain.cer.states import DECIDED, State
from domain.exchange.v1 import Outcome
from domain.fields import Value
from server.models import RECORDS
from server.services.comptes import NouveauCompte, create_compte
from tests.end_to_end.poste import Poste, un_monde
from tests.end_to_end.table_etats import (
    ACTEURS,
    CDS,
    COURTE,
    ETAPE,
    PARCOURS,
    TABLE,
    Acteur,
    Rang,
)
from tests.end_to_end.theatre import dresser
from tests.server.clients import PASSWORD
from tests.server.monde import Monde

FOLDER = Path("build", "etats")
FAIT, ABSENT = "fait", "absent à l’écran, refusé : R-CER-12"
MOTIF = "Il manque l’échéance du deuxième objectif."
SOUMETTRE = "Soumettre à l’étude"
_COLONNES, _VIGNETTE = 4, 480


class Preuve:
    """The département, its people, one CER for each cell of the table."""

    def __init__(self, app: QApplication, monde: Monde, folder: Path) -> None:
        self._app, self._monde, self._folder = app, monde, folder
        self.cellules: dict[tuple[str, str], str] = {}
        self._comptes: dict[str, str] = {}
        self._cers: dict[tuple[str, str], tuple[str, str]] = {}
        self._forces: dict[tuple[str, str], str] = {}

    def peupler(self, acteurs: Sequence[Acteur], rangs: Sequence[Rang]) -> None:
        """Create the accounts, one dossier per row, one CER per person in the state the row starts from."""
        for one in {PARCOURS, *acteurs}:
            dtas = () if one.role or one.profil.value.endswith("structure") else ("nord",)
            structure = (
                "CCAS de Montauran" if one is PARCOURS or one.profil.value.endswith("structure") else None
            )
            nouveau = NouveauCompte(one.code, one.nom, one.prenom, one.profil, structure, dtas)
            self._comptes[one.code] = create_compte(self._monde.serveur, nouveau, PASSWORD, departement="07")
        today = self._monde.clock.now().date()
        for rank, rang in enumerate(rangs, 1):
            person = {"civilite": "mme", "nom": f"Rang {rank}", "prenom": rang.nom, "dtas": "nord"}
            right = {"sdd": "sdd", "etat_droit": "versable"}
            dossier = self._monde.dossier(self._comptes["parcours"], **person, **right)
            if ETAPE in acteurs:
                self._monde.affectation(
                    dossier, self._comptes["etape"], "etape", today, today.replace(month=12)
                )
            for numero, acteur in enumerate(acteurs, 1):
                self._cers[acteur.code, rang.nom] = (dossier, self._cer(dossier, numero, rang))

    def _cer(self, dossier: str, numero: int, rang: Rang) -> str:
        values: dict[str, Value] = {
            "numero": numero,
            "type": "premier",
            "date_debut": "2026-12-01",
            "duree_mois": 6,
            "date_fin": "2027-05-31",
            "date_signature": "2026-11-20",
            "priorite": "normale",
            "situation": "Âgée de 34 ans, seule avec deux enfants, sans permis. Au RSA depuis 2023.",
            "evaluation": "Le stage a confirmé le projet ; la garde du plus petit reste à trouver.",
            "sans_expression": True,
        }
        with self._monde.writing(self._comptes["parcours"]) as ecriture:
            cer = ecriture.creer("cer", values, dossier=dossier)
            objectif: dict[str, Value] = {"cer": cer, "rang": 1, "theme": "emploi", "personne": "Postuler."}
            ecriture.creer("objectif", objectif, dossier=dossier)
            for step, (de, vers) in enumerate(zip(rang.chemin, rang.chemin[1:], strict=False), 1):
                event: dict[str, Value] = {"cer": cer, "rang": step, "de": de, "vers": vers}
                ecriture.creer("evenement_cer", event, dossier=dossier)
        return cer

    def jouer(self, acteur: Acteur, rangs: Sequence[Rang]) -> None:
        """Sit one person down: look at every row, do what may be done, force what may not, judge."""
        print(f"\n{acteur.prenom} {acteur.nom}, {acteur.qui}", flush=True)
        poste = Poste(self._app, self._monde, self._folder / acteur.code, FOLDER, acteur.code)
        try:
            mine = [rang for rang in rangs if acteur in rang.peuvent]
            others = [rang for rang in rangs if acteur not in rang.peuvent]
            for rang in mine:
                self._faire(poste, acteur, rang)
            poste.synchronise()
            for rang in mine:
                self._arrive(poste, acteur, rang)
            for rang in others:
                self._absent(poste, acteur, rang)
            for rang in others:
                self._forcer(poste, acteur, rang)
            poste.synchronise()
            poste.synchronise()  # what is refused comes back as an item to take up
            for rang in others:
                self._refuse(poste, acteur, rang)
            if others:
                poste.pilote.bouton("Synchronisation")
                poste.pilote.photo("a-reprendre")
        finally:
            poste.fermer()
        planche(acteur)

    def _faire(self, poste: Poste, acteur: Acteur, rang: Rang) -> None:
        _, cer = self._cers[acteur.code, rang.nom]
        offered = offre(poste, cer, rang)
        if rang.vers not in offered:
            self._noter(acteur, rang, f"PAS OFFERT À L’ÉCRAN ({', '.join(sorted(offered))})")
            return
        submits = rang.vers is State.SOUMIS and not rang.retour
        if submits:
            poste.fenetre.ouvrir_cer(cer)
        poste.pilote.photo(f"{rang.nom}-avant")
        if submits:
            poste.pilote.bouton(SOUMETTRE)  # says that no accord was given
            poste.pilote.bouton(SOUMETTRE)
        else:
            panneau = poste.page(PageInstruction).etude.panneau
            assert panneau is not None
            poste.pilote.bouton(f"Suite à donner\u00a0: {ACTES[rang.vers]}")
            if rang.vers is State.PROPOSITION:
                poste.pilote.taper(panneau.editeurs["motif"].findChildren(QPlainTextEdit)[0], MOTIF)
            poste.pilote.bouton("Décider")
        poste.pilote.attendre(
            lambda: poste.bureau.cers.ouvrir(cer).etat is rang.vers, f"l’état {rang.vers} sur le poste"
        )

    def _arrive(self, poste: Poste, acteur: Acteur, rang: Rang) -> None:
        """Look at the server's own row, then at the history on screen."""
        if (acteur.code, rang.nom) in self.cellules:
            return
        _, cer = self._cers[acteur.code, rang.nom]
        last = self._evenements(cer)[-1]
        why = MOTIF if rang.vers is State.PROPOSITION else None
        kept = {
            "de": (last["de"], rang.de),
            "vers": (last["vers"], rang.vers),
            "qui": (last["cree_par"], self._comptes[acteur.code]),
            "quand": (bool(last["cree_le"]), True),
            "pourquoi": (last["motif"], why),
        }
        wrong = [f"{name} = {got}" for name, (got, wanted) in kept.items() if got != wanted]
        poste.fenetre.ouvrir_cer(cer)
        lu, shown = poste.bureau.cers.ouvrir(cer), poste.page(PageCer)
        histoire = shown.lecture if shown.corps.currentWidget() is shown.lecture else shown.formulaire
        poste.pilote.laisser(0.1)
        histoire.defilement.verticalScrollBar().setValue(
            0 if histoire is shown.formulaire else histoire.defilement.verticalScrollBar().maximum()
        )
        poste.pilote.photo(f"{rang.nom}-apres")
        said = poste.pilote.lire()
        expected = [f"{acteur.prenom} {acteur.nom}", *([why] if why else [])]
        if histoire is shown.lecture:  # a CER given back is written again: its reason stands at its top
            expected += [
                lu.historique[-1].vers_libelle,
                f"Depuis «\u00a0{lu.historique[-1].de_libelle}\u00a0»",
            ]
        wrong += [f"«{words}» pas à l’écran" for words in expected if words not in said]
        self._noter(acteur, rang, FAIT if not wrong else f"MAL GARDÉ : {', '.join(wrong)}")

    def _absent(self, poste: Poste, acteur: Acteur, rang: Rang) -> None:
        _, cer = self._cers[acteur.code, rang.nom]
        if rang.vers in offre(poste, cer, rang):
            self._noter(acteur, rang, "OFFERT À L’ÉCRAN")
            poste.pilote.photo(f"{rang.nom}-offert-a-tort")

    def _forcer(self, poste: Poste, acteur: Acteur, rang: Rang) -> None:
        """Write the step straight into the outbox, as a program that had lost its rules would."""
        dossier, cer = self._cers[acteur.code, rang.nom]
        desk = poste.bureau.poste
        values: dict[str, Value] = {
            "cer": cer,
            "rang": len(rang.chemin),
            "de": rang.de,
            "vers": rang.vers,
            "motif": MOTIF,
        }

        def work(connection: Connection) -> tuple[str, Changes]:
            record = desk.outbox.create(connection, "evenement_cer", dossier, values)
            return record, touched("evenement_cer", record, dossier)

        self._forces[acteur.code, rang.nom] = desk.now_write(work)

    def _refuse(self, poste: Poste, acteur: Acteur, rang: Rang) -> None:
        if (acteur.code, rang.nom) in self.cellules:
            return
        _, cer = self._cers[acteur.code, rang.nom]
        forced = self._forces[acteur.code, rang.nom]
        items = [item for item in poste.bureau.reprises.a_reprendre() if item.record == forced]
        rules = {item.regle for item in items if item.issue is Outcome.REFUSED}
        taken = len(self._evenements(cer)) != len(rang.chemin) - 1
        if taken or rules != {"R-CER-12"}:
            self._noter(
                acteur, rang, f"FORCÉ : pris={taken}, règles={sorted(rules)}, {len(items)} à reprendre"
            )
        else:
            self._noter(acteur, rang, ABSENT)

    def _noter(self, acteur: Acteur, rang: Rang, constat: str) -> None:
        self.cellules[acteur.code, rang.nom] = constat
        print(f"   {rang.de:>12} → {rang.vers:<12}{constat}", flush=True)

    def _evenements(self, cer: str) -> list[dict[str, object]]:
        table = RECORDS["evenement_cer"]
        with self._monde.serveur.engine.connect() as connection:
            found = connection.execute(select(table).where(table.c.cer == cer).order_by(table.c.rang))
            return [dict(line) for line in found.mappings()]


def offre(poste: Poste, cer: str, rang: Rang) -> set[State]:
    """Return the steps that what is visible and enabled offers: on the CER's page, on the service's too."""
    poste.fenetre.ouvrir_cer(cer)
    poste.page(PageCer)
    poste.pilote.laisser(0.05)  # what has just been laid out is shown
    offered = _actes(poste)
    if "instruction" in poste.fenetre.rail._buttons:
        poste.fenetre.ouvrir_place("instruction")
        page = poste.page(PageInstruction)
        if page.etude.cer is not None:
            poste.pilote.bouton("Revenir à la liste des CER à étudier")
        poste.pilote.cliquer(page.decides if rang.de in DECIDED else page.a_etudier)
        ranks = [rank for rank, line in enumerate(page.lignes) if line.cer == cer]
        if ranks:
            page.liste.choisir(ranks[0])
            poste.pilote.touche(page.liste, Qt.Key.Key_Return)
            poste.pilote.attendre(
                lambda: page.etude.panneau is not None and page.etude.panneau.isVisible(), "le CER à l’étude"
            )
            assert page.etude.cer == cer
            offered |= _actes(poste)
    return offered


def _actes(poste: Poste) -> set[State]:
    words = {f"Suite à donner\u00a0: {act}": state for state, act in ACTES.items()}
    words |= {act: state for state, act in ACTES.items()} | {SOUMETTRE: State.SOUMIS}
    buttons = [one for one in poste.fenetre.page.findChildren(QAbstractButton) if one.isVisible()]
    names = {one.accessibleName() for one in buttons if one.isEnabled()}
    for menu in poste.fenetre.page.findChildren(QMenu):
        names |= {action.text() for action in menu.actions() if action.isEnabled()}
    return {state for said, state in words.items() if said in names}


def planche(acteur: Acteur) -> None:
    """Lay the screens of one person side by side, named: one look tells what they may do."""
    shots = sorted(FOLDER.glob(f"{acteur.code}-*.png"))
    if not shots:
        return
    height, caption = round(_VIGNETTE * 768 / 1366), 24
    lines = -(-len(shots) // _COLONNES)
    whole = QPixmap(_COLONNES * _VIGNETTE, lines * (height + caption))
    whole.fill(QColor("#ffffff"))
    painter = QPainter(whole)
    for rank, path in enumerate(shots):
        left, top = rank % _COLONNES * _VIGNETTE, rank // _COLONNES * (height + caption)
        small = QPixmap(str(path)).scaledToWidth(_VIGNETTE - 8, Qt.TransformationMode.SmoothTransformation)
        painter.drawText(left + 4, top + 16, path.stem)
        painter.drawPixmap(left + 4, top + caption, small)
    painter.end()
    assert whole.save(str(FOLDER / f"planche-{acteur.code}.png"))


def tableau(preuve: Preuve, acteurs: Sequence[Acteur], rangs: Sequence[Rang]) -> str:
    """Write the table: a row per step, a column per profile."""
    head = ["de → vers", *(one.qui for one in acteurs)]
    body = []
    for rang in rangs:
        marks = [preuve.cellules.get((one.code, rang.nom), "PAS JOUÉ") for one in acteurs]
        short = {FAIT: "fait", ABSENT: "absent, refusé"}
        back = " (retour)" if rang.retour else ""
        body.append([f"{rang.de} → {rang.vers}{back}", *(short.get(mark, "NON") for mark in marks)])
    widths = [max(len(line[column]) for line in [head, *body]) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in [head, *body]
    )


def main() -> int:
    """Play the table; say which cells are not as said."""
    parser = argparse.ArgumentParser(description="Chaque ligne de R-CER-12, jouée par chaque profil.")
    parser.add_argument("--court", action="store_true", help="deux lignes, deux profils")
    short = parser.parse_args().court
    acteurs, rangs = ((PARCOURS, CDS), COURTE) if short else (ACTEURS, TABLE)
    app, donnees = dresser(FOLDER)
    with un_monde(donnees) as monde:
        preuve = Preuve(app, monde, donnees)
        preuve.peupler(acteurs, rangs)
        for acteur in acteurs:
            preuve.jouer(acteur, rangs)
    text = tableau(preuve, acteurs, rangs)
    (FOLDER / "tableau.txt").write_text(text + "\n", "utf-8")
    cells = [preuve.cellules.get((one.code, rang.nom), "") for one in acteurs for rang in rangs]
    done, refused = cells.count(FAIT), cells.count(ABSENT)
    print(f"\n{text}\n\n{len(cells)} cases\u00a0: {done} faites,", end=" ")
    print(f"{refused} absentes de l’écran et refusées par le serveur (R-CER-12),", end=" ")
    print(f"{len(cells) - done - refused} pas comme dit. Écrans et planches dans {FOLDER}.", flush=True)
    expected = sum(one in rang.peuvent for one in acteurs for rang in rangs)
    return 0 if (done, refused) == (expected, len(cells) - expected) else 1


if __name__ == "__main__":
    sys.exit(main())
