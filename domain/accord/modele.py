"""The model and the mentions that print around a contract: a snapshot of them is in what is agreed to.

Laptop and server must write the very same text of them, or the one would not recognise what the
other printed.
"""

from domain.modele_word.depose import modele_depose
from domain.reglage.nomenclatures import Settings
from domain.reglage.verification import MODELE_WORD

MENTIONS = (
    "modele",
    "version",
    "titre",
    "mention_objet",
    "mention_respect",
    "mention_recours",
    "mention_donnees",
)


def model_of(settings: Settings) -> dict[str, str]:
    """Return the model and the mentions as they print, in the words of the day.

    The version of the département's own Word model stands beside ours: the PDF is written from one,
    the Word file from the other.
    """
    president = str(settings["departement.president"])
    said = {name: str(settings[f"cer.{name}"]).replace("{president}", president) for name in MENTIONS}
    word = modele_depose(settings[MODELE_WORD])
    return said | ({"modele_word": word.version} if word is not None else {})


def recueilli_par(prenom: str, nom: str) -> dict[str, str]:
    """Return what is added to the model: the name of whoever takes the accord."""
    return {"recueilli_par": f"{prenom} {nom}"}
