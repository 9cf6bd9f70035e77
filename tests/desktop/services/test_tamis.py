"""The criteria of the file active, each alone, together, and against what it counts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from desktop.models.changes import Changes, touched
from desktop.services.bureau import Bureau
from desktop.services.file_active import Filtre, LigneFileActive
from domain.fields import Value
from domain.profils import Profile
from domain.recherche.criteres import AUCUNE, Accompagnement, Axe, Criteres, Portee, Seuil
from tests.builders import un_bureau, une_personne, verser

Foule = tuple[Bureau, dict[str, str]]


@pytest.fixture(scope="module")
def foule(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foule]:
    """Eight people whom everything parts, seen by a chef de service; by first name."""
    bureau = un_bureau(Path(tmp_path_factory.mktemp("foule")), Profile.CDS)
    verser(bureau, "collaborateur", {"id": bureau.moi.id, "nom": "Roche", "structure": "MDS Nord"})
    ours, theirs = verser(
        bureau,
        "collaborateur",
        {"nom": "Perrin", "prenom": "Julie", "structure": "MDS Nord"},
        {"nom": "Blanc", "prenom": "Marc", "structure": "Association Sud"},
    )

    def person(prenom: str, nom: str, referent: str | None, **values: Value) -> str:
        (dossier,) = verser(
            bureau,
            "dossier",
            {"nom": nom, "prenom": prenom, "commune": "Aubenas", "etat_droit": "versable", "sdd": "sdd"}
            | values,
        )
        if referent:
            link: dict[str, Value] = {"dossier": dossier, "referent": referent, "role": "parcours"}
            verser(bureau, "affectation", link | {"debut": "2026-03-01"})
        return dossier

    people = {
        "Élise": person("Élise", "Vautrin", bureau.moi.id),
        "Karim": person("Karim", "Morel", bureau.moi.id, etat_droit="suspendu"),
        "Nadia": person("Nadia", "Benali", ours, etat_droit="clos", commune="Privas"),
        "Hugo": person("Hugo", "Chastel", ours, sdd="nsdd", commune=None),
        "Maryse": person("Maryse", "Rouvière", theirs),
        "Jean": person("Jean", "Testud", theirs, commune="Privas", sdd=None),
        "Léa": person("Léa", "Sauzet", None),
        "Amina": person("Amina", "Giraud", None, etat_droit=None),
    }
    _life(bureau, people)
    yield bureau, people
    bureau.poste.replique.close()


def _life(bureau: Bureau, people: dict[str, str]) -> None:
    def cer(who: str, end: str, *steps: tuple[str, str]) -> None:
        values: dict[str, Value] = {"dossier": people[who], "date_debut": "2026-05-01", "date_fin": end}
        (record,) = verser(bureau, "cer", values)
        for rang, (de, vers) in enumerate(steps, 1):
            step: dict[str, Value] = {"dossier": people[who], "cer": record, "rang": rang}
            verser(bureau, "evenement_cer", step | {"de": de, "vers": vers})

    sent, accepted = ("proposition", "soumis"), ("soumis", "valide")
    cer("Élise", "2026-12-10", sent, accepted)
    cer("Karim", "2026-11-10", sent, accepted)
    cer("Nadia", "2027-04-30", sent, accepted)
    cer("Hugo", "2026-12-10", sent)
    cer("Maryse", "2026-12-10")
    for who, day in (("Élise", "2026-11-10"), ("Karim", "2026-08-01"), ("Léa", "2026-01-15")):
        held: dict[str, Value] = {"dossier": people[who], "moment": f"{day}T09:00", "realisation": "presence"}
        verser(bureau, "entretien", held)
    for who, fin, ended in (
        ("Maryse", "2027-03-01", None),
        ("Jean", "2026-11-28", None),
        ("Léa", "2026-10-01", None),
        ("Karim", "2026-12-01", "2026-10-05"),
    ):
        pause: dict[str, Value] = {"dossier": people[who], "motif": "sante", "debut": "2026-09-01"}
        verser(bureau, "veille", pause | {"fin": fin, "terminee_le": ended})
    for who, valeur, day in (
        ("Élise", "non", "2025-01-01"),
        ("Élise", "oui", "2026-01-01"),
        ("Karim", "oui", "2024-01-01"),
        ("Karim", "non", "2026-01-01"),
        ("Jean", "non", "2026-01-01"),
    ):
        finding: dict[str, Value] = {"dossier": people[who], "nom": "sante.rqth", "constatee_le": day}
        verser(bureau, "caracteristique", finding | {"valeur": f"sante.rqth.{valeur}"})


def names(foule: Foule, criteres: Criteres) -> set[str]:
    return {line.prenom for line in foule[0].file_active.chercher(criteres).lignes}


@pytest.mark.parametrize(
    ("axe", "valeurs", "expected"),
    [
        (Axe.ETAT_DROIT, ["suspendu"], {"Karim"}),
        (Axe.ETAT_DROIT, ["suspendu", "clos"], {"Karim", "Nadia"}),
        (Axe.ETAT_DROIT, [AUCUNE], {"Amina"}),
        (Axe.SDD, ["nsdd"], {"Hugo"}),
        (Axe.SDD, [AUCUNE], {"Jean"}),
        (Axe.ACCOMPAGNEMENT, [Accompagnement.VEILLE], {"Maryse", "Jean", "Léa"}),
        (Axe.ACCOMPAGNEMENT, [Accompagnement.VEILLE_A_REVOIR], {"Jean", "Léa"}),
        (Axe.ACCOMPAGNEMENT, [Accompagnement.EN_COURS], {"Élise", "Karim", "Nadia", "Hugo", "Amina"}),
        (Axe.REFERENT, [AUCUNE], {"Léa", "Amina"}),
        (Axe.STRUCTURE, ["MDS Nord"], {"Élise", "Karim", "Nadia", "Hugo"}),
        (Axe.STRUCTURE, ["Association Sud"], {"Maryse", "Jean"}),
        (Axe.STRUCTURE, [AUCUNE], {"Léa", "Amina"}),
        (Axe.COMMUNE, ["Privas"], {"Nadia", "Jean"}),
        (Axe.COMMUNE, ["Privas", AUCUNE], {"Nadia", "Jean", "Hugo"}),
        (Axe.CER, ["valide"], {"Élise", "Karim", "Nadia"}),
        (Axe.CER, ["soumis", "proposition"], {"Hugo", "Maryse"}),
        (Axe.CER, [AUCUNE], {"Jean", "Léa", "Amina"}),
        (Axe.PORTEE, [Portee.MES], {"Élise", "Karim"}),
        (Axe.PORTEE, [Portee.STRUCTURE], {"Élise", "Karim", "Nadia", "Hugo"}),
        (Axe.FILTRE, [Filtre.A_RENOUVELER], {"Élise", "Karim"}),
        ("sante.rqth", ["sante.rqth.oui"], {"Élise"}),
        ("sante.rqth", ["sante.rqth.oui", "sante.rqth.non"], {"Élise", "Karim", "Jean"}),
        ("sante.rqth", [AUCUNE], {"Nadia", "Hugo", "Maryse", "Léa", "Amina"}),
        ("formation.niveau", ["formation.niveau.3"], set()),
        (Axe.COMMUNE, ["Nulle part"], set()),
    ],
)
def test_each_criterion_keeps_whom_it_should(
    foule: Foule, axe: str, valeurs: list[str], expected: set[str]
) -> None:
    """R-REP-5, R-REP-6, R-FA-2: no référent, the structure of the present one, veilles to look at again."""
    assert names(foule, Criteres().avec(axe, *valeurs)) == expected


@pytest.mark.parametrize(
    ("seuil", "jours", "expected"),
    [
        (Seuil.A_RENOUVELER, 30, {"Élise", "Karim"}),
        (Seuil.A_RENOUVELER, 0, {"Karim"}),
        (Seuil.A_RENOUVELER, 365, {"Élise", "Karim", "Nadia"}),
        (Seuil.SANS_ENTRETIEN, 90, {"Karim", "Nadia", "Hugo", "Maryse", "Jean", "Léa", "Amina"}),
        (Seuil.SANS_ENTRETIEN, 264, {"Nadia", "Hugo", "Maryse", "Jean", "Léa", "Amina"}),
        (Seuil.SANS_ENTRETIEN, 265, {"Léa", "Amina"}),
    ],
)
def test_a_number_of_days_keeps_whom_it_should(
    foule: Foule, seuil: Seuil, jours: int, expected: set[str]
) -> None:
    """R-REP-1, R-REP-6: who was never met is counted from the day she came, and always if that is unknown."""
    asked = Criteres().a_moins_de(seuil, jours)
    assert names(foule, asked) == expected
    assert foule[0].file_active.compter_seuil(Criteres(), seuil, jours) == len(expected)


def test_criteria_narrow_each_other_and_the_words_too(foule: Foule) -> None:
    asked = Criteres("a").avec(Axe.STRUCTURE, "MDS Nord").avec(Axe.ETAT_DROIT, "versable", "suspendu")
    assert names(foule, asked) == {"Élise", "Karim"}  # of Aubenas: Hugo lives nowhere known
    assert names(foule, asked.a_moins_de(Seuil.SANS_ENTRETIEN, 30)) == {"Karim"}
    assert names(foule, asked.avec("sante.rqth", "sante.rqth.oui")) == {"Élise"}


def test_a_selection_holds_only_its_own(foule: Foule) -> None:
    _, people = foule
    chosen = Criteres(parmi=frozenset({people["Hugo"], people["Léa"], "parti"}))
    assert names(foule, chosen) == {"Hugo", "Léa"}
    assert names(foule, chosen.avec(Axe.REFERENT, AUCUNE)) == {"Léa"}


AXES: dict[str, tuple[str, ...]] = {
    Axe.ETAT_DROIT: ("versable", "suspendu", "clos", AUCUNE),
    Axe.SDD: ("sdd", "nsdd", AUCUNE),
    Axe.ACCOMPAGNEMENT: tuple(Accompagnement),
    Axe.STRUCTURE: ("MDS Nord", "Association Sud", AUCUNE),
    Axe.COMMUNE: ("Aubenas", "Privas", AUCUNE),
    Axe.CER: ("valide", "soumis", "proposition", AUCUNE),
    Axe.PORTEE: tuple(Portee),
    Axe.FILTRE: tuple(Filtre),
    "sante.rqth": ("sante.rqth.oui", "sante.rqth.non", AUCUNE),
    "formation.niveau": (AUCUNE,),
}


@st.composite
def criteria(draw: st.DrawFn) -> Criteres:
    asked = Criteres(draw(st.sampled_from(["", "", "a", "e", "aub", "vautrin", "mo"])))
    for axe in draw(st.lists(st.sampled_from(sorted(AXES)), max_size=3, unique=True)):
        asked = asked.avec(axe, *draw(st.frozensets(st.sampled_from(AXES[axe]), min_size=1)))
    for seuil in draw(st.frozensets(st.sampled_from(Seuil))):
        asked = asked.a_moins_de(seuil, draw(st.integers(0, 400)))
    return asked


@given(asked=criteria(), axe=st.sampled_from(sorted(AXES)))
def test_a_count_is_what_one_finds_by_clicking(foule: Foule, asked: Criteres, axe: str) -> None:
    """R-REP-7."""
    file_active = foule[0].file_active
    counts = file_active.facettes(asked, axe)
    for valeur in AXES[axe]:
        clicked = file_active.chercher(asked.avec(axe, valeur)).lignes
        assert counts.get(valeur, 0) == len(clicked)


@given(asked=criteria(), seuil=st.sampled_from(Seuil), jours=st.integers(0, 400))
def test_a_count_of_days_is_what_one_finds_too(
    foule: Foule, asked: Criteres, seuil: Seuil, jours: int
) -> None:
    file_active = foule[0].file_active
    clicked = file_active.chercher(asked.a_moins_de(seuil, jours)).lignes
    assert file_active.compter_seuil(asked, seuil, jours) == len(clicked)


@given(asked=criteria())
def test_sifting_by_bits_finds_what_asking_each_line_finds(foule: Foule, asked: Criteres) -> None:
    file_active = foule[0].file_active
    whole = list(file_active.lignes().values())
    expected = [line for line in whole if _answers(line, asked)]
    assert file_active.chercher(asked).lignes == expected


_VALUE: dict[str, Callable[[LigneFileActive], str | None]] = {
    Axe.ETAT_DROIT: lambda line: line.etat_droit,
    Axe.SDD: lambda line: line.sdd,
    Axe.STRUCTURE: lambda line: line.structure,
    Axe.COMMUNE: lambda line: line.commune,
    Axe.CER: lambda line: line.cer_etat,
    "sante.rqth": lambda line: line.caracteristiques.get("sante.rqth"),
    "formation.niveau": lambda line: line.caracteristiques.get("formation.niveau"),
}


def _answers(line: LigneFileActive, asked: Criteres) -> bool:
    """Ask one line each question, without any index."""
    for axe, valeurs in asked.choix.items():
        if axe in _VALUE:
            if (_VALUE[axe](line) or AUCUNE) not in valeurs:
                return False
        elif not {valeur for its_axe, valeur in line.valeurs if its_axe == axe} & valeurs:
            return False
    left, without = asked.seuils.get(Seuil.A_RENOUVELER), asked.seuils.get(Seuil.SANS_ENTRETIEN)
    if left is not None and (line.a_renouveler is None or line.a_renouveler > left):
        return False
    if without is not None and line.sans_entretien is not None and line.sans_entretien < without:
        return False
    return all(f" {word}" in line.texte for word in asked.texte.split())


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("vautrain", "Élise"),
        ("vatrin", "Élise"),
        ("vuatrin", "Élise"),
        ("vautrix", "Élise"),
        ("Rouvirre", "Maryse"),
        ("rouvierre maryse", "Maryse"),
        ("maryze", "Maryse"),
        ("chastell hugo", "Hugo"),
        ("chzst", "Hugo"),
        ("sauset aubenas", "Léa"),
    ],
)
def test_a_typing_error_is_forgiven_and_told_from_what_is_right(foule: Foule, typed: str, near: str) -> None:
    """R-REP-4."""
    found = foule[0].file_active.chercher(Criteres(typed))
    assert found.lignes == []
    assert [line.prenom for line in found.proches] == [near]


@pytest.mark.parametrize("typed", ["léa", "vau", "x", "zz", "9999", "qwertyuiop", "", "a b"])
def test_nobody_is_proposed_for_too_little_or_for_nothing_like_it(foule: Foule, typed: str) -> None:
    assert foule[0].file_active.chercher(Criteres(typed)).proches == []


def test_near_names_come_after_and_obey_the_criteria(foule: Foule) -> None:
    asked = Criteres("morel")
    found = foule[0].file_active.chercher(asked)
    assert ([line.prenom for line in found.lignes], found.proches) == (["Karim"], [])
    assert foule[0].file_active.chercher(Criteres("morell").avec(Axe.ETAT_DROIT, "clos")).proches == []


def test_columns_are_remembered(bureau: Bureau) -> None:
    assert bureau.file_active.colonnes() is None
    bureau.file_active.garder_colonnes(["cer", "telephone"])
    bureau.saisie.flush()
    assert bureau.file_active.colonnes() == ("cer", "telephone")


def test_a_pause_that_begins_moves_its_dossier_alone(bureau: Bureau) -> None:
    """R-FA-2: a dossier in veille stays in the file active, and is marked."""
    dossier, other = une_personne(bureau), une_personne(bureau, nom="Abel")
    before = bureau.file_active.lignes()

    def begin(connection: Connection) -> tuple[None, Changes]:
        pause: dict[str, Value] = {"motif": "sante", "debut": "2026-11-01"}
        record = bureau.poste.outbox.create(connection, "veille", dossier, pause)
        return None, touched("veille", record, dossier)

    bureau.poste.now_write(begin)
    after = bureau.file_active.lignes()
    assert (before[dossier].veille, after[dossier].veille) == (None, "")
    assert after[other] is before[other]
    assert bureau.file_active.facettes(Criteres(), Axe.ACCOMPAGNEMENT) == {
        Accompagnement.EN_COURS: 1,
        Accompagnement.VEILLE: 1,
    }
