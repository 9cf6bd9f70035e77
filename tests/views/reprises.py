"""Things to take up again, as the server brings them."""

from desktop.services.bureau import Bureau
from domain.exchange.v1 import Op, Outcome
from domain.fields import Value
from domain.reprise.rules import Statut
from tests.builders import verser

FAIT_LE, SERVEUR_LE = "2026-11-20T07:40:00.000Z", "2026-11-19T15:12:00.000Z"
Cotes = tuple[Value, Value, Value]

DEPART = "Sans permis ni véhicule. Le stage a confirmé le projet."
A_MOI = "Sans permis. Le stage a confirmé le projet. Elle reprend en mars."
AU_SERVEUR = "Sans permis ni véhicule. Le stage a confirmé son projet."
REUNIS = "Sans permis. Le stage a confirmé son projet. Elle reprend en mars."


def collegue(bureau: Bureau) -> str:
    """Return a colleague, by name Julie Perrin."""
    with bureau.poste.replique.read() as connection:
        names = bureau.poste.names(connection)
    known = [record for record, nom in names.items() if nom == "Julie Perrin"]
    return known[0] if known else verser(bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie"})[0]


def une_reprise(
    bureau: Bureau,
    dossier: str | None,
    sorte: str,
    cible: str,
    champs: dict[str, Cotes],
    *,
    issue: Outcome = Outcome.CONFLICT,
    operation: Op = Op.SET,
    auteur: str = "",
    motif: str = "Ce champ a été modifié par quelqu’un d’autre entre-temps.",
    regle: str = "",
    **autres: Value,
) -> str:
    """Bring one item; each field is ``(avant, moi, serveur)``."""
    other = collegue(bureau)
    sides: dict[str, Value] = {
        name: {
            "avant": avant,
            "moi": moi,
            "serveur": serveur,
            "serveur_par": other if serveur is not None else None,
            "serveur_le": SERVEUR_LE if serveur is not None else None,
        }
        for name, (avant, moi, serveur) in champs.items()
    }
    values: dict[str, Value] = {
        "dossier": dossier,
        "sorte": sorte,
        "cible": cible,
        "operation": operation.value,
        "issue": issue.value,
        "regle": regle,
        "motif": motif,
        "champs": sides,
        "auteur": auteur or bureau.moi.id,
        "fait_le": FAIT_LE,
        "recu_le": FAIT_LE,
        "statut": Statut.OUVERTE.value,
    }
    return verser(bureau, "reprise", values | autres)[0]


def un_telephone(bureau: Bureau, dossier: str) -> str:
    """Bring the telephone of a dossier, changed here while a colleague changed it there."""
    verser(bureau, "dossier", bureau.dossiers.lire(dossier).values | {"telephone": "07 55 00 11 22"})
    sides: Cotes = ("06 39 98 12 34", "06 39 98 77 01", "07 55 00 11 22")
    return une_reprise(bureau, dossier, "dossier", dossier, {"telephone": sides})


def un_cer(bureau: Bureau, dossier: str, **serveur: Value) -> str:
    """Bring a CER in proposition, as the server has it."""
    values: dict[str, Value] = {
        "dossier": dossier,
        "numero": 3,
        "type": "renouvellement",
        "date_debut": "2026-12-01",
        "duree_mois": 6,
        "date_fin": "2027-05-31",
        "situation": AU_SERVEUR,
    }
    return verser(bureau, "cer", values | serveur)[0]


def un_texte(bureau: Bureau, dossier: str, cer: str, auteur: str = "") -> str:
    """Bring the situation of a CER written twice."""
    return une_reprise(bureau, dossier, "cer", cer, {"situation": (DEPART, A_MOI, AU_SERVEUR)}, auteur=auteur)


def un_brouillon(bureau: Bureau, dossier: str, auteur: str, cer: str) -> str:
    """Bring a CER drafted on a dossier that had left its author."""
    objectif = "objectif:018f0000-0000-7000-8000-000000000001"
    written: dict[str, Value] = {
        "numero": 1,
        "type": "premier",
        "date_debut": "2026-12-01",
        "date_fin": "2027-05-31",
        "situation": A_MOI,
        "sans_expression": True,
        f"{objectif}:cer": cer,
        f"{objectif}:rang": 1,
        f"{objectif}:theme": "mobilite",
        f"{objectif}:personne": "Passer le code avant la fin février.",
    }
    return une_reprise(
        bureau,
        dossier,
        "cer",
        cer,
        {name: (None, value, None) for name, value in written.items()},
        issue=Outcome.QUARANTINED,
        operation=Op.CREATE,
        auteur=auteur,
        motif="Ce dossier n’est plus dans votre file active.",
    )
