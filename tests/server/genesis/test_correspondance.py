import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reglage.nomenclatures import Settings
from resources import default_settings, path
from server.genesis.correspondance import CorrespondanceError, lire_correspondance
from server.genesis.interpretation import Contexte
from tests.server.genesis.extraits import TOML


def refus(texte: str) -> str:
    with pytest.raises(CorrespondanceError) as refused:
        lire_correspondance(texte.encode())
    return refused.value.message


@pytest.mark.parametrize("nom", ["exemple", "demonstration"])
def test_the_correspondences_that_are_shipped_are_valid(nom: str) -> None:
    assert lire_correspondance(path("correspondances", f"{nom}.toml").read_bytes()).nom


def test_every_fault_names_its_key() -> None:
    assert "«\u00a0colonnes.prenon\u00a0»" in refus(TOML.replace("prenom =", "prenon ="))
    assert "vouliez-vous dire «\u00a0prenom\u00a0»" in refus(TOML.replace("prenom =", "prenon ="))
    assert "«\u00a0colonnes.date_naissance\u00a0»" in refus(TOML.replace('date_naissance = "Né(e) le"', ""))
    assert "«\u00a0colonnes.nom\u00a0»" in refus(TOML.replace('nom = "Nom"\n', "nom = 3\n"))
    assert "«\u00a0dates.formats\u00a0»" in refus(TOML.replace("JJ/MM/AAAA", "jour/mois/an"))
    assert "«\u00a0version\u00a0»" in refus(TOML.replace("version = 1", "version = 2"))
    assert "«\u00a0fichier.encodage\u00a0»" in refus(TOML + '[fichier]\nencodage = "ebcdic"\n')
    assert "«\u00a0fichier.complet\u00a0»" in refus(TOML + '[fichier]\ncomplet = "oui"\n')
    assert "«\u00a0referent.inconnu\u00a0»" in refus(TOML + '[referent]\ninconnu = "oublier"\n')
    assert "«\u00a0valeurs.nom\u00a0»" in refus(TOML + '[valeurs.nom]\n"A" = "b"\n')
    assert "«\u00a0conjoint.prenom\u00a0»" in refus(TOML + '[conjoint]\nnom = "Nom conjoint"\n')
    assert "déjà dans «\u00a0nord\u00a0»" in refus(TOML.replace('["00200"]', '["00100"]'))


@pytest.mark.parametrize(
    ("avant", "apres", "cle"),
    [('= "nsdd"', '= "non"', "valeurs.sdd"), ("[territoires.sud]", "[territoires.ouest]", "territoires")],
)
def test_a_code_that_is_not_ours_is_named_before_any_line_is_read(avant: str, apres: str, cle: str) -> None:
    read = lire_correspondance(TOML.replace(avant, apres).encode())
    with pytest.raises(CorrespondanceError, match=f"«\u00a0{cle}\u00a0».*pas un de nos codes"):
        Contexte.of(read, Settings.of(default_settings()), dt.date(2026, 11, 20))


def test_a_file_that_is_not_toml_is_refused_in_french() -> None:
    assert "pas du TOML lisible" in refus("colonnes = [")
    with pytest.raises(CorrespondanceError, match="UTF-8"):
        lire_correspondance("nom = «é»".encode("latin-1"))


@given(st.text(max_size=200))
def test_no_text_ever_does_worse_than_a_refusal(texte: str) -> None:
    with pytest.raises(CorrespondanceError):
        lire_correspondance(texte.encode("utf-8", "surrogatepass"))
