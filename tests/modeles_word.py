"""Word models to try: the sample, and what a hand, a scanner of old habits or an ill will may do to it."""

import io
import zipfile
from collections.abc import Callable, Mapping

import resources

CORPS = "word/document.xml"
TYPES = "[Content_Types].xml"


def exemple() -> bytes:
    return resources.path("modeles", "cer.docx").read_bytes()


def parties(octets: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def assembler(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def avec(**parts: bytes) -> bytes:
    """Return the sample with parts added or replaced; ``__`` stands for a slash, ``_`` for a dot."""
    named = {name.replace("__", "/").replace("_", "."): part for name, part in parts.items()}
    return assembler(parties(exemple()) | named)


def change(name: str, work: Callable[[str], str]) -> bytes:
    """Return the sample with one part rewritten."""
    parts = parties(exemple())
    before = parts[name].decode()
    after = work(before)
    assert after != before
    return assembler(parts | {name: after.encode()})


def remplace(old: str, new: str) -> bytes:
    """Return the sample with a text of its body replaced."""
    return change(CORPS, lambda text: text.replace(old, new))


def paragraphe(*runs: str) -> str:
    """Return the XML of a paragraph whose text Word has cut into these runs."""
    written = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{written}</w:p>"


def ajoute(xml: str) -> bytes:
    """Return the sample with XML added at the end of its body."""
    return change(CORPS, lambda text: text.replace("<w:sectPr", f"{xml}<w:sectPr", 1))


def zone(*paragraphes: str, suite: str = "") -> str:
    """Return the XML of a paragraph that anchors a text box, and goes on after it."""
    v = "urn:schemas-microsoft-com:vml"
    shape = f'<v:shape xmlns:v="{v}" style="width:200pt;height:60pt"><v:textbox><w:txbxContent>'
    box = f"<w:r><w:pict>{shape}{''.join(paragraphes)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    return f"<w:p>{box}<w:r><w:t>{suite}</w:t></w:r></w:p>"
