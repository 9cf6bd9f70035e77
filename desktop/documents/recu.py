"""The receipt of a synchronisation, on paper: what left, what became of it, what came, with times.

It names only persons whose dossier is still on the computer: whoever prints it reads them there too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents.blocs import Bloc, Document, Entete, Fiche, Mention, Paire, Rubrique
from desktop.documents.contenu import emetteur
from domain.french import number
from domain.reglage.nomenclatures import Settings

TITRE = "Reçu de synchronisation"
RIEN = "Rien n’était à envoyer."
MENTION = (
    "Ce reçu dit ce qui a circulé entre ce poste et le serveur, non ce qui était écrit. Il nomme des "
    "personnes accompagnées\u00a0: gardez-le comme une pièce de leur dossier, ou détruisez-le."
)


@dataclass(frozen=True, slots=True)
class RecuImprime:
    """What the receipt prints: times in words, counts with their label, lines under their heading."""

    debut: str
    fin: str
    utilisateur: str
    comptes: tuple[tuple[str, int], ...]
    lignes: tuple[tuple[str, tuple[str, ...]], ...]
    imprime_le: str


def decrire_recu(recu: RecuImprime, settings: Settings) -> Document:
    """Describe the receipt, for either renderer."""
    issuer = emetteur(settings)
    blocs: list[Bloc] = [
        Entete(
            departement=issuer.departement,
            service=issuer.service,
            coordonnees=(),
            logo=issuer.logo,
            titre=TITRE,
            repere=recu.fin,
            etat="",
            marque=False,
        ),
        Mention(MENTION),
        Fiche(
            (
                Paire("Commencée", recu.debut),
                Paire("Terminée", recu.fin),
                Paire("Utilisateur", recu.utilisateur),
                *(Paire(label, number(count)) for label, count in recu.comptes),
            )
        ),
    ]
    blocs += [Rubrique(f"{titre} ({number(len(lignes))})", _list(lignes)) for titre, lignes in recu.lignes]
    if not recu.lignes:
        blocs.append(Rubrique("Envois", RIEN))
    return Document(
        titre=f"{TITRE}, {recu.fin}",
        auteur=issuer.departement,
        sujet=f"Synchronisation terminée le {recu.fin}",
        pied=f"{TITRE} · imprimé le {recu.imprime_le}",
        blocs=tuple(blocs),
        couleur=issuer.couleur,
    )


def _list(lignes: Sequence[str]) -> str:
    return "\n".join(f"– {ligne}" for ligne in lignes)
