"""Opening a Word model that came from elsewhere: what could harm is refused, by name, before it is read.

A ``.docx`` is a zip of XML. It may hold programs, unfold to a thousand times its size, or fetch from
the network when it is opened: none of it has a place in a contract that is made on every laptop of a
département and handed to the person.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET

from domain.archive import AbimeeError, DemesureeError, ouverte
from domain.errors import RefusedError
from domain.modele_word.champs import MODELE_MAX

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORPS: Final = "word/document.xml"
_TYPES, _COMMENTS = "[Content_Types].xml", "word/comments.xml"
_UNFOLDED, _PARTS = 10_000_000, 300
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RUNS = re.compile(r"vbaproject|vbadata|activex|embeddings/|customui|\.bin$|\.exe$", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
AVEC_CHAMPS: Final = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
# What Word computes from the document alone; any other instruction may fetch, run or ask.
_INSTRUCTIONS: Final = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "HYPERLINK", "REF", "PAGEREF", "SEQ", "STYLEREF", "TOC"}
)


class ModeleRefuseError(RefusedError):
    """A Word model cannot be used; the message says why, and what to do."""


def ouvrir(octets: bytes) -> dict[str, ET.Element]:
    """Return the parts that may hold fields (body, headers, footers), by name in the file.

    Raises ModeleRefuseError.
    """
    if len(octets) > MODELE_MAX:
        raise ModeleRefuseError(
            f"Ce modèle pèse {len(octets) // 1000}\u00a0ko, pour {MODELE_MAX // 1000} au plus\u00a0: "
            "allégez ses images."
        )
    parts = _unfolded(octets)
    if _MAIN not in parts[_TYPES] or b"macroEnabled" in parts[_TYPES]:
        raise ModeleRefuseError(
            "Ce fichier n’est pas un document Word ordinaire\u00a0: enregistrez-le sous "
            "«\u00a0Document Word (.docx)\u00a0»."
        )
    read = {name: _xml(name, part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    for name, root in read.items():
        if name.endswith(".rels"):
            _check_links(root)
    for name, root in read.items():
        if _STORIES.fullmatch(name):
            _check_story(name, root)
    if _COMMENTS in read and read[_COMMENTS].find(f"{W}comment") is not None:
        raise ModeleRefuseError("Ce modèle contient des commentaires Word\u00a0: supprimez-les.")
    return {name: root for name, root in read.items() if AVEC_CHAMPS.fullmatch(name)}


def _unfolded(octets: bytes) -> dict[str, bytes]:
    try:
        with ouverte(octets, _PARTS, _UNFOLDED) as archive:
            entries = archive.infolist()
            for entry in entries:
                if _RUNS.search(entry.filename):
                    raise ModeleRefuseError(
                        "Ce modèle contient un programme ou un objet incorporé "
                        f"({entry.filename})\u00a0: enregistrez-le sans macro ni objet."
                    )
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except DemesureeError as error:
        raise ModeleRefuseError(
            "Ce fichier se déplie en bien plus qu’un document\u00a0: il est refusé."
        ) from error
    except AbimeeError as error:
        raise ModeleRefuseError("Ce fichier n’est pas un document Word lisible (.docx).") from error
    if CORPS not in parts or _TYPES not in parts or len(parts) != len(entries):
        raise ModeleRefuseError("Ce fichier n’est pas un document Word lisible (.docx).")
    return parts


def _xml(name: str, part: bytes) -> ET.Element:
    """Parse one part. Without a document type there is no entity to expand nor file to fetch."""
    try:
        text = part.decode("utf-8-sig")
        if "\0" in text or "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise ModeleRefuseError(
                f"Ce modèle n’est pas écrit comme Word l’écrit ({name})\u00a0: il est refusé."
            )
        return ET.fromstring(text)  # noqa: S314 - see above
    except (UnicodeDecodeError, ET.ParseError, ValueError) as error:
        raise ModeleRefuseError(f"Ce modèle est abîmé ({name})\u00a0: enregistrez-le de nouveau.") from error


def _check_links(root: ET.Element) -> None:
    for link in root:
        if link.get("TargetMode", "").casefold() != "external":
            continue
        kind, target = link.get("Type", "").rpartition("/")[2], link.get("Target", "")
        if kind == "hyperlink" and _LINK.match(target):
            continue  # words to click on: nothing is fetched by itself
        raise ModeleRefuseError(
            f"Ce modèle va chercher autre chose hors de lui ({kind}\u00a0: {target[:80]})\u00a0: incorporez "
            "les images, et détachez tout modèle ou source de données."
        )


def _check_story(name: str, root: ET.Element) -> None:
    for tag in ("ins", "del", "moveFrom", "moveTo"):
        if root.find(f".//{W}{tag}") is not None:
            raise ModeleRefuseError(
                "Ce modèle contient des modifications suivies\u00a0: acceptez-les toutes."
            )
    if root.find(f".//{W}altChunk") is not None:
        raise ModeleRefuseError("Ce modèle inclut un autre fichier\u00a0: copiez-en le contenu.")
    for instruction in _instructions(root):
        word = (instruction.split() or [""])[0].upper()
        if word == "MERGEFIELD":
            field = [*instruction.split(), ""][1].strip('"')
            raise ModeleRefuseError(
                f"Ce modèle a un champ de publipostage Word, «\u00a0{field}\u00a0»\u00a0: "
                f"écrivez plutôt {{{{ {field} }}}}."
            )
        if word and word not in _INSTRUCTIONS:
            raise ModeleRefuseError(f"Ce modèle a un champ Word «\u00a0{word}\u00a0», qui n’est pas admis.")
    if not AVEC_CHAMPS.fullmatch(name) and "{{" in "".join(root.itertext()):
        raise ModeleRefuseError("Un champ ne peut pas être dans une note de bas de page.")


def _instructions(root: ET.Element) -> list[str]:
    """Return the instructions of Word's own fields, however many runs Word cut each into."""
    found = [field.get(f"{W}instr", "") for field in root.iter(f"{W}fldSimple")]
    begun: list[str] = []
    for element in root.iter():
        if element.tag == f"{W}fldChar":
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                begun.append("")
            elif begun and kind == "end":
                found.append(begun.pop())
        elif element.tag == f"{W}instrText":
            if not begun:
                begun.append("")
            begun[-1] += element.text or ""
    return found + begun
