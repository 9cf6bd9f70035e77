"""A fictitious file active, as a referent has it on an ordinary morning: screens are looked at full."""

from dataclasses import asdict

from sqlalchemy import Connection, insert

from desktop.models.changes import Changes
from desktop.models.outbox import freeze
from desktop.models.tables import recu
from desktop.services.bureau import Bureau
from desktop.sync.bilan import Bilan
from desktop.sync.pull import apply
from desktop.sync.push import settle
from domain.clock import instant
from domain.exchange.v1 import Answer, Change, Contested, Outcome, Page
from domain.fields import Value
from tests.builders import une_personne, verser

_AUTRES = (
    ("Astier", "Monique", "Privas"),
    ("Bouchet", "Rémi", "Le Teil"),
    ("Chabanel", "Inès", "Vals-les-Bains"),
    ("Delorme", "Yohan", "Aubenas"),
    ("Fargier", "Sylvie", "Largentière"),
    ("Imbert", "Océane", "Privas"),
    ("Jouve", "Patrick", "Viviers"),
    ("Lafont", "Samira", "Aubenas"),
)


def une_file_active(bureau: Bureau) -> dict[str, str]:
    """Pour a file active; return the dossiers by first name (lower case, no accent)."""
    (colleague,) = verser(bureau, "collaborateur", {"nom": "Perrin", "prenom": "Julie", "profil": "cds"})
    people = {
        "elise": une_personne(bureau),
        "karim": une_personne(
            bureau, numero="D-0002", civilite="m", nom="Morel", prenom="Karim", date_naissance="1979-08-02"
        ),
        "nadia": une_personne(
            bureau, numero="D-0003", nom="Benali-Faure", prenom="Nadia", date_naissance="1995-05-23"
        ),
        "hugo": une_personne(
            bureau,
            numero="D-0004",
            civilite="m",
            nom="Chastel",
            prenom="Hugo",
            date_naissance="2000-01-09",
            commune="Le Teil",
            etat_droit="versement_suspendu",
            date_etat_droit="2026-10-01",
            motif_etat_droit="DTR non fournie",
        ),
        "maryse": une_personne(
            bureau, numero="D-0005", nom="Rouvière", prenom="Maryse", date_naissance="1966-12-30"
        ),
        "jean": une_personne(
            bureau,
            numero="D-0006",
            civilite="m",
            nom="Testud",
            prenom="Jean-Marc",
            date_naissance="1971-04-17",
        ),
        "lea": une_personne(bureau, numero="D-0007", nom="Sauzet", prenom="Léa", commune="Viviers"),
        "amina": une_personne(bureau, numero="D-0008", nom="Giraud", prenom="Amina", sdd="nsdd"),
    }
    for rank, (nom, prenom, commune) in enumerate(_AUTRES):
        person = une_personne(bureau, numero=f"D-01{rank:02}", nom=nom, prenom=prenom, commune=commune)
        _cer(bureau, person, 1, f"2026-{8 + rank % 3:02}-01", f"2027-{2 + rank % 3:02}-28", "valide", lu=True)
    _meetings(bureau, people)
    _cer(bureau, people["elise"], 1, "2025-12-01", "2026-05-31", "valide", lu=True)
    _cer(bureau, people["elise"], 2, "2026-06-01", "2026-12-18", "valide", lu=True)
    _cer(bureau, people["karim"], 1, "2026-11-01", "2027-04-30", "proposition")
    _cer(bureau, people["maryse"], 3, "2026-11-15", "2027-05-14", "valide")
    _cer(bureau, people["jean"], 2, "2026-05-09", "2026-11-08", "valide", lu=True)
    _cer(bureau, people["hugo"], 1, "2026-07-01", "2026-12-31", "valide", lu=True)
    _cer(bureau, people["lea"], 1, "2026-11-10", "2027-05-09", "soumis")
    _right(bureau, people["elise"])
    verser(
        bureau,
        "affectation",
        {"dossier": people["elise"], "referent": colleague, "role": "parcours", "debut": "2024-03-01"}
        | {"fin": "2026-10-31"},
    )
    verser(
        bureau,
        "document",
        _document(people["elise"], "CER_1_VAUTRIN_Elise.pdf", "cer_scannes", "cer", present=True),
        _document(people["elise"], "CV_VAUTRIN_Elise.pdf", "brsa", "cv", present=False),
    )
    return people


