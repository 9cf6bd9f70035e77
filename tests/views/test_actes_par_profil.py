"""Every profile and every act along the accompaniment, on screen: what is offered is what the server takes.

The acts that the server judges alone are those of its own table, with the same answers; what is not in it
(a sortie, a référent d’étape, a document) is said here. An act is offered if its button is there to press.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop.services.bureau import Bureau
from desktop.views.dossier import PageDossier
from desktop.views.main_window import MainWindow
from desktop.views.pages import toutes_les_pages
from domain.exchange.v1 import Op
from domain.fields import Value
from domain.profils import Profile
from tests.builders import un_bureau, une_personne, verser
from tests.desktop.services.accompagne import affectations
from tests.domain.test_droits_suivi import ANSWERS, EVERYBODY, TABLE
from tests.server.sync.test_droits_suivi import PROFILES
from tests.views.essai import Essai
from tests.views.fenetre import fenetre, page

SEEING = {name: profile for name, profile in PROFILES.items() if profile is not Profile.ADMINISTRATEUR}
SECRETARIATS = {"secrétariat de dispositif", "secrétariat de proximité"}
RUNNING: dict[str, dict[str, Value]] = {
    "veille": {"motif": "sante", "debut": "2026-11-01"},
    "demande_fin": {"cas": "emploi", "date": "2026-11-10"},
    "difficulte": {"nature": "23.6"},
    "souhait_metier": {"rang": 1, "metier": "Maçon"},
    "note": {"visibilite": "publique", "texte": "Rappeler."},
    "document": {"nom": "CV.pdf", "rangement": "brsa", "type": "cv"},
}


class Ecran:
    """One profile's window, on a dossier where nothing has begun and one where everything has."""

    def __init__(self, window: MainWindow, neuf: str, plein: str) -> None:
        self._window, self._neuf, self._plein = window, neuf, plein

    def neuf(self, onglet: str) -> PageDossier:
        return self._open(self._neuf, onglet)

    def plein(self, onglet: str) -> PageDossier:
        return self._open(self._plein, onglet)

    def _open(self, dossier: str, onglet: str) -> PageDossier:
        self._window.ouvrir_dossier(dossier, onglet)
        return page(self._window, PageDossier)


