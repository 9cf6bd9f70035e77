"""What the user may know of the synchronisation: state, receipts, what to take up again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from desktop.models.changes import Changes, touched
from desktop.models.outbox import waiting
from desktop.models.tables import a_reprendre, recu
from desktop.services.poste import Poste, Values, known, row
from domain.beneficiaire.rules import full_name
from domain.clock import instant
from domain.errors import RefusedError
from domain.exchange.v1 import Op, Outcome
from domain.fields import Value, same
from domain.registry import FORMS

RECEIPTS = 50
CHANGED = "Ce texte vient encore de changer\u00a0: relisez les deux versions, puis choisissez."


@dataclass(frozen=True, slots=True)
class EtatSynchro:
    """What the banner says. ``en_ligne`` is None until the first attempt; ``derniere`` an instant."""

    en_ligne: bool | None
    en_cours: bool
    derniere: str | None
    en_attente: int
    a_reprendre: int
    message: str
    a_reconnecter: bool = False


@dataclass(frozen=True, slots=True)
class LigneRecu:
    """What became of one change."""

    texte: str
    issue: Outcome


@dataclass(frozen=True, slots=True)
class Recu:
    """The receipt of one synchronisation that moved something."""

    id: str
    debut: str
    fin: str
    envoyes: int
    pris: int
    fusionnes: int
    conflits: int
    refuses: int
    remis: int
    recus: int
    lignes: tuple[LigneRecu, ...]


@dataclass(frozen=True, slots=True)
class ChampConteste:
    """One field to settle: what it was, what I wrote, what the server has, from whom and when."""

    nom: str
    label: str
    avant: Value
    moi: Value
    serveur: Value
    serveur_par: str
    serveur_le: str | None


@dataclass(frozen=True, slots=True)
class AReprendre:
    """One refusal or conflict that waits for a person.

    ``reprenable``: the record is still there, so that a value can be chosen for its fields. What was
    refused at birth, or an effacement, can only be read and closed.
    """

    id: str
    kind: str
    dossier: str | None
    nom_affiche: str
    quoi: str
    issue: Outcome
    message: str
    regle: str
    depuis: str
    champs: tuple[ChampConteste, ...]
    reprenable: bool


class Synchro:
    """Reads what the engine left; asks for a new run; settles what a person decides."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste
        self._live = EtatSynchro(None, False, None, 0, 0, "")  # noqa: FBT003 - named in the dataclass
        self._ask: Callable[[], None] | None = None

    def brancher(self, demander: Callable[[], None]) -> None:
        """Be told, by the composition root, how to ask the worker for a run."""
        self._ask = demander

    def signaler(self, *, en_ligne: bool | None, en_cours: bool, message: str, a_reconnecter: bool) -> None:
        """Take what the worker knows of the network; it is not written anywhere."""
        self._live = replace(
            self._live, en_ligne=en_ligne, en_cours=en_cours, message=message, a_reconnecter=a_reconnecter
        )

    def demander(self) -> None:
        """Ask for a synchronisation as soon as possible."""
        if self._ask is not None:
            self._ask()

    def etat(self) -> EtatSynchro:
        """Return the present state."""
        with self._poste.replique.read() as connection:
            return replace(
                self._live,
                derniere=known(connection, "derniere_synchro"),
                en_attente=waiting(connection),
                a_reprendre=_open_items(connection),
                message=self._poste.replique.ecrivain.probleme
                or self._live.message
                or known(connection, "annonce")
                or "",
            )

    def recus(self) -> list[Recu]:
        """Return the last receipts, the latest first."""
        with self._poste.replique.read() as connection:
            lines = connection.execute(
                select(recu.c.id, recu.c.contenu).order_by(recu.c.fin.desc()).limit(RECEIPTS)
            ).all()
        return [_receipt(line.id, line.contenu) for line in lines]

    def a_reprendre(self) -> list[AReprendre]:
        """Return what waits for a decision, the oldest first."""
        with self._poste.replique.read() as connection:
            names = self._poste.names(connection)
            lines = connection.execute(
                select(a_reprendre).where(a_reprendre.c.regle_le.is_(None)).order_by(a_reprendre.c.depuis)
            ).all()
            return [
                AReprendre(
                    id=line.id,
                    kind=line.kind,
                    dossier=line.dossier,
                    nom_affiche=full_name(row(connection, "dossier", line.dossier or "") or {}),
                    quoi=_what(connection, line.kind, line.record, line.op),
                    issue=Outcome(line.issue),
                    message=line.message,
                    regle=line.regle,
                    depuis=line.depuis,
                    champs=_fields(line.kind, _present(connection, line), names),
                    reprenable=line.op == Op.SET
                    and line.kind in FORMS
                    and row(connection, line.kind, line.record) is not None,
                )
                for line in lines
            ]

    def regler(
        self, item: str, choix: dict[str, Value] | None, lu: Mapping[str, Value] | None = None
    ) -> None:
        """Settle an item: the values chosen per field, or ``None`` to leave the server's version.

        A choice is an ordinary change, made on the value the record shows: it syncs like any other, and
        the item is kept with who chose what and when. ``lu``: the values that were on screen as the
        server's; raises RefusedError if one has changed since, else what nobody read would go.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes | None]:
            line = connection.execute(
                select(a_reprendre).where(a_reprendre.c.id == item, a_reprendre.c.regle_le.is_(None))
            ).first()
            if line is None:
                return None, None
            if choix:
                present = row(connection, line.kind, line.record) or {}
                if any(not same(present.get(name), value) for name, value in (lu or {}).items()):
                    raise RefusedError(CHANGED)
                values = poste.with_labels(line.kind, choix)
                seen: Values = {name: present.get(name) for name in values}
                poste.outbox.set(connection, line.kind, line.record, values, seen)
            now = instant(poste.clock.now())
            done = {"par": poste.moi.id, "valeurs": choix}
            connection.execute(
                update(a_reprendre).where(a_reprendre.c.id == item).values(regle_le=now, choix=done)
            )
            return None, touched(line.kind, line.record, line.dossier)

        poste.now_write(work)


def _present(connection: Connection, line: Row[Any]) -> dict[str, dict[str, Value]]:
    """Return the fields of an item, with what its record shows now: it may have changed since."""
    values = row(connection, line.kind, line.record) if line.op == Op.SET and line.kind in FORMS else None
    if values is None:
        return line.champs  # type: ignore[no-any-return]
    since = {"serveur_par": values["modifie_par"], "serveur_le": values["modifie_le"]}
    return {
        name: sides
        if name not in values or same(values[name], sides.get("serveur"))
        else sides | since | {"serveur": values[name]}
        for name, sides in line.champs.items()
    }


def _open_items(connection: Connection) -> int:
    count = select(func.count()).select_from(a_reprendre).where(a_reprendre.c.regle_le.is_(None))
    return connection.execute(count).scalar_one()


def _receipt(record: str, content: dict[str, Any]) -> Recu:
    counts = ("debut", "fin", "envoyes", "pris", "fusionnes", "conflits", "refuses", "remis", "recus")
    return Recu(
        id=record,
        **{name: content[name] for name in counts},
        lignes=tuple(LigneRecu(text, Outcome(outcome)) for text, outcome in content["lignes"]),
    )


def _what(connection: Connection, kind: str, record: str, op: str) -> str:
    form = FORMS.get(kind)
    label = form.label if form else kind
    values = row(connection, kind, record) if form else None
    if values and kind == "cer":
        label = f"CER n° {values['numero']}"
    return f"{label} (effacement)" if op == Op.DELETE else label


def _fields(
    kind: str, fields: dict[str, dict[str, Value]], names: dict[str, str]
) -> tuple[ChampConteste, ...]:
    """Read the contested fields; the label of a code goes with its code, and is not a field to settle."""
    shown = []
    for path, sides in fields.items():
        owner, _, name = path.rpartition(":")
        form = FORMS.get(owner.partition(":")[0] or kind)
        if name.removesuffix("_libelle") != name or name in ("rang", "cer", "entretien"):
            continue
        shown.append(
            ChampConteste(
                nom=path,
                label=form.by_name[name].label if form and name in form.by_name else name,
                avant=sides.get("avant"),
                moi=sides.get("moi"),
                serveur=sides.get("serveur"),
                serveur_par=names.get(str(sides.get("serveur_par")), ""),
                serveur_le=sides["serveur_le"] if isinstance(sides.get("serveur_le"), str) else None,  # type: ignore[arg-type]
            )
        )
    return tuple(shown)
