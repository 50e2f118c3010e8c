"""Which reads are believed: some at once, some when they have come twice."""

from collections import OrderedDict
from collections.abc import Iterable

from drivers.codes.grammar import follows_grammar, reads_needed
from drivers.protocols import Code, Symbology

Key = tuple[Symbology, bytes]

MOST_RIVALS = 2  # a sheet may well have several linear codes


class Agreement:
    """Counts equal reads that come from different renditions or frames.

    A rival, other bytes of the same kind, raises what is needed by one: where a
    blurred code is misread once, it is misread again.

    Args:
        strict: whether bytes that break the grammar are never believed.
        keep: how many doubtful reads are remembered, the newest.

    """

    def __init__(self, *, strict: bool, keep: int = 16) -> None:
        self._strict, self._keep = strict, keep
        self._seen: OrderedDict[Key, tuple[Code, set[str]]] = OrderedDict()

    def believed(self, codes: Iterable[Code], source: str) -> list[Code]:
        """Those of the codes that have now been read often enough.

        Args:
            codes: what one rung read in one image.
            source: names the rung and the image: the same source counts once.
        """
        return [code for code in codes if self._enough(code, source)]

    def _enough(self, code: Code, source: str) -> bool:
        needed = reads_needed(code.symbology, code.data)
        if needed == 1:
            return True
        if self._strict and not follows_grammar(code.symbology, code.data):
            return False
        key = (code.symbology, code.data)
        sources = self._seen.setdefault(key, (code, set()))[1]
        sources.add(source)
        self._seen.move_to_end(key)
        while len(self._seen) > self._keep:
            self._seen.popitem(last=False)
        return len(sources) >= needed + self._rivals(key)

    def _rivals(self, key: Key) -> int:
        kinds = [symbology for symbology, data in self._seen if data != key[1]]
        return min(MOST_RIVALS, kinds.count(key[0]))
