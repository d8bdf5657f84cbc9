"""What covtools needs of a 64-bit ELF file (System V ABI, chapter 4). Every number in it is the file's word only."""

import struct

from ._errors import MalformedDataError

_HEADER = struct.Struct("16sHHIQQQIHHHHHH")
_SECTION = struct.Struct("IIQQQQIIQQ")
_SYMBOL = struct.Struct("IBBHQQ")
_MAXIMUM = 1 << 30  # of one section
_NOBITS, _NOTE, _SYMBOLS, _DYNAMIC_SYMBOLS = 8, 7, 2, 11


class Section:
    """`name`, `type`, `address`, `offset`, `size`, `link`."""

    def __init__(self, name, fields):
        self.name = name
        _, self.type, _, self.address, self.offset, self.size, self.link, _, _, _ = fields


class ElfFile:
    """Section headers of an ELF file, read when it is made. Raises MalformedDataError, OSError."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self._file = file
            self._size = file.seek(0, 2)
            self._read()
            self.build_id = self._build_id()
            self.comment = self._text(".comment")
            self.raw_version = self._symbol_value(b"__llvm_profile_raw_version")
            self._contents = {name: self._bytes(self.sections[name]) for name in ("__llvm_prf_data", "__llvm_prf_names")
                              if name in self.sections and self.sections[name].type != _NOBITS}
        self._file = None

    def contents(self, name):
        """The bytes of one of LLVM's constant sections in the file."""
        if name not in self._contents:
            raise MalformedDataError(self.path, 0, "it has no %s" % name)
        return self._contents[name]

    def _at(self, offset, size, what):
        if offset < 0 or size > _MAXIMUM or offset + size > self._size:
            raise MalformedDataError(self.path, offset, "%s has %d bytes and does not lie in the file" % (what, size))
        self._file.seek(offset)
        return self._file.read(size)

    def _read(self):
        head = self._at(0, min(_HEADER.size, self._size), "the header")
        if len(head) < _HEADER.size or head[:5] != b"\x7fELF\x02" or head[5] not in (1, 2):
            raise MalformedDataError(self.path, 0, "it is no 64-bit ELF file")
        self.order = "<" if head[5] == 1 else ">"
        fields = struct.unpack(self.order + _HEADER.format, head)
        start, entry, count, names = fields[6], fields[11], fields[12], fields[13]
        self.sections = {}
        self._ordered = []
        if start == 0:
            return
        if entry != _SECTION.size:
            raise MalformedDataError(self.path, 58, "its section headers have %d bytes" % entry)
        layout = struct.Struct(self.order + _SECTION.format)
        first = layout.unpack(self._at(start, entry, "the first section header"))
        count = count or first[5]
        names = first[6] if names == 0xFFFF else names
        table = list(layout.iter_unpack(self._at(start, entry * count, "the table of sections")))
        if names >= count:
            raise MalformedDataError(self.path, 62, "section %d of names is beyond the %d sections" % (names, count))
        texts = self._at(table[names][4], table[names][5], "the section of names")
        for fields in table:
            end = texts.find(b"\0", fields[0])
            section = Section(texts[fields[0]:end if end >= 0 else fields[0]].decode("latin-1"), fields)
            self._ordered.append(section)
            self.sections.setdefault(section.name, section)

    def _bytes(self, section):
        return self._at(section.offset, section.size, section.name)

    def _text(self, name):
        section = self.sections.get(name)
        return self._bytes(section).decode("latin-1") if section is not None and section.type != _NOBITS else ""

    def _build_id(self):
        for section in self._ordered:
            if section.type != _NOTE:
                continue
            notes, at = self._bytes(section), 0
            while at + 12 <= len(notes):
                name_size, size, kind = struct.unpack_from(self.order + "III", notes, at)
                start = at + 12 + (name_size + 3) // 4 * 4
                if kind == 3 and notes[at + 12:at + 16] == b"GNU\0" and 0 < size <= len(notes) - start:
                    return notes[start:start + size].hex()
                at = start + (size + 3) // 4 * 4
        return ""

    def _symbol_value(self, name):
        """The 64-bit value of a variable as it is in the file; None when there is no such symbol."""
        for table in self._ordered:
            if table.type not in (_SYMBOLS, _DYNAMIC_SYMBOLS) or table.link >= len(self._ordered):
                continue
            names = self._bytes(self._ordered[table.link])
            wanted = names.find(b"\0" + name + b"\0") + 1
            symbols = self._bytes(table)
            if wanted == 0:
                continue
            for fields in struct.iter_unpack(self.order + _SYMBOL.format, symbols[:len(symbols) // _SYMBOL.size * _SYMBOL.size]):
                if fields[0] == wanted and fields[3] != 0:
                    value = self._word(fields[4])
                    if value is not None:
                        return value
        return None

    def _word(self, address):
        for section in self._ordered:
            if section.type != _NOBITS and section.address and section.address <= address and address + 8 <= section.address + section.size:
                return struct.unpack(self.order + "Q", self._at(section.offset + address - section.address, 8, "a variable"))[0]
        return None