def _meetings(bureau: Bureau, people: dict[str, str]) -> None:
    me = bureau.moi.id

    def meeting(who: str, at: str, done: str, kind: str, place: str) -> dict[str, Value]:
        return {
            "dossier": people[who],
            "moment": at,
            "duree": 60,
            "collaborateur": me,
            "type": kind,
            "realisation": done,
            "lieu": place,
            "vecteur": "presence",
        }

    found = verser(
        bureau,
        "entretien",
        meeting("karim", "2026-11-20T08:30", "presence", "individuel", "cms"),
        meeting("elise", "2026-11-20T10:00", "prevu", "renouvellement", "cms"),
        meeting("nadia", "2026-11-20T14:30", "prevu", "premier", "mairie"),
        meeting("amina", "2026-11-20T16:00", "prevu", "tripartite", "france_services"),
        meeting("lea", "2026-11-23T09:00", "prevu", "individuel", "mairie"),
        meeting("jean", "2026-11-24T11:15", "prevu", "renouvellement", "cms"),
        meeting("hugo", "2026-11-12T11:00", "prevu", "individuel", "mairie"),
        meeting("elise", "2026-10-08T10:00", "presence", "individuel", "cms"),
        meeting("elise", "2026-08-20T09:30", "absence_justifiee", "individuel", "cms"),
        meeting("elise", "2026-06-02T14:00", "presence", "renouvellement", "cms"),
    )
    said: tuple[tuple[str, str, str], ...] = (
        (
            found[7],
            "situation",
            "Le permis avance\u00a0: code obtenu le 2 octobre, dix heures de conduite faites.",
        ),
        (found[7], "logement", "Dossier de logement social renouvelé, toujours sans proposition."),
        (
            found[9],
            "cer",
            "Bilan du premier contrat\u00a0: atelier couture suivi jusqu’au bout, goût pour le travail.",
        ),
    )
    for rank, (entretien, theme, text) in enumerate(said, 1):
        spoken: dict[str, Value] = {"dossier": people["elise"], "entretien": entretien, "rang": rank}
        verser(bureau, "theme_entretien", spoken | {"theme": theme, "synthese": text})


_ETAPES: dict[str, tuple[tuple[str, str, str | None], ...]] = {
    "proposition": (
        ("proposition", "soumis", None),
        ("soumis", "proposition", "Préciser l’objectif «\u00a0mobilité\u00a0» et son échéance."),
    ),
    "soumis": (("proposition", "soumis", None),),
    "valide": (("proposition", "soumis", None), ("soumis", "valide", None)),
}


def _cer(
    bureau: Bureau, dossier: str, number: int, start: str, end: str, state: str, *, lu: bool = False
) -> str:
    values: dict[str, Value] = {
        "dossier": dossier,
        "numero": number,
        "type": "premier" if number == 1 else "renouvellement",
        "date_debut": start,
        "date_fin": end,
        "duree_mois": 6,
    }
    (cer,) = verser(bureau, "cer", values)
    for rank, (came, went, why) in enumerate(_ETAPES[state], 1):
        step: dict[str, Value] = {"dossier": dossier, "cer": cer, "rang": rank, "de": came, "vers": went}
        verser(bureau, "evenement_cer", step | {"motif": why})
    if lu:
        bureau.cers.marquer_lue(cer)
    return cer


