"""The reports of the pourings: kept, listed, read again, and what they recognise."""

import os
from pathlib import Path

import pytest

from domain.errors import RefusedError
from server.genesis.deversement import AConfirmerError
from server.genesis.fichier import FichierRefuseError
from server.services.comptes import block
from tests.server.genesis.conftest import Base, Commandes
from tests.server.genesis.extraits import fichier, ligne
from tests.server.genesis.flux_essai import flux, foyer, lui, personne


def test_a_report_is_kept_for_its_owner_and_read_again(commandes: Commandes) -> None:
    assert commandes.deverser("liste.csv", fichier(ligne(), ligne(1, nir="abc")), "--date", "2026-11-20") == 2
    (kept,) = commandes.rapports.iterdir()
    assert os.name == "nt" or kept.stat().st_mode & 0o777 == 0o600
    assert commandes.lancer("rapports") == 0
    assert "1  20/11/2026 09:00  Déversement de l’extrait du 20/11/2026" in commandes.imprime()
    assert commandes.lancer("rapports", "1") == 0
    read = commandes.imprime()
    assert "ligne 3, dossier 1002, colonne «\u00a0NIR\u00a0»" in read
    assert "Fait le 20/11/2026 à 09:00, fichier liste.csv" in read


def test_a_refusal_is_kept_too_and_a_dry_run_leaves_none(commandes: Commandes) -> None:
    commandes.deverser("liste.csv", fichier(ligne()), "--date", "2026-11-20", "--a-blanc")
    assert not commandes.rapports.exists()
    with pytest.raises(FichierRefuseError):
        commandes.deverser("liste.csv", fichier(ligne())[:-30], "--date", "2026-11-20")
    commandes.imprime()
    commandes.lancer("rapports", "1")
    assert "Fichier refusé, rien n’a été modifié" in commandes.imprime()


def test_a_report_of_more_than_a_year_is_thrown_away_when_another_is_kept(commandes: Commandes) -> None:
    commandes.deverser("liste.csv", fichier(ligne()), "--date", "2026-11-20")
    (kept,) = commandes.rapports.iterdir()
    old, year = (kept.with_name(kept.name.replace("20261120", day)) for day in ("20251119", "20251120"))
    year.write_bytes(kept.read_bytes())
    kept.rename(old)
    other = commandes.rapports / "20241120-note de l’administrateur.txt"
    other.touch()
    commandes.lancer("rapports")
    assert old.exists()
    commandes.deverser("liste.csv", fichier(ligne()), "--date", "2026-11-20")
    assert set(commandes.rapports.iterdir()) == {kept, year, other}


def test_a_rank_that_does_not_exist_is_said(commandes: Commandes) -> None:
    commandes.lancer("rapports")
    assert "Aucun rapport" in commandes.imprime()
    with pytest.raises(RefusedError, match="rang 3"):
        commandes.lancer("rapports", "3")


def test_the_file_of_the_day_before_is_recognised_even_given_as_today_s(
    commandes: Commandes, base: Base
) -> None:
    """R-GEN-6: by its very content, whatever its name and the day it is given for."""
    before, after = fichier(ligne(), ligne(1)), fichier(ligne(cp_ville="00200 Castelmorin"), ligne(1))
    commandes.deverser("lundi.csv", before, "--date", "2026-11-18")
    commandes.deverser("mardi.csv", after, "--date", "2026-11-19")
    state = base.etat()
    with pytest.raises(AConfirmerError, match="comme celui du 18/11/2026"):
        commandes.deverser("aujourd’hui.csv", before, "--date", "2026-11-20")
    with pytest.raises(FichierRefuseError, match="plus ancien"):
        commandes.deverser("lundi.csv", before, "--date", "2026-11-18", "--confirmer")
    assert base.etat() == state
    assert commandes.deverser("mardi.csv", after, "--date", "2026-11-20") == 0  # the last one, again
    assert commandes.deverser("lundi.csv", before, "--date", "2026-11-20", "--confirmer") == 0


@pytest.mark.parametrize("nom", ["extrait-2026-11-19.csv", "19_11_2026 liste.csv", "liste20261119.csv"])
def test_the_day_is_read_in_the_name_of_the_file_which_may_not_contradict_it(
    commandes: Commandes, nom: str
) -> None:
    """Decision 32: the day is given, or read."""
    with pytest.raises(FichierRefuseError, match="son nom dit le 19/11/2026"):
        commandes.deverser(nom, fichier(ligne()), "--date", "2026-11-20")
    assert commandes.deverser(nom, fichier(ligne())) == 0
    assert "Déversement de l’extrait du 19/11/2026" in commandes.imprime()


@pytest.mark.parametrize("nom", ["liste.csv", "2026-11-19 et 2026-11-20.csv", "2026-02-31.csv"])
def test_without_a_day_an_extract_is_refused(commandes: Commandes, nom: str) -> None:
    with pytest.raises(RefusedError, match="--date AAAA-MM-JJ"):
        commandes.deverser(nom, fichier(ligne()))


def test_a_flow_needs_neither_day_nor_correspondence(commandes: Commandes, base: Base) -> None:
    octets = flux(foyer(personne(), lui()), date="2026-11-05")
    assert commandes.deverser("RSABEM.xml", octets, seul=True) == 0
    assert "Déversement du flux de la CNAF du 05/11/2026" in commandes.imprime()
    assert len(base.tous("dossier")) == 2
    with pytest.raises(FichierRefuseError, match="pas du jour donné"):
        commandes.deverser("RSABEM.xml", octets, "--date", "2026-11-20", seul=True)


def test_an_extract_without_correspondence_says_what_is_missing(commandes: Commandes) -> None:
    with pytest.raises(RefusedError, match="clé «\u00a0colonnes\u00a0»"):
        commandes.deverser("liste.csv", fichier(ligne()), "--date", "2026-11-20", seul=True)


def test_a_disk_that_keeps_no_report_undoes_no_pouring(
    commandes: Commandes, base: Base, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(commandes.rapports).write_text("un fichier à la place du dossier", encoding="utf-8")
    assert commandes.deverser("liste.csv", fichier(ligne()), "--date", "2026-11-20") == 0
    assert "n’a pas pu être gardé" in capsys.readouterr().err
    assert base.dossier()["prenom"] == "Nadège"


def test_the_referents_to_create_or_to_reopen_are_named_once(commandes: Commandes) -> None:
    lignes = (ligne(), ligne(1, referent="Personne DINCONNU"), ligne(2, referent="Personne DINCONNU"))
    block(commandes.base.serveur, "dominique@essai.invalid")
    closed = ligne(3, referent="Dominique VALDISSOL")
    assert commandes.deverser("liste.csv", fichier(*lignes, closed), "--date", "2026-11-20") == 2
    printed = commandes.imprime()
    assert "référent inconnu ici\u00a0: Personne DINCONNU, 2 lignes (3, 4)" in printed
    assert "le compte de ce référent est fermé\u00a0: Dominique VALDISSOL, ligne 5" in printed
