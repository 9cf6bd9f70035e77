"""Difficultés, jobs wished for and caractéristiques on a real replica (R-INF-1, R-INF-3, R-INF-5)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models.tables import RECORDS, changement
from desktop.services.actes import GONE
from desktop.services.bureau import Bureau
from desktop.services.suivi_lu import CaracteristiqueLue
from domain.errors import RefusedError
from domain.profils import Profile
from domain.suivi.rules import Fraicheur
from tests.builders import Horloge, un_bureau, une_personne, verser

EXPECTED = ["sante.rqth", "formation.niveau", "numerique.autonomie"]


def _caracteristique(bureau: Bureau, dossier: str, nom: str) -> CaracteristiqueLue:
    return next(one for one in bureau.suivi.lire(dossier).caracteristiques if one.nom == nom)


def _advance(bureau: Bureau, **delta: float) -> None:
    clock = bureau.clock
    assert isinstance(clock, Horloge)
    clock.avance(**delta)


def test_a_difficulte_is_noted_as_of_today(bureau: Bureau, dossier: str) -> None:
    """R-INF-1: nature, start, where one has got to."""
    bureau.suivi.ajouter_difficulte(dossier, "23.6")
    (one,) = bureau.suivi.lire(dossier).difficultes
    assert one.values["nature_libelle"] == "Aucun moyen de transport à disposition"
    assert (one.famille, one.values["debut"], one.en_cours) == (
        "Développer sa mobilité",
        bureau.poste.today,
        True,
    )


def test_a_double_click_notes_one_difficulte(bureau: Bureau, dossier: str) -> None:
    first = bureau.suivi.ajouter_difficulte(dossier, "23.6")
    assert bureau.suivi.ajouter_difficulte(dossier, "23.6") == first
    bureau.suivi.lever(first)
    again = bureau.suivi.ajouter_difficulte(dossier, "23.6")
    assert again != first
    assert len(bureau.suivi.lire(dossier).difficultes) == 2


def test_a_difficulte_ends_keeps_its_place_and_may_come_back(bureau: Bureau, dossier: str) -> None:
    """R-INF-1."""
    record = bureau.suivi.ajouter_difficulte(dossier, "27.25")
    bureau.suivi.lever(record)
    (one,) = bureau.suivi.lire(dossier).difficultes
    assert (one.en_cours, one.values["fin"], one.values["realisation_libelle"]) == (
        False,
        bureau.poste.today,
        "Levée",
    )
    bureau.suivi.reprendre(record)
    (one,) = bureau.suivi.lire(dossier).difficultes
    assert (one.en_cours, one.values["fin"]) == (True, None)
    bureau.suivi.retirer("difficulte", record)
    assert bureau.suivi.lire(dossier).difficultes == ()
    with pytest.raises(RefusedError, match=GONE):
        bureau.suivi.lever(record)


def test_jobs_wished_for_are_ordered(bureau: Bureau, dossier: str) -> None:
    """R-INF-1."""
    suivi = bureau.suivi
    mason = suivi.ajouter_souhait(dossier, "Maçon / Maçonne", "F1703")
    driver = suivi.ajouter_souhait(dossier, "Chauffeur / Chauffeuse de bus", "N4103")
    own = suivi.ajouter_souhait(dossier, " éleveuse d’escargots ")

    def order() -> list[str]:
        return [one.id for one in suivi.lire(dossier).souhaits]

    assert order() == [mason, driver, own]
    assert suivi.lire(dossier).souhaits[2].values["metier"] == "éleveuse d’escargots"
    suivi.deplacer_souhait(own, -1)
    assert order() == [mason, own, driver]
    suivi.deplacer_souhait(mason, -1)
    suivi.deplacer_souhait(driver, 1)
    assert order() == [mason, own, driver]
    suivi.retirer("souhait_metier", own)
    assert order() == [mason, driver]
    assert suivi.ajouter_souhait(dossier, "Caissier / Caissière", "D1505") == order()[-1]


def test_two_laptops_that_gave_the_same_rank_are_put_in_order(bureau: Bureau, dossier: str) -> None:
    first, second = verser(
        bureau,
        "souhait_metier",
        {"dossier": dossier, "rang": 1, "metier": "Boulanger"},
        {"dossier": dossier, "rang": 1, "metier": "Pâtissier"},
    )
    bureau.suivi.deplacer_souhait(second, -1)
    assert [(one.id, one.values["rang"]) for one in bureau.suivi.lire(dossier).souhaits] == [
        (second, 1),
        (first, 2),
    ]


def test_a_job_is_wished_for_once_and_is_something(bureau: Bureau, dossier: str) -> None:
    first = bureau.suivi.ajouter_souhait(dossier, "Maçon / Maçonne", "F1703")
    assert bureau.suivi.ajouter_souhait(dossier, "Maçon / Maçonne", "F1703") == first
    for nothing in ("", "  ", "x" * 201):
        with pytest.raises(RefusedError) as refused:
            bureau.suivi.ajouter_souhait(dossier, nothing)
        assert refused.value.rule == "R-INF-1"


def test_what_is_expected_comes_first_and_is_counted(bureau: Bureau, dossier: str) -> None:
    """R-INF-5: missing, then known, then stale."""
    lu = bureau.suivi.lire(dossier)
    assert [one.nom for one in lu.caracteristiques[:3]] == EXPECTED
    assert {one.fraicheur for one in lu.caracteristiques[3:]} == {None}
    assert lu.a_revoir == 3
    bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.oui")
    assert bureau.suivi.lire(dossier).a_revoir == 2
    assert _caracteristique(bureau, dossier, "sante.rqth").fraicheur is Fraicheur.A_JOUR
    _advance(bureau, days=400)
    assert _caracteristique(bureau, dossier, "sante.rqth").fraicheur is Fraicheur.A_RAFRAICHIR
    assert bureau.suivi.lire(dossier).a_revoir == 3
    bureau.suivi.rafraichir(dossier, "sante.rqth")
    assert bureau.suivi.lire(dossier).a_revoir == 2


def test_a_finding_keeps_those_before_it(bureau: Bureau, dossier: str) -> None:
    """R-INF-3."""
    bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.demande", "Dossier déposé")
    _advance(bureau, days=40)
    bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.oui")
    known = _caracteristique(bureau, dossier, "sante.rqth")
    assert known.presente is not None
    assert [(one["valeur_libelle"], one["precision"]) for one in known.constats] == [
        ("Oui", None),
        ("Demande en cours", "Dossier déposé"),
    ]


def test_refreshing_says_the_same_today_once(bureau: Bureau, dossier: str) -> None:
    """R-INF-5: «rafraîchir» changes nothing but the day."""
    bureau.suivi.constater(dossier, "formation.niveau", "formation.niveau.3", "CAP cuisine")
    assert bureau.suivi.rafraichir(dossier, "formation.niveau")
    assert len(_caracteristique(bureau, dossier, "formation.niveau").constats) == 1
    _advance(bureau, days=90)
    for _click in range(2):
        bureau.suivi.rafraichir(dossier, "formation.niveau")
    last, first = _caracteristique(bureau, dossier, "formation.niveau").constats
    assert (last["valeur"], last["precision"]) == (first["valeur"], first["precision"])
    assert last["constatee_le"] == bureau.poste.today


def test_what_was_found_wrongly_is_found_again_the_same_day(bureau: Bureau, dossier: str) -> None:
    bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.oui")
    bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.non")
    known = _caracteristique(bureau, dossier, "sante.rqth").presente
    assert known is not None
    assert known["valeur"] == "sante.rqth.non"


def test_an_answer_to_another_question_is_refused(bureau: Bureau, dossier: str) -> None:
    with pytest.raises(RefusedError, match="R-INF-3"):
        bureau.suivi.constater(dossier, "sante.rqth", "formation.niveau.3")
    with pytest.raises(RefusedError, match="R-INF-3"):
        bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.oui", "x" * 201)
    with pytest.raises(RefusedError, match="R-INF-5"):
        bureau.suivi.rafraichir(dossier, "sante.rqth")


def test_everything_is_done_offline_and_waits_to_leave(bureau: Bureau, dossier: str) -> None:
    records = [
        bureau.suivi.ajouter_difficulte(dossier, "23.6"),
        bureau.suivi.ajouter_souhait(dossier, "Maçon / Maçonne", "F1703"),
        bureau.suivi.constater(dossier, "sante.rqth", "sante.rqth.oui"),
    ]
    with bureau.poste.replique.read() as connection:
        waiting = connection.execute(select(changement.c.record).order_by(changement.c.ordre)).scalars()
        assert list(waiting) == records


def test_who_does_not_accompany_is_refused(tmp_path: Path) -> None:
    """R-INF-1, R-INF-3: a chef de service reads; who accompanies or the secretariat writes."""
    bureau = un_bureau(tmp_path, Profile.CDS)
    (dossier,) = verser(bureau, "dossier", {"nom": "Autrui", "prenom": "Ada"})
    assert not bureau.suivi.lire(dossier).modifiable
    suivi = bureau.suivi
    acts: tuple[tuple[str, Callable[[], str]], ...] = (
        ("R-INF-1", partial(suivi.ajouter_difficulte, dossier, "23.6")),
        ("R-INF-1", partial(suivi.ajouter_souhait, dossier, "Maçon")),
        ("R-INF-3", partial(suivi.constater, dossier, "sante.rqth", "sante.rqth.oui")),
    )
    for rule, act in acts:
        with pytest.raises(RefusedError, match="se saisit par qui accompagne la personne") as refused:
            act()
        assert refused.value.rule == rule
    with bureau.poste.replique.read() as connection:
        assert connection.execute(select(RECORDS["difficulte"])).first() is None
    bureau.verrouiller()


def test_a_secretariat_writes_too(tmp_path: Path) -> None:
    bureau = un_bureau(tmp_path, Profile.SECRETARIAT_PROXIMITE)
    dossier = une_personne(bureau)
    assert bureau.suivi.ajouter_difficulte(dossier, "23.6")
    bureau.verrouiller()


def test_a_cer_begins_with_what_was_noted(bureau: Bureau, dossier: str) -> None:
    """R-CER-7, R-INF-1: the jobs in the order of the wishes."""
    suivi = bureau.suivi
    suivi.ajouter_difficulte(dossier, "23.7")
    suivi.ajouter_souhait(dossier, "Carreleur / Carreleuse", "F1608")
    mason = suivi.ajouter_souhait(dossier, "Maçon / Maçonne", "F1703")
    suivi.deplacer_souhait(mason, -1)
    suivi.constater(dossier, "activite.derniere", "activite.derniere.jamais")
    situation = str(bureau.cers.ouvrir(bureau.cers.nouveau(dossier)).values["situation"])
    assert "Mobilité\u00a0: dépendant des transports en commun." in situation
    assert "Dernière activité\u00a0: n’a jamais travaillé." in situation
    assert "Métier souhaité\u00a0: Maçon / Maçonne, Carreleur / Carreleuse." in situation


def test_a_difficulte_is_held_to_its_form_as_every_record(bureau: Bureau, dossier: str) -> None:
    """R-INF-1: what is malformed or says nothing is refused here too."""
    for nature in ("", "n" * 300):
        with pytest.raises(RefusedError):
            bureau.suivi.ajouter_difficulte(dossier, nature)
    assert bureau.suivi.lire(dossier).difficultes == ()