@pytest.fixture(params=SEEING)
def qui(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bureau(tmp_path: Path, qui: str) -> Iterator[Bureau]:
    opened = un_bureau(tmp_path, SEEING[qui])
    yield opened
    opened.poste.replique.close()


@pytest.fixture
def ecran(bureau: Bureau, qui: str, essai: Essai) -> Iterator[Ecran]:
    neuf, plein = (_dossier(bureau, qui, rank) for rank in (1, 2))
    for kind, values in RUNNING.items():
        verser(bureau, kind, {"dossier": plein} | values | _author(bureau, kind, qui))
    window = fenetre(bureau, essai)
    yield Ecran(next(window), neuf, plein)
    next(window, None)


def _author(bureau: Bureau, kind: str, qui: str) -> dict[str, Value]:
    """A note of the table is the référent's."""
    return {"cree_par": bureau.moi.id if qui == "référent" else "0" * 8} if kind == "note" else {}


def _dossier(bureau: Bureau, qui: str, rank: int) -> str:
    """Pour a dossier that Perrin accompanies, with the role of who looks."""
    dossier = une_personne(bureau, numero=f"D-{rank}", nom=f"Vautrin {rank}")
    (known,) = affectations(bureau, dossier)
    day = bureau.poste.clock.now().date()
    (other,) = verser(bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie", "profil": "referent"})
    theirs = {"dossier": dossier, "referent": other, "role": "parcours", "debut": "2026-11-01"}
    match qui:
        case "référent":
            return dossier
        case "référent d’étape":
            mine = {"role": "etape", "fin": str(day + dt.timedelta(30))}
        case "référent parti":
            mine = {"fin": str(day - dt.timedelta(1))}
        case _:
            verser(bureau, "affectation", known | {"referent": other})
            return dossier
    verser(bureau, "affectation", known | mine, theirs)
    return dossier


def _shown(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _of_table(kind: str, op: Op) -> set[str]:
    """Return who may, as the table of the server says it."""
    return next(allowed for name, what, _, _, allowed in TABLE if (name, what) == (kind, op))


ACTS: dict[str, tuple[Callable[[Ecran], bool], set[str]]] = {
    "mettre en veille": (
        lambda ecran: _shown(ecran.neuf("Accompagnement").accompagnement.veille.commencer.bouton),
        _of_table("veille", Op.CREATE),
    ),
    "mettre fin à une veille": (
        lambda ecran: _shown(ecran.plein("Accompagnement").accompagnement.veille.terminer.bouton),
        _of_table("veille", Op.SET),
    ),
    "retirer une veille": (
        lambda ecran: _shown(ecran.plein("Accompagnement").accompagnement.veille.retirer.bouton),
        _of_table("veille", Op.DELETE),
    ),
    "demander une mise en demeure": (
        lambda ecran: _shown(ecran.neuf("Accompagnement").accompagnement.midem.demander.bouton),
        _of_table("demande_midem", Op.CREATE),
    ),
    "demander une fin": (
        lambda ecran: _shown(ecran.neuf("Accompagnement").accompagnement.fin.demander.bouton),
        _of_table("demande_fin", Op.CREATE),
    ),
    "répondre à une demande de fin": (
        lambda ecran: _shown(ecran.plein("Accompagnement").accompagnement.fin.repondre.bouton),
        ANSWERS,
    ),
    "dater la sortie": (
        lambda ecran: _shown(ecran.neuf("Accompagnement").accompagnement.sortie.dater.bouton),
        {"référent", "référent d’étape"},
    ),
    "désigner un référent d’étape": (
        lambda ecran: _shown(ecran.neuf("Accompagnement").accompagnement.referents.designer.bouton),
        SECRETARIATS,
    ),
    "noter une difficulté": (
        lambda ecran: _shown(ecran.neuf("Situation").situation.difficultes.ajout),
        _of_table("difficulte", Op.CREATE),
    ),
    "régler une difficulté": (
        lambda ecran: any(
            _shown(one.lever) for one in ecran.plein("Situation").situation.difficultes.fiches.par_id.values()
        ),
        _of_table("difficulte", Op.SET),
    ),
    "souhaiter un métier": (
        lambda ecran: _shown(ecran.neuf("Situation").situation.emploi.choix),
        _of_table("souhait_metier", Op.CREATE),
    ),
    "renseigner une caractéristique": (
        lambda ecran: _shown(ecran.neuf("Situation").situation.caracteristiques.autre),
        _of_table("caracteristique", Op.CREATE),
    ),
    "modifier les coordonnées": (
        lambda ecran: _shown(ecran.neuf("Résumé").resume.contact.modifier),
        _of_table("dossier", Op.SET),
    ),
    "écrire une note": (
        lambda ecran: _shown(ecran.neuf("Notes").notes.nouvelle),
        _of_table("note", Op.CREATE),
    ),
    "effacer une note": (
        lambda ecran: any(_shown(one.retrait) for one in ecran.plein("Notes").notes.ouvertes.par_id.values()),
        _of_table("note", Op.DELETE),
    ),
    "ajouter un document": (lambda ecran: _shown(ecran.neuf("Documents").documents.choisir), EVERYBODY),
    "retirer un document": (
        lambda ecran: any(_shown(one.retrait) for one in ecran.plein("Documents").documents._lignes.values()),
        EVERYBODY,
    ),
    "écrire un courrier": (lambda ecran: _shown(ecran.neuf("Documents").documents.ecrire), EVERYBODY),
}


def test_the_screen_offers_what_the_table_allows_and_no_more(ecran: Ecran, qui: str) -> None:
    """R-ACC-1, R-ACC-4, R-ACC-7, R-FA-2, R-FA-4, R-FA-10, R-MID-1, R-INF-1, R-INF-2, R-INF-3, R-DOC-1."""
    offered = {act: look(ecran) for act, (look, _) in ACTS.items()}
    assert offered == {act: qui in allowed for act, (_, allowed) in ACTS.items()}


def test_the_administrator_has_no_place_where_a_dossier_opens() -> None:
    """R-ACC-1: he sees none."""
    places = [place.nom for place in toutes_les_pages().places if place.ouverte_a(Profile.ADMINISTRATEUR)]
    assert places == ["synchronisation"]
