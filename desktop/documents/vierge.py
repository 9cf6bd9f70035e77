"""The CER vierge: the CER without its variable parts, with room for a hand to write them.

Printed in advance, several copies at a time, without any dossier (R-CER-17, R-CER-33): it is what
is left when there is neither network nor battery. One sheet, both sides. Its code lets the photo
of the filled paper be told apart when it is entered again (R-CER-18).
"""

from desktop.documents import redaction
from desktop.documents.blocs import (
    Bloc,
    Case,
    Document,
    Fiche,
    LigneObjectif,
    Mention,
    Objectifs,
    Paire,
    Rubrique,
    Verso,
)
from desktop.documents.contenu import Row, emetteur, identite
from desktop.documents.imprime import Identite
from desktop.documents.reperage import Repere
from domain.cer.states import Edition
from domain.reglage.nomenclatures import Settings

# Ruled lines that fill one sheet, recto and verso, with the default mentions.
_SITUATION, _EVALUATION, _EXPRESSION, _OBJECTIF = 9, 7, 4, 4
_OBJECTIFS = 3


def decrire_vierge(
    settings: Settings, copie: int, dossier: Row | None = None, *, remplissable: bool = False
) -> Document:
    """Describe a CER to fill in by hand, or, ``remplissable``, on a screen without this program.

    ``copie``: number of this copy, from 1. With a ``dossier`` the identity is already printed and
    the code names the dossier's number; without, both are left open.
    """
    issuer = emetteur(settings)
    known = identite(dossier or {}, settings)
    number = (dossier or {}).get("numero")
    repere = Repere(issuer.version, copie, number if isinstance(number, str) else "")
    types = tuple(Case(code.label) for code in settings.choices("types_cer"))
    blocs: tuple[Bloc, ...] = (
        redaction.entete(
            issuer, "Contrat à remplir" if remplissable else "Contrat à remplir à la main", Edition.VIERGE
        ),
        Mention(issuer.mention_objet),
        Fiche(
            (
                *redaction.identite_paires(known, vide=None),
                Paire("Référent", None),
                Paire("Début du contrat", None),
                Paire("Fin du contrat", None),
                Paire("Contrat n°", None),
                *([Paire(redaction.HEURES, None)] if settings["cer.heures"] else []),
            ),
        ),
        Rubrique("Type de contrat", cases=types),
        Rubrique(redaction.situation(issuer), lignes=_SITUATION),
        Rubrique(redaction.EVALUATION, lignes=_EVALUATION),
        Verso(issuer.titre, () if remplissable else _rappel(known)),
        Objectifs(
            redaction.OBJECTIFS,
            redaction.COLONNES,
            tuple(LigneObjectif("", "", "", "Échéance") for _ in range(_OBJECTIFS)),
            _OBJECTIF,
        ),
        Rubrique(redaction.EXPRESSION, lignes=_EXPRESSION, cases=(Case(redaction.SANS_EXPRESSION),)),
        redaction.choix_accord(),
        redaction.signatures("", "", None),
        redaction.mentions(issuer),
    )
    return Document(
        titre=f"{issuer.titre} – vierge",
        auteur=issuer.departement,
        sujet=f"Modèle {issuer.version}, exemplaire {copie}",
        pied=f"Modèle {issuer.version} · exemplaire {copie}",
        blocs=blocs,
        code=repere.code,
        couleur=issuer.couleur,
        remplissable=remplissable,
    )


def _rappel(known: Identite) -> tuple[Paire, ...]:
    """Return whose contract it is, again: two sides photographed apart are told from one another's."""
    return (
        Paire("Nom", known.nom or None),
        Paire("Prénom", known.prenom or None),
        Paire("N° allocataire", known.numero_allocataire or None),
    )
