"""Writes compound files ([MS-CFB] version 3) for the tests. In the dicts, bytes are streams and dicts storages."""

from __future__ import annotations

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR, DIFAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF

Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    return _Writer().write(tree)


class _Entry:
    def __init__(self, name: str, kind: int) -> None:
        self.name, self.kind = name, kind
        self.left = self.right = self.child = NONE
        self.start, self.size = END, 0

    def pack(self) -> bytes:
        raw = self.name.encode("utf-16-le")
        start = 0 if self.kind == 1 else self.start
        return struct.pack(
            "<64sHBBIII16sIQQIQ", raw, len(raw) + 2, self.kind, 1, self.left, self.right, self.child,
            b"\0" * 16, 0, 0, 0, start, self.size,
        )  # fmt: skip


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.fat: list[int] = []
        self.mini = bytearray()
        self.mini_fat: list[int] = []
        self.entries: list[_Entry] = []

    def write(self, tree: Tree) -> bytes:
        root = _Entry("Root Entry", 5)
        self.entries.append(root)
        root.child = self._children(tree)
        root.size = len(self.mini)
        root.start = self._store(bytes(self.mini))
        mini_fat = self._store(b"".join(struct.pack("<I", n) for n in self.mini_fat), fill=b"\xff")
        mini_count = -(-len(self.mini_fat) * 4 // SECTOR)
        directory = self._store(b"".join(entry.pack() for entry in self.entries))
        fats, difats = 0, 0
        while True:  # the tables take sectors themselves
            total = len(self.sectors) + fats + difats
            needed = -(-total // (SECTOR // 4))
            needed_difats = -(-max(0, needed - 109) // 127)
            if (needed, needed_difats) == (fats, difats):
                break
            fats, difats = needed, needed_difats
        first = len(self.sectors)
        places = list(range(first, first + fats))
        table = self.fat + [FAT_SECTOR] * fats + [DIFAT_SECTOR] * difats
        table += [FREE] * (fats * (SECTOR // 4) - len(table))
        raw = struct.pack(f"<{len(table)}I", *table)
        self.sectors += [raw[i : i + SECTOR] for i in range(0, len(raw), SECTOR)]
        rest = places[109:]
        for number in range(difats):
            block = rest[number * 127 : number * 127 + 127]
            block += [FREE] * (127 - len(block))
            following = first + fats + number + 1 if number + 1 < difats else END
            self.sectors.append(struct.pack("<128I", *block, following))
        header = struct.pack(
            "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6, 0, fats,
            directory, 0, CUTOFF, mini_fat, mini_count, first + fats if difats else END, difats,
        )  # fmt: skip
        head = places[:109]
        header += struct.pack("<109I", *head, *[FREE] * (109 - len(head)))
        return header + b"".join(self.sectors)

    def _children(self, tree: Tree) -> int:
        made = []
        for name, value in tree.items():
            entry = _Entry(name, 1 if isinstance(value, dict) else 2)
            self.entries.append(entry)
            number = len(self.entries) - 1
            if isinstance(value, dict):
                entry.child = self._children(value)
            else:
                entry.size = len(value)
                if value:
                    entry.start = self._store_mini(value) if len(value) < CUTOFF else self._store(value)
            made.append((len(name), name.upper(), number))
        return self._balanced([number for _, _, number in sorted(made)])

    def _balanced(self, numbers: list[int]) -> int:
        if not numbers:
            return NONE
        middle = len(numbers) // 2
        entry = self.entries[numbers[middle]]
        entry.left = self._balanced(numbers[:middle])
        entry.right = self._balanced(numbers[middle + 1 :])
        return numbers[middle]

    def _store(self, data: bytes, fill: bytes = b"\0") -> int:
        if not data:
            return END
        start = len(self.sectors)
        for position in range(0, len(data), SECTOR):
            self.sectors.append(data[position : position + SECTOR].ljust(SECTOR, fill))
            self.fat.append(len(self.sectors))
        self.fat[-1] = END
        return start

    def _store_mini(self, data: bytes) -> int:
        start = len(self.mini) // MINI
        count = -(-len(data) // MINI)
        self.mini += data.ljust(count * MINI, b"\0")
        self.mini_fat += [*range(start + 1, start + count), END]
        return start
