from desktop.services.bureau import Bureau
from desktop.views.cer import PageCer
from desktop.views.main_window import MainWindow
from domain.accord.rules import Standing
from domain.fields import Value
from tests.views.essai import Essai

SITUATION = (
    "Mme Vautrin, 39 ans, vit à Aubenas avec ses deux enfants dans un logement du parc social. Elle a"
    " le permis mais pas de véhicule. Au RSA depuis quatre ans, accompagnée ici depuis mars 2025."
)
EVALUATION = "Le CV est fait, deux stages ont abouti. La garde des enfants a freiné la reprise d’emploi."


def remplir(bureau: Bureau, cer: str) -> str:
    """Fill in all that a submission asks for, as a former meeting would have."""
    for name, value in (
        ("priorite", "normale"),
        ("situation", SITUATION),
        ("evaluation", EVALUATION),
        ("expression", "Je voudrais travailler près de chez moi."),
    ):
        bureau.saisie.save_field("cer", cer, name, value, None)
    objectif = bureau.cers.ajouter_objectif(cer, "mobilite")
    for name, text in (
        ("personne", "S’inscrire à l’auto-école solidaire et suivre une leçon par semaine."),
        ("referent", "Demander l’aide à la mobilité et appeler l’auto-école."),
    ):
        bureau.saisie.save_field("objectif", objectif, name, text, None)
    bureau.saisie.flush()
    return objectif


def page(window: MainWindow) -> PageCer:
    assert isinstance(window.page, PageCer)
    return window.page


def on_disk(bureau: Bureau, shown: PageCer, name: str) -> Value:
    return bureau.cers.ouvrir(shown._cer).values[name]


def take_accord(shown: PageCer, essai: Essai, answer: str = "oui") -> None:
    accord = shown.formulaire.accord
    shown.formulaire.montrer(accord)
    essai.cliquer(accord.reponse.boutons[answer])
    if answer == "oui":
        essai.cliquer(accord.moyen.boutons["case"])
    essai.cliquer(accord.motif.boutons["telephone_absent"])
    essai.cliquer(accord.valider)


def standing(bureau: Bureau, shown: PageCer) -> Standing:
    return bureau.cers.ouvrir(shown._cer).accord.standing
