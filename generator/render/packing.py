"""The package around a Word document: properties, relationships, and a zip that is the same every time."""
from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from generator.render.archive import archive
from generator.render.model import House, Source

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


_SETTINGS = (
    '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:embedTrueTypeFonts/>'
    '<w:saveSubsetFonts/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val=LANGUAGE/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def settings(house: House) -> bytes:
    """Word settings: fonts embedded, today's layout rules, nothing that asks the reader a question."""
    return (_HEAD + _SETTINGS.replace("LANGUAGE", quoteattr(house.language))).encode()


def clean(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def core_properties(source: Source, house: House, body: bytes) -> bytes:
    """Title, author, language, and the document's id with a mark of its text: which delivery a copy that comes back is of."""
    mark = hashlib.sha256(body).hexdigest()[:16]
    stamp = f"{house.created.isoformat()}T00:00:00Z"
    author, title = escape(clean(house.author)), escape(clean(source.title))
    return (
        _HEAD + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:identifier>{escape(clean(source.id))} {mark}</dc:identifier>"
        f"<dc:creator>{author}</dc:creator><dc:language>{escape(house.language)}</dc:language>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    ).encode()


def app_properties(house: House) -> bytes:
    return (
        _HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Company>{escape(clean(house.company))}</Company></Properties>"
    ).encode()


def relations(rows: Sequence[tuple[str, str, str]]) -> bytes:
    """A relationships part of (id, type, target)."""
    lines = "".join(f"<Relationship Id={quoteattr(i)} Type={quoteattr(t)} Target={quoteattr(g)}/>" for i, t, g in rows)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (_HEAD + f'<Relationships xmlns="{space}">{lines}</Relationships>').encode()


def declare(parts: dict[str, bytes], extension: str, content_type: str) -> None:
    """A default content type for a file name's extension."""
    types = parts["[Content_Types].xml"].decode()
    if f'Extension="{extension}"' not in types:
        entry = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
        types = re.sub(r"(<Types\b[^>]*>)", rf"\1{entry}", types, count=1)
    parts["[Content_Types].xml"] = types.encode()


def drop_unused(parts: dict[str, bytes]) -> None:
    """Parts that pandoc always writes and we never fill: comments, footnotes, custom properties."""
    unused = ["word/comments.xml", "word/footnotes.xml", "word/_rels/footnotes.xml.rels", "word/webSettings.xml",
              "docProps/custom.xml"]  # fmt: skip
    for name in unused:
        parts.pop(name, None)
    for name in ("word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"):
        text = parts[name].decode()
        for gone in unused:
            short = re.escape(gone.removeprefix("word/"))
            text = re.sub(rf'<(?:Relationship|Override)\b[^>]*(?:Target|PartName)="/?(?:word/)?{short}"[^>]*/>', "", text)
        parts[name] = text.encode()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {item.filename: source.read(item) for item in source.infolist() if not item.is_dir()}


def pack(parts: dict[str, bytes]) -> bytes:
    """The .docx: content types first, as readers expect, the rest by name; the fonts are the same in every document."""
    names = [name for name in _FIRST if name in parts] + sorted(name for name in parts if name not in _FIRST)
    return archive(parts, names, shared="word/fonts/")
