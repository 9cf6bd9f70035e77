"""An archive that came from elsewhere, bounded before anything of it is read.

Workbooks and Word documents are zips of XML: a few kilobytes may unfold into gigabytes, and an XML
that declares entities may multiply itself. What is too much for a workbook is not for a letter: the
bounds are the caller's, and so are the words of the refusal.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

_DECLARATIONS = tuple(
    told.encode(encoding)
    for told in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_PIECE, _OVERLAP = 1024 * 1024, 32


class AbimeeError(Exception):
    """No archive, or one that cannot be read to its end."""


class DemesureeError(Exception):
    """It unfolds into more than it may."""


@contextmanager
def ouverte(octets: bytes, parties: int, deplie: int) -> Iterator[zipfile.ZipFile]:
    """Open an archive of at most ``parties`` parts and ``deplie`` bytes once unfolded.

    ZipFile never gives more than the size that a part announces, which is what is counted here. Raises
    DemesureeError; AbimeeError, for what the caller reads in it too.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entries = archive.infolist()
            if len(entries) > parties or sum(entry.file_size for entry in entries) > deplie:
                raise DemesureeError
            yield archive
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as error:
        raise AbimeeError from error


def declare_des_entites(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Tell whether a part declares a document type: without one there is no entity to expand.

    Read to its end otherwise, so that its checksum is verified.
    """
    end = b""
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            if any(one in end + piece for one in _DECLARATIONS):
                return True
            end = piece[-_OVERLAP:]
    return False
