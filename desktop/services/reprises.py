"""What waits for a person: conflicts, refusals, work handed over; settling it (decisions 8, 9, 16).

The items come from the server like any row (``domain.reprise``). Settling one is an ordinary change
of the record, made on the value it shows, and the closing of the item, in one transaction: both
travel, with their author.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, insert, select

from desktop.models.changes import Changes
from desktop.models.tables import RECORDS, lecture
from desktop.services.poste import Poste, Values, row, rows, text_of
from domain.beneficiaire.rules import full_name
from domain.cer.rules import next_number
from domain.clock import instant
from domain.droits import refusal
from domain.errors import RefusedError
from domain.exchange.v1 import Op, Outcome
from domain.fields import Kind, Value, same
from domain.french import long_date
from domain.registry import FORMS
from domain.reprise.rules import Statut

CHANGED = "Ce texte vient encore de changer\u00a0: relisez les deux versions, puis choisissez."
THERE = "Cet enregistrement est déjà dans le dossier\u00a0: ouvrez-le, puis mettez cet envoi de côté."
_OF_ACTS = ("reponse", "moyen", "recueilli_le", "vers", "motif")
_NOT_SHOWN = ("rang", "cer", "entretien")
_ITEM = RECORDS["reprise"]


class Geste(StrEnum):
    """What may be done of an item."""

    CHOISIR = "choisir"  # a version for each field
    PRENDRE = "prendre"  # take the work into the dossier, or set it aside
    LIRE = "lire"  # read, and close


@dataclass(frozen=True, slots=True)
class ChampConteste:
    """One field to settle: what it was, what its author wrote, what the server has, from whom and when.

    ``nom`` identifies it within its item; ``kind`` and ``record`` tell of what it is a field.
    """

    nom: str
    label: str
    avant: Value
    moi: Value
    serveur: Value
    serveur_par: str
    serveur_le: str | None
    kind: str
    record: str


@dataclass(frozen=True, slots=True)
class AReprendre:
    """One item that waits for a person. ``mien``: the words are those of whoever is at the keyboard."""

    id: str
    kind: str
    record: str
    dossier: str | None
    nom_affiche: str
    quoi: str
    issue: Outcome
    message: str
    regle: str
    depuis: str
    auteur_nom: str
    mien: bool
    geste: Geste
    champs: tuple[ChampConteste, ...]

    @property
    def a_choisir(self) -> tuple[ChampConteste, ...]:
        """Return the fields to choose a version of; those of a part or of a later program are to be read."""
        known = FORMS[self.kind].by_name if self.kind in FORMS else {}
        return tuple(champ for champ in self.champs if champ.record == self.record and champ.nom in known)


@dataclass(frozen=True, slots=True)
class Reglee:
    """One item that was settled: by whom, when, and what was kept (``None``: the server's version)."""

    item: AReprendre
    par: str
    le: str | None
    prise: bool
    choix: dict[str, Value] | None


@dataclass(frozen=True, slots=True)
class AvisLu:
    """What became of work that was handed over, told to its author."""

    id: str
    texte: str
    le: str | None


class Reprises:
    """Reads the items the server opened; settles what a person decides."""

    def __init__(self, poste: Poste) -> None:
        self._poste = poste

    def a_reprendre(self, record: str | None = None) -> list[AReprendre]:
        """Return what waits for a decision, the oldest first; ``record``: on that record only."""
        wanted = _ITEM.c.statut == Statut.OUVERTE
        if record is not None:
            wanted &= _ITEM.c.cible == record
        with self._poste.replique.read() as connection:
            names = self._poste.names(connection)
            found = sorted(rows(connection, "reprise", wanted), key=lambda line: str(line["recu_le"]))
            return [self._item(connection, line, names) for line in found]

    def reglees(self, limite: int = 50) -> list[Reglee]:
        """Return what was settled, the latest first."""
        with self._poste.replique.read() as connection:
            names = self._poste.names(connection)
            found = rows(connection, "reprise", _ITEM.c.statut != Statut.OUVERTE)
            found.sort(key=lambda line: str(line["reglee_le"] or line["modifie_le"]), reverse=True)
            return [
                Reglee(
                    item=self._item(connection, line, names),
                    par=names.get(str(line["reglee_par"] or line["modifie_par"]), ""),
                    le=text_of(line["reglee_le"]) or text_of(line["modifie_le"]),
                    prise=line["statut"] == Statut.REPRISE,
                    choix=line["choix"] if isinstance(line["choix"], dict) else None,
                )
                for line in found[:limite]
            ]

    def regler(
        self, item: str, choix: Mapping[str, Value] | None, lu: Mapping[str, Value] | None = None
    ) -> None:
        """Settle an item: the values chosen per field, or ``None`` to leave the server's version.

        ``lu``: the values that were on screen as the server's; raises RefusedError if one has changed
        since, else what nobody read would go.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes | None]:
            line = _open(connection, item)
            if line is None:
                return None, None
            kind, record = str(line["sorte"]), str(line["cible"])
            if choix:
                present = row(connection, kind, record) or {}
                if any(not same(present.get(name), value) for name, value in (lu or {}).items()):
                    raise RefusedError(CHANGED)
                values = poste.with_labels(kind, choix)
                poste.outbox.set(
                    connection, kind, record, values, {name: present.get(name) for name in values}
                )
            self._close(connection, line, Statut.REPRISE if choix else Statut.ECARTEE, choix)
            return None, _touched(line, (kind, record))

        poste.now_write(work)

    def prendre(self, item: str) -> None:
        """Take work handed over into the dossier, under the name of whoever takes it.

        Acts of its author (accord, change of state) are not played again: they stay readable in
        the item. Raises RefusedError if the record is there, or is not his to write.
        """
        poste = self._poste

        def work(connection: Connection) -> tuple[None, Changes | None]:
            line = _open(connection, item)
            if line is None:
                return None, None
            made = [
                self._create(connection, kind, record, str(line["dossier"]), values)
                for (kind, record), values in _records(line).items()
            ]
            self._close(connection, line, Statut.REPRISE, None)
            return None, _touched(line, *made)

        poste.now_write(work)

    def ecarter(self, item: str) -> None:
        """Set an item aside: read, and left out. It stays among those that were settled."""
        self.regler(item, None)

    def avis(self) -> list[AvisLu]:
        """Return what became of work handed over, as long as its author has not read it."""
        unread = RECORDS["avis"].c.id.not_in(select(lecture.c.record))
        with self._poste.replique.read() as connection:
            names = self._poste.names(connection)
            found = sorted(rows(connection, "avis", unread), key=lambda line: str(line["le"]))
        return [AvisLu(str(line["id"]), _notice(line, names), text_of(line["le"])) for line in found]

    def avis_lu(self, avis: str) -> None:
        """Remember that a notice was read here."""

        def work(connection: Connection) -> tuple[None, Changes]:
            now = instant(self._poste.clock.now())
            connection.execute(insert(lecture).prefix_with("OR REPLACE").values(record=avis, le=now))
            return None, Changes(frozenset({("avis", avis)}))

        self._poste.now_write(work)

    def _item(self, connection: Connection, line: Values, names: dict[str, str]) -> AReprendre:
        kind, record = str(line["sorte"]), str(line["cible"])
        form = FORMS.get(kind)
        present = row(connection, kind, record) if form else None
        return AReprendre(
            id=str(line["id"]),
            kind=kind,
            record=record,
            dossier=text_of(line["dossier"]),
            nom_affiche=full_name(row(connection, "dossier", str(line["dossier"])) or {}),
            quoi=_what(kind, str(line["operation"]), present or _mine(line)),
            issue=Outcome(str(line["issue"])),
            message=str(line["motif"] or ""),
            regle=str(line["regle"] or ""),
            depuis=str(line["recu_le"]),
            auteur_nom=names.get(str(line["auteur"]), ""),
            mien=line["auteur"] == self._poste.moi.id,
            geste=_gesture(line, present),
            champs=tuple(_fields(line, present if line["operation"] != Op.DELETE else None, names)),
        )

    def _create(
        self, connection: Connection, kind: str, record: str, dossier: str, values: Values
    ) -> tuple[str, str]:
        poste, form = self._poste, FORMS[kind]
        if row(connection, kind, record) is not None:
            raise RefusedError(THERE)
        for name, value in values.items():
            if (sentence := form.by_name[name].refusal(value)) is not None:
                raise RefusedError(sentence)
        writer = poste.writer(connection, dossier)
        if (refused := refusal(writer, form, Op.CREATE, values, None, record=values)) is not None:
            raise refused
        if kind == "cer":
            numbers = [
                line["numero"] for line in rows(connection, "cer", RECORDS["cer"].c.dossier == dossier)
            ]
            if values.get("numero") in numbers:
                known = [number if isinstance(number, int) else None for number in numbers]
                values = values | {"numero": next_number(known)}
        poste.outbox.create(connection, kind, dossier, values, record=record)
        return kind, record

    def _close(
        self, connection: Connection, line: Values, statut: Statut, choix: Mapping[str, Value] | None
    ) -> None:
        values: Values = {"statut": statut.value, "choix": dict(choix) if choix else None}
        seen: Values = {"statut": line["statut"], "choix": line["choix"]}
        self._poste.outbox.set(connection, "reprise", str(line["id"]), values, seen)


def open_items(connection: Connection, *where: ColumnElement[bool]) -> int:
    """Count the items that wait for a person."""
    query = select(func.count()).select_from(_ITEM).where(_ITEM.c.statut == Statut.OUVERTE, *where)
    return connection.execute(query).scalar_one()


def contested_fields(connection: Connection, record: str) -> frozenset[str]:
    """Return the fields of a record on which a conflict is open (decision 8)."""
    found = connection.execute(
        select(_ITEM.c.champs).where(
            _ITEM.c.cible == record, _ITEM.c.statut == Statut.OUVERTE, _ITEM.c.issue == Outcome.CONFLICT
        )
    ).scalars()
    return frozenset(name for fields in found for name in fields or ())


def _open(connection: Connection, item: str) -> Values | None:
    line = row(connection, "reprise", item)
    return line if line is not None and line["statut"] == Statut.OUVERTE else None


def _touched(line: Values, *records: tuple[str, str]) -> Changes:
    dossiers = frozenset({str(line["dossier"])} if line["dossier"] else ())
    return Changes(frozenset({("reprise", str(line["id"])), *records}), dossiers)


def _sides(line: Values) -> dict[str, dict[str, Value]]:
    return line["champs"] if isinstance(line["champs"], dict) else {}


def _mine(line: Values) -> Values:
    """Return what its author wrote of the record itself."""
    return {name: sides.get("moi") for name, sides in _sides(line).items() if ":" not in name}


def _records(line: Values) -> dict[tuple[str, str], Values]:
    """Return the records that an item would make, each after what it is a part of; acts are left out."""
    found: dict[tuple[str, str], Values] = {(str(line["sorte"]), str(line["cible"])): {}}
    for path, sides in _sides(line).items():
        kind, record, name = _place(line, path)
        if kind in FORMS and not FORMS[kind].append_only and name in FORMS[kind].by_name:
            found.setdefault((kind, record), {})[name] = sides.get("moi")
    return found


def _place(line: Values, path: str) -> tuple[str, str, str]:
    kind, _, rest = path.partition(":")
    record, _, name = rest.partition(":")
    return (kind, record, name) if name else (str(line["sorte"]), str(line["cible"]), path)


def _gesture(line: Values, present: Values | None) -> Geste:
    form = FORMS.get(str(line["sorte"]))
    if form is None or form.append_only or line["operation"] == Op.DELETE:
        return Geste.LIRE
    if present is not None:
        return Geste.CHOISIR if _mine(line).keys() & form.by_name else Geste.LIRE
    handed = line["issue"] == Outcome.QUARANTINED and line["operation"] == Op.CREATE
    return Geste.PRENDRE if handed and line["dossier"] else Geste.LIRE  # nowhere to put it: to be read


def _what(kind: str, op: str, values: Values) -> str:
    label = FORMS[kind].label if kind in FORMS else kind
    if kind == "cer" and values.get("numero"):
        label = f"CER n° {values['numero']}"
    return f"{label} (effacement)" if op == Op.DELETE else label


def _fields(line: Values, present: Values | None, names: dict[str, str]) -> list[ChampConteste]:
    """Return the fields to show, in the order of their forms, with what the record says now.

    The label of a code goes with its code, and is not a field to settle.
    """
    shown: list[ChampConteste] = []
    for path, sides in _sides(line).items():
        kind, record, name = _place(line, path)
        form = FORMS.get(kind)
        field = form.by_name.get(name) if form else None
        hidden = name in _NOT_SHOWN or name.endswith("_libelle") or (field and field.kind is Kind.REFERENCE)
        if hidden or (form and form.append_only and name not in _OF_ACTS):
            continue
        now, by, since = sides.get("serveur"), sides.get("serveur_par"), sides.get("serveur_le")
        if present is not None and path in present and not same(present[path], now):
            now, by, since = present[path], present["modifie_par"], present["modifie_le"]
        shown.append(
            ChampConteste(
                nom=path,
                label=field.label if field else name,
                avant=sides.get("avant"),
                moi=sides.get("moi"),
                serveur=now,
                serveur_par=names.get(str(by), ""),
                serveur_le=text_of(since),
                kind=kind,
                record=record,
            )
        )
    ranks = {name: at for form in FORMS.values() for at, name in enumerate(form.by_name)}
    kinds = list(FORMS)
    return sorted(
        shown,
        key=lambda champ: (
            kinds.index(champ.kind) if champ.kind in kinds else len(kinds),
            champ.record,
            ranks.get(champ.nom.rpartition(":")[2], 0),
        ),
    )


def _notice(line: Values, names: dict[str, str]) -> str:
    kind = FORMS[str(line["sorte"])].label if line["sorte"] in FORMS else "Un travail"
    written = f" écrit le {long_date(str(line['fait_le'])[:10])}" if line["fait_le"] else ""
    fate = "a été repris dans le dossier" if line["suite"] == Statut.REPRISE else "a été lu et mis de côté"
    by = f" par {name}" if (name := names.get(str(line["par"]), "")) else ""
    return f"{kind}{written}, sur un dossier qui n’est plus le vôtre\u00a0: votre travail {fate}{by}."
