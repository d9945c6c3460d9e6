"""Guess the encoding of bytes that are not UTF-8 and declare none, for ``decode.py``: a detector, corrected."""

from collections.abc import Iterator

from archtool.readers._encodings import OF_OTHER_SYSTEMS, WESTERN, is_single_byte, known
from archtool.startup.patterns import lazy

WITHIN_WORDS = lazy(rb"(?<=[a-z])[\x80-\xff]|[\x80-\xff](?=[a-z])")
FEWEST_LETTERS, MOST_SMALL = 8, 0.85
QUOTES_AND_DASHES = bytes(range(0x91, 0x98))  # in windows-1252; letters of Macintoshes
NO_C1 = bytes([*range(0x80), *range(0xA0, 0x100)])
SAMPLE = 1 << 16  # bytes
MANY = 4  # letters in UTF-8 for each byte that is none


def guesses(data: bytes, labels: list[str], html: bool) -> Iterator[str]:
    """Yield encodings in which ``data`` may be written, the likeliest first.

    ``utf-8`` is UTF-8 into which bytes of windows-1252 were pasted. ``labels`` are encodings that the page declares.
    """
    sample = data[:SAMPLE]
    sound = sample.decode("utf-8", "ignore")
    sound_size = len(sound.encode())
    if sound_size - len(sound) > MANY * (len(sample) - sound_size):
        yield "utf-8"
        return
    from resiliparse.parse.encoding import detect_encoding

    latin = _latin(sound)
    for name in (detect_encoding(data, html5_compatible=False), *labels):
        encoding = known(name or "")
        if html and name not in labels and encoding in OF_OTHER_SYSTEMS:
            encoding = "cp1252"
        if encoding in WESTERN and latin and latin * 2 >= len(sample) - sound_size:  # a list by many people
            yield "utf-8"
            return
        if encoding and name not in labels and is_single_byte(encoding) and _is_mac_roman(sample):
            encoding = "mac-roman"
        if encoding and encoding != "utf-8":
            yield encoding


def _latin(text: str) -> int:
    """Return how many accented letters of Western and Central Europe ``text`` has."""
    return sum("\xc0" <= character < "\u0180" for character in text) if not text.isascii() else 0


def _is_mac_roman(sample: bytes) -> bool:
    """Whether the letters beside small ASCII letters are small ones in the encoding of old Macintoshes, and only there.

    The detector does not know it; the accents of French or German pages of the 1990s would be lost without a word.
    """
    if not sample.translate(None, NO_C1):
        return False  # most of its small letters are among these
    beside = b"".join(WITHIN_WORDS.findall(sample)).translate(None, QUOTES_AND_DASHES)
    in_mac, in_windows = (beside.decode(name, "replace") for name in ("mac-roman", "cp1252"))
    small = [sum(char.islower() or char == "\u2019" for char in text) for text in (in_mac, in_windows)]
    return len(beside) >= FEWEST_LETTERS and small[0] > MOST_SMALL * len(beside) > small[1]
