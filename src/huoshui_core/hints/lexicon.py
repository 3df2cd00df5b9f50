"""Finding many known words in a short text, longest first, in one pass."""

from collections.abc import Iterator, Mapping


class Lexicon:
    """Words of two characters or more, each with a label. A word inside a longer found word is not found again."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        starts: dict[str, list[str]] = {}
        for word in labels:
            starts.setdefault(word[:2], []).append(word)
        self._starts = {start: tuple(sorted(words, key=len, reverse=True)) for start, words in starts.items()}
        self._labels = dict(labels)

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Word and label of every occurrence, from left to right."""
        position, end = 0, len(text) - 1
        while position < end:
            word = self._at(text, position)
            if word:
                yield word, self._labels[word]
                position += len(word)
            else:
                position += 1

    def _at(self, text: str, position: int) -> str:
        for word in self._starts.get(text[position : position + 2], ()):
            if text.startswith(word, position):
                return word
        return ""