def _right(bureau: Bureau, dossier: str) -> None:
    verser(
        bureau,
        "evenement_droit",
        {"dossier": dossier, "date": "2026-09-01", "etat": "versable", "sdd": "sdd"},
        {
            "dossier": dossier,
            "date": "2026-07-01",
            "etat": "suspendu",
            "sdd": "sdd",
            "motif": "DTR en retard",
        },
        {"dossier": dossier, "date": "2024-02-01", "etat": "versable", "sdd": "sdd", "motif": "Ouverture"},
    )


def _document(dossier: str, nom: str, rangement: str, kind: str, *, present: bool) -> dict[str, Value]:
    return {
        "dossier": dossier,
        "nom": nom,
        "rangement": rangement,
        "type": kind,
        "date_envoi": "2026-06-03",
        "contenu_present": present,
    }


def repondre(
    bureau: Bureau,
    issue: Outcome,
    *,
    message: str = "",
    regle: str = "",
    contestes: dict[str, Value] | None = None,
) -> None:
    """Answer everything that waits as a server would, and leave the receipt of it."""
    poste = bureau.poste
    now = instant(poste.clock.now())
    colleague = next(name for name in _colleagues(bureau) if name != bureau.moi.id)

    sent: list[Change] = []

    def work(connection: Connection) -> tuple[None, Changes]:
        sent.extend(freeze(connection))
        contested = [
            Contested(name, value, colleague, "2026-11-19T15:12:00.000Z")
            for name, value in (contestes or {}).items()
        ]
        answers = [
            Answer(change.id, change.n, issue, contested=contested, rule=regle, message=message)
            for change in sent
        ]
        settle(connection, answers, poste.clock.now())
        bilan = Bilan(debut=now, fin=now, envoyes=len(answers), recus=4)
        bilan.conflits = len(answers) if issue is Outcome.CONFLICT else 0
        bilan.refuses = len(answers) if issue is Outcome.REFUSED else 0
        bilan.lignes = [("Dossier", issue, change.dossier) for change in sent]
        connection.execute(insert(recu).values(id=poste.outbox.ids.new(), fin=now, contenu=asdict(bilan)))
        return None, Changes(wide=True)

    bureau.saisie.flush()
    poste.now_write(work)
    theirs: dict[str, Value] = {"serveur_par": colleague, "serveur_le": "2026-11-19T15:12:00.000Z"}
    items = [
        {
            "dossier": change.dossier,
            "sorte": change.kind,
            "cible": change.record,
            "operation": change.op,
            "issue": issue,
            "regle": regle,
            "motif": message,
            "champs": {
                name: {
                    "avant": change.was.get(name),
                    "moi": value,
                    "serveur": (contestes or change.was).get(name),
                }
                | theirs
                for name, value in change.set.items()
                if not contestes or name in contestes
            },
            "auteur": bureau.moi.id,
            "recu_le": now,
            "statut": "ouverte",
        }
        for change in sent
    ]
    verser(bureau, "reprise", *items)


def retirer(bureau: Bureau, dossier: str) -> None:
    """Take a dossier off the laptop, as the page that tells it has left does."""

    def work(connection: Connection) -> tuple[None, Changes]:
        apply(connection, Page(cursor="parti", leave=[dossier]))
        return None, Changes(wide=True)

    bureau.poste.now_write(work)


def un_conflit(bureau: Bureau, dossier: str) -> None:
    """Change the telephone here while a colleague has changed it there."""
    bureau.saisie.save_field("dossier", dossier, "telephone", "06 39 98 77 01", "06 39 98 12 34")
    repondre(
        bureau,
        Outcome.CONFLICT,
        message="Ce champ a été modifié par quelqu’un d’autre entre-temps.",
        contestes={"telephone": "07 55 00 11 22"},
    )


def _colleagues(bureau: Bureau) -> list[str]:
    with bureau.poste.replique.read() as connection:
        return list(bureau.poste.names(connection))
