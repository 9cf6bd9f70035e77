"""What a Word file from elsewhere may hold, and is refused for, before anything is made of it."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.modele_word.fichier import ModeleRefuseError, ouvrir
from tests import modeles_word as modeles
from tests.modeles_word import CORPS, TYPES

RELS = "word/_rels/document.xml.rels"

CUT = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText></w:r>'
    '<w:r><w:instrText>TEXT "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def refused(octets: bytes) -> str:
    with pytest.raises(ModeleRefuseError) as caught:
        ouvrir(octets)
    return str(caught.value)


def linked(kind: str, target: str) -> bytes:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rIdX" Type="{kinds}/{kind}" Target="{target}" TargetMode="External"/>'
    return modeles.change(RELS, lambda text: text.replace("</Relationships>", f"{link}</Relationships>"))


def test_the_sample_opens() -> None:
    parts = ouvrir(modeles.exemple())
    assert CORPS in parts
    assert {name[:11] for name in parts} == {"word/docume", "word/header", "word/footer"}


@pytest.mark.parametrize("octets", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_word_file_is_refused(octets: bytes) -> None:
    assert ".docx" in refused(octets)


@given(st.binary(max_size=300), st.integers(0, 30_000))
def test_garbage_within_a_file_is_refused_or_read_and_never_breaks(garbage: bytes, at: int) -> None:
    octets = modeles.exemple()
    spoilt = octets[:at] + garbage + octets[at + len(garbage) :]
    with contextlib.suppress(ModeleRefuseError):
        ouvrir(spoilt)


def test_a_zip_that_is_no_document_is_refused() -> None:
    assert ".docx" in refused(modeles.assembler({"a.txt": b"a"}))


def test_a_file_too_heavy_for_a_permanence_is_refused_with_its_weight() -> None:
    assert "300 au plus" in refused(modeles.exemple() + b"\0" * 300_000)


def test_a_bomb_is_refused_before_it_is_unfolded() -> None:
    assert "se déplie" in refused(modeles.avec(word__bombe_xml=b" " * 10_000_001))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    out = io.BytesIO(modeles.avec(word__bombe_xml=b"x" * 5_000_000))
    raw = bytearray(out.getvalue())
    with zipfile.ZipFile(out) as archive:
        directory = archive.start_dir
    at = raw.index(b"word/bombe.xml", directory) - 22  # the size unfolded, in the directory
    raw[at : at + 4] = (10).to_bytes(4, "little")
    assert ".docx" in refused(bytes(raw))


@pytest.mark.parametrize(
    "name", ["word__vbaProject_bin", "word__activeX__activeX1_xml", "word__embeddings__feuille_xlsx"]
)
def test_programs_and_objects_are_refused_by_name(name: str) -> None:
    assert "programme ou un objet" in refused(modeles.avec(**{name: b"x"}))


def test_a_document_with_macros_is_refused_even_without_its_program() -> None:
    macros = modeles.change(
        TYPES,
        lambda text: text.replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    assert "Document Word (.docx)" in refused(macros)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://exemple.fr/logo.png"),
        ("attachedTemplate", "file:///C:/modeles/normal.dotm"),
        ("mailMergeSource", "file:///C:/liste.xlsx"),
        ("oleObject", "file:///C:/x.xlsx"),
        ("hyperlink", "file://serveur/partage"),
        ("hyperlink", "javascript:x"),
    ],
)
def test_what_the_file_would_fetch_is_refused_by_its_name(kind: str, target: str) -> None:
    assert kind in refused(linked(kind, target))


def test_words_to_click_on_are_let_through() -> None:
    assert ouvrir(linked("hyperlink", "https://departement.exemple.fr"))


@pytest.mark.parametrize(
    "head", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE w SYSTEM "file:///etc/passwd">', "<!ENTITY x>"]
)
def test_a_document_type_is_refused(head: str) -> None:
    spoilt = modeles.change(CORPS, lambda text: text.replace("<w:document", f"{head}<w:document", 1))
    assert "pas écrit comme Word" in refused(spoilt)


def test_another_encoding_cannot_hide_a_document_type() -> None:
    text = modeles.parties(modeles.exemple())[CORPS].decode().replace("UTF-8", "UTF-16")
    for encoding in ("utf-16", "utf-16-be"):
        hidden = modeles.parties(modeles.exemple()) | {CORPS: text.encode(encoding)}
        assert CORPS in refused(modeles.assembler(hidden))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<w:p><w:fldSimple w:instr="INCLUDEPICTURE http://x"/></w:p>', "INCLUDEPICTURE"),
        ('<w:p><w:fldSimple w:instr=" DDEAUTO c:\\\\x"/></w:p>', "DDEAUTO"),
        ('<w:p><w:fldSimple w:instr="MERGEFIELD Nom \\* X"/></w:p>', "{{ Nom }}"),
        (CUT, "INCLUDETEXT"),
        ("<w:p><w:r><w:instrText>DATABASE</w:instrText></w:r></w:p>", "DATABASE"),
        ("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>", "modifications suivies"),
        ('<w:altChunk xmlns:r="x" r:id="rId1"/>', "autre fichier"),
    ],
)
def test_what_word_would_fetch_or_show_on_its_own_is_refused(xml: str, words: str) -> None:
    assert words in refused(modeles.ajoute(xml))


def test_comments_of_whoever_wrote_the_model_are_refused() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    comments = f'<w:comments xmlns:w="{w}"><w:comment w:id="1"/></w:comments>'.encode()
    assert "commentaires" in refused(modeles.avec(word__comments_xml=comments))


def test_a_broken_part_is_named() -> None:
    assert CORPS in refused(modeles.change(CORPS, lambda text: text[:-20]))
