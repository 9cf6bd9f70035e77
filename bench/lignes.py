"""The rows every measure of the synchronisation uses, made by the team's shared generator.

Mapping to our kinds, bytes kept: one dossier, 12 entretiens, 2 CERs, 6 thèmes (for its notes), 20
évènements du droit (for its history) = 41 rows. Where a source row has fields ours does not have,
they are kept as JSON text in the free text field of the row, so that as many bytes travel.
"""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "gen.py"
Row = dict[str, Any]


def source_rows(count: int) -> list[Row]:
    """Return the generator's own rows for ``count`` dossiers. Raises FileNotFoundError without it."""
    return list(_generator().rows(count))


def delta(count: int) -> list[Row]:
    """Return its edits of ``count`` dossiers: 50 contrats with a paragraph more, 50 new entretiens."""
    return list(_generator().delta(count))


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gen", GENERATOR)
    if spec is None or spec.loader is None or not GENERATOR.exists():
        raise FileNotFoundError(GENERATOR.name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mapped(source: list[Row]) -> Iterator[tuple[str, Row]]:
    """Turn source rows into ``(kind, row)``, parents before children."""
    entretien = ""
    for row in source:
        kind, fields = _MAPPED[row["t"]](row)
        if kind == "entretien":
            entretien = row["id"]
        if kind == "theme_entretien":
            fields["entretien"] = entretien
        yield kind, {"id": row["id"], "dossier": row["dossier_id"], **fields}


def _rest(row: Row, *used: str) -> str:
    kept = {name: value for name, value in row.items() if name not in {"t", "id", "dossier_id", *used}}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _dossier(row: Row) -> tuple[str, Row]:
    same = ("numero", "nom", "prenom", "date_naissance", "adresse", "code_postal", "commune", "telephone")
    fields = {name: row[name] for name in same}
    return "dossier", fields | {"mail": row["email"], "adresse_declaree": _rest(row, *same, "email")}


def _entretien(row: Row) -> tuple[str, Row]:
    fields = {"moment": f"{row['date']}T09:00", "duree": row["duree"], "realisation": "presence"}
    return "entretien", fields | {"suite": row["texte"] + _rest(row, "date", "duree", "texte")}


def _contrat(row: Row) -> tuple[str, Row]:
    texts = {"situation": row["objectifs"], "evaluation": row["actions"], "expression": row["bilan"]}
    dates = {"date_debut": row["date_debut"], "date_fin": row["date_fin"]}
    used = ("objectifs", "actions", "bilan", "date_debut", "date_fin")
    return "cer", texts | dates | {"commentaire": _rest(row, *used)}


def _note(row: Row) -> tuple[str, Row]:
    return "theme_entretien", {"rang": 1, "synthese": row["texte"] + _rest(row, "texte")}


def _historique(row: Row) -> tuple[str, Row]:
    return "evenement_droit", {"date": row["at"][:10], "motif": _rest(row, "at")}


_MAPPED = {
    "dossier": _dossier,
    "entretien": _entretien,
    "contrat": _contrat,
    "note": _note,
    "historique": _historique,
}
