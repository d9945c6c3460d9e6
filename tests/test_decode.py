"""Bytes to text: who is believed, what is mended, and what is refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archtool.readers.decode import CUT_CHARACTER, GUESSED, MIXED, TWICE, DecodeError, decode

RUSSIAN = "Таблица приливов на весну опубликована управлением гавани. Капитаны должны сверять время."
UKRAINIAN = "Таблиця припливів на весну оприлюднена управлінням гавані, її використовують усі капітани."
ARABIC = "نشرت سلطة الميناء جدول المد والجزر لفصل الربيع. على ربابنة السفن مقارنة الأوقات بالتوقيت المحلي."
JAPANESE = "港湾局は春の潮汐表を発表しました。船長は現地時間と照らし合わせて満潮の時刻を確認してください。"
CHINESE = "港务局公布了春季潮汐表。船长应将潮汐时间与当地时间核对，因为两者可能相差两个小时。"
TAIWANESE = "港務局公布了春季潮汐表。船長應將潮汐時間與當地時間核對，因為兩者可能相差兩個小時。"
KOREAN = "항만청은 봄철 조석표를 발표했습니다. 선장은 만조 시각을 현지 시간과 대조해야 합니다."
GREEK = "Η λιμενική αρχή δημοσίευσε τον πίνακα παλιρροιών για την άνοιξη."
POLISH = "Zarząd portu opublikował wiosenną tabelę pływów. Różnica może sięgać dwóch godzin."
FRENCH = "L’autorité portuaire a publié le tableau des marées du printemps."
ENGLISH = "The harbour’s tide table – “new” – costs £5."

LEGACY = [
    ("koi8-r", RUSSIAN),
    ("windows-1251", RUSSIAN),
    ("iso-8859-5", RUSSIAN),
    ("koi8-u", UKRAINIAN),
    ("windows-1256", ARABIC),
    ("euc-jp", JAPANESE),
    ("shift_jis", JAPANESE),
    ("iso-2022-jp", JAPANESE),
    ("gb18030", CHINESE),
    ("gb2312", CHINESE),
    ("big5", TAIWANESE),
    ("euc-kr", KOREAN),
    ("windows-1253", GREEK),
    ("windows-1250", POLISH),
    ("windows-1252", FRENCH),
    ("windows-1252", ENGLISH),
]


@pytest.mark.parametrize(("encoding", "text"), LEGACY, ids=[f"{name}-{text[:6]}" for name, text in LEGACY])
@pytest.mark.parametrize("length", [40, 200])
def test_undeclared_legacy_dumps_are_detected(encoding: str, text: str, length: int) -> None:
    text = (text + "\n") * 3
    text = text[:length]
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(("encoding", "text"), LEGACY, ids=[f"{name}-{text[:6]}" for name, text in LEGACY])
def test_declared_pages_are_read_as_declared(encoding: str, text: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>{text[:12]}</p></body></html>'
    assert decode(page.encode(encoding), html=True).text == page
    bare = f"<p>{text[:12]}</p>"
    assert decode(bare.encode(encoding), encoding, html=True).text == bare


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<meta charset=windows-1251>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?><html>',
        '<!-- <meta charset="utf-16"> --><meta charset="cp1251">',
        f'{"<!-- filler -->" * 150}<meta charset="windows-1251">',
    ],
)
def test_a_meta_charset_is_found(head: str) -> None:
    page = f"{head}<p>Весна</p>"
    assert decode(page.encode("cp1251"), html=True).text == page


def test_a_dump_has_no_meta_charset() -> None:
    text = 'Put <meta charset="koi8-r"> at the top: it’s £5.'
    assert decode(text.encode("cp1252")).text == text


def test_the_header_speaks_before_the_meta() -> None:
    page = '<meta charset="koi8-r"><p>Таблица приливов</p>'
    assert decode(page.encode("cp1251"), "windows-1251", html=True).text == page


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "windows-1252", "us-ascii", "shift_jis", "gbk", "utf-16", "koi8-r-x"]
)
def test_a_declaration_loses_to_valid_utf8(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>Größe – “ça” 日本 £</p>'
    assert decode(page.encode(), html=True).text == page


@pytest.mark.parametrize("declared", ["iso-8559-1", "x-user-defined", "none", "utf8mb4", "", "charset", "ÄÖ"])
def test_unknown_labels_are_passed_over(declared: str) -> None:
    assert decode("Größe".encode(), declared).text == "Größe"
    assert decode("It’s £5 – “new”".encode("cp1252"), declared).text == "It’s £5 – “new”"


def test_latin_1_means_windows_1252() -> None:
    assert decode("It’s £5".encode("cp1252"), "ISO-8859-1").text == "It’s £5"


def test_two_chinese_characters_that_are_valid_utf8_by_chance() -> None:
    assert decode("联通".encode("gbk"), "gb2312").text == "联通"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed_and_goes(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding), "iso-8859-1").text == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, f"{RUSSIAN}\n", f"Tides\n{JAPANESE}\n" * 3])
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\0b\x07c\x1bd\x7f", "abcd"),
        (b"a\x0cb\x0bc", "a\nb\nc"),
        ("a\ufeffb".encode(), "ab"),
        ("Don\u0092t \u0093go\u0094 \u0081".encode(), "Don’t “go” "),
        ("caf\u00a0é\u00ad".encode(), "caf\u00a0é\u00ad"),
        (b"tab\tstays", "tab\tstays"),
        (b"\xed\xa0\xbd\xed\xb8\x80 " + "äöü".encode() * 20, "😀 " + "äöü" * 20),
    ],
)
def test_line_ends_and_controls(data: bytes, text: str) -> None:
    assert decode(data).text == text


def test_a_character_cut_at_the_end_is_forgiven() -> None:
    for cut in (1, 2):
        decoded = decode("Tides of spring €".encode()[:-cut])
        assert decoded.text == "Tides of spring "
        assert decoded.doubt == CUT_CHARACTER


def test_windows_1252_pasted_into_utf8() -> None:
    text = "Größe und Maß, " * 40
    data = text.encode() + "It’s £5".encode("cp1252") + text.encode()
    assert decode(data).text == f"{text}It’s £5{text}"
    assert decode(data).doubt == MIXED


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 100,
        b"\0\0\0\x18ftypmp42" + bytes(range(0, 256, 3)) * 60,
    ],
)
def test_binary_junk_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError, match="control bytes"):
        decode(data)


def test_a_page_of_names_in_two_encodings() -> None:
    words = b"<p>A hundred and more lines of plain words stand around the few that are not.</p>" * 20
    page = words + "Einfach schön".encode() + words + b"Syl Kouga\xef" + words + b"Syl Kouga\xef"
    text, encoding, doubt = decode(page, html=True)
    assert "schön" in text
    assert text.endswith("Syl Kougaï")
    assert (encoding, doubt) == ("utf-8", "with bytes of windows-1252")
    quoted = words + "“ATÉ AMANHÃ” diz ele. É cedo, é já, não é à noite.".encode("cp1252")
    assert "AMANHÃ”" in decode(quoted, html=True).text


def test_the_encoding_is_named_and_a_guess_is_doubtful() -> None:
    assert decode(b"plain")[1:] == ("ascii", "")
    assert decode("Größe".encode())[1:] == ("utf-8", "")
    assert decode("It’s £5 – “new”".encode("cp1252"))[1:] == ("cp1252", GUESSED)
    assert decode("Größe".encode("cp1252"), "latin1")[1:] == ("cp1252", "")


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "utf-16", "iso-2022-jp", "x"]), st.booleans())
def test_any_bytes_give_clean_text_or_one_error(data: bytes, charset: str | None, html: bool) -> None:
    try:
        text = decode(data, charset, html).text
    except DecodeError:
        return
    assert not set(text) & {*map(chr, range(9)), *map(chr, range(11, 32)), *map(chr, range(127, 160)), "\ufeff"}
    text.encode()


@given(st.text(st.sampled_from("ab \r\n\t\x01\x0b\x0c\x1f\x7f\x80\x85\x92\x9d\ufeffÃÐâ€é漢😀"), max_size=60))
def test_the_bytes_tell_of_a_text_what_the_text_itself_would(text: str) -> None:
    text = f"{'x' * 2000} {text}"  # with fewer letters it would be no text
    assert decode(text.encode()).text == decode(text.encode("utf-16")).text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()).text == text


def test_dumps_decode_faster_than_a_thousand_a_second() -> None:
    data = (RUSSIAN + ENGLISH + "\n").encode() * 40
    begun = time.process_time()
    for _ in range(200):
        decode(data)
    assert time.process_time() - begun < 0.2


def twice(text: str) -> str:
    """What becomes of a text in UTF-8 that somebody reads as windows-1252; the codes it leaves open stay controls."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "The harbour’s table – “new” – isn’t late.",
        "Der Bürgermeister grüßt, die Brücke ist länger.",
        f"{FRENCH} L’été n’est pas fini.",
        RUSSIAN,
        f"{POLISH} “Tak” – mówią…",
        f"{JAPANESE} “🌊” isn’t ‘new’",
    ],
)
def test_text_that_was_encoded_twice_is_read_as_it_was_meant(text: str) -> None:
    once = "A line that is right: Él’été — naïve, £5."
    found = decode(f"{twice(text)}\n{once}".encode())
    assert (found.text, found.doubt) == (f"{text}\n{once}", TWICE)
    latin = text.encode().decode("latin-1")
    assert decode(f"{latin}\n{once}".encode()).text == f"{text}\n{once}"
    lost = twice(text).translate(dict.fromkeys(range(0x80, 0xA0))).replace("\xa0", " ")
    assert "â€" not in decode(lost.encode()).text


@pytest.mark.parametrize(
    "text",
    [
        "AMANHÃ » IRMÃ\xa0LÚCIA, ÂNGELA: PÃO DE LÓ, LÃ\xa0",
        "Ðað er Þór, sagði Ásta í Ðal.",
        "What you see is â€™ where an apostrophe was meant.",
        "ÎNTÂLNIRE la Brașov, în Âmbito",
    ],
)
def test_letters_that_only_look_like_it_stay(text: str) -> None:
    assert decode(text.encode()).text == text
    assert not decode(text.encode()).doubt


RUSSIAN = "Совет порта собрался во вторник вечером и решил восстановить причал."


def test_valid_utf8_beats_a_stale_single_byte_charset() -> None:
    html = f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'
    assert decode(html.encode(), html=True) == (html, "utf-8", "")
    assert decode(html.encode("cp1251"), html=True) == (html, "cp1251", "")


def test_what_a_page_says_beats_what_servers_say_of_all_pages() -> None:
    html = f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'
    assert decode(html.encode("cp1251"), "ISO-8859-1", html=True).text == html
    other = html.replace("1251", "1252")
    assert decode(other.encode("cp1251"), "windows-1251", html=True).text == other


def test_utf16_is_believed_of_what_has_its_nuls() -> None:
    assert decode("Jetée".encode(), "utf-16", html=True).text == "Jetée"
    assert decode("Jetée".encode("utf-16-le"), "utf-16", html=True).text == "Jetée"


@pytest.mark.parametrize(
    ("label", "codec", "text", "doubtful"),
    [
        ("x-mac-cyrillic", "mac_cyrillic", RUSSIAN, False),
        ("hz-gb-2312", "hz", "港务委员会", True),
        ("iso-2022-kr", "iso2022_kr", "항구 위원회", True),
        ("utf-7", "utf-7", RUSSIAN, True),
    ],
)
def test_labels_that_browsers_know_are_read_and_others_leave_a_doubt(
    label: str, codec: str, text: str, doubtful: bool
) -> None:
    head = f'<meta charset="{label}"><p>'
    # The codec says at its beginning that Korean follows; a page says so where it does.
    found = decode(head.encode() + text.encode(codec) + b"</p>", html=True)
    assert text in found.text
    assert bool(found.doubt) == doubtful


def test_ascii_is_ascii_whatever_a_page_says() -> None:
    assert decode(b'<meta charset="hz-gb-2312"><p>Plain.</p>', html=True).doubt == ""


TWICE_IN_OTHER_LETTERS = {
    "Polish": ("Rada portu zebrała się we wtorek, żeby odbudować molo.", "cp1252"),
    "Latvian": ("We stayed in Rīga, and then in Rīga again.", "latin-1"),
    "Mac Roman": ("Herr König und Frau Müller gehen über die Brücke.", "mac_roman"),
    "KOI8-R": (RUSSIAN.lower(), "koi8_r"),
}


@pytest.mark.parametrize("name", TWICE_IN_OTHER_LETTERS)
@pytest.mark.parametrize("frame", ["{}", "<html><head><meta charset=utf-8></head><body><p>{}</p></body></html>"])
def test_what_was_encoded_twice_is_mended_in_dumps_and_in_html(name: str, frame: str) -> None:
    text, codec = TWICE_IN_OTHER_LETTERS[name]
    once = text.encode().decode(codec, "replace")
    found = decode(frame.format(once).encode(), html="<" in frame)
    assert (found.text, found.doubt) == (frame.format(text), TWICE)


def test_another_encoding_read_as_latin_is_not_mended() -> None:
    text = "港务委员会星期二晚上开会决定重建东码头".encode("gbk").decode("cp1252", "ignore")
    page = f"<title>{text}</title><p>{text} aÃ© bÃ© {text}</p>"
    assert decode(page.encode(), html=True).text == page


@pytest.mark.parametrize("declared", ["gbk", "gb2312", "big5", "shift_jis", "euc-kr"])
@pytest.mark.parametrize("text", [RUSSIAN, CHINESE, GREEK])
def test_valid_utf8_beats_a_stale_charset_of_several_bytes(declared: str, text: str) -> None:
    assert decode(text.encode(), declared).text == text


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-2", "windows-1253"])
@pytest.mark.parametrize("text", ["The café is open.", "The tide — so they say — is late.", "It is the harbour’s."])
def test_a_sign_that_can_only_be_utf8_is_enough(declared: str, text: str) -> None:
    assert decode(text.encode(), declared).text == text


def test_letters_of_a_charset_that_are_valid_utf8_by_chance_stay() -> None:
    for label, text in (("iso-8859-2", "SPIS CZĘŚCI"), ("gb2312", "联通"), ("windows-1251", "Р°")):
        assert decode(text.encode(label), label).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_nul_bytes_behind_a_page_are_told(encoding: str) -> None:
    text = "The ferry sails again\n\nThe ferry between the islands will run again, says the council.\n"
    found = decode(text.encode(encoding) + bytes(5000))
    assert found.text == text
    assert found.doubt == "with NUL bytes behind it"
    assert decode(text.encode(encoding)).doubt == ""
    with pytest.raises(DecodeError):
        decode(bytes(5000))


FRENCH = "Après deux ans, l’été est revenu à la forêt : « on a fêté ça jusqu’à la nuit », dit le maçon, très gêné."
GERMAN = "Über die Brücke führen nächste Woche fünf größere Gänge, schöne Grüße vom Bürgermeister und den Müllern."


@pytest.mark.parametrize("text", [FRENCH, GERMAN])
@pytest.mark.parametrize("encoding", ["mac-roman", "cp1252"])
def test_the_letters_of_old_macintoshes_are_told_from_those_of_windows(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding, GUESSED)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Příští týden se otevře žďárský most, řekl šéf stavby, který má čtyři děti a žluťoučkého koně.", "cp1250"),
        ("Gelecek hafta köprü açılacak, dedi şantiye şefi; ağaçlar, çiçekler ve güneşli günler için teşekkürler.", "cp1254"),
        ("Wer hat die Brücke gebaut? Die Müller, schön und groß, mit fünf Söhnen und für alle Gäste.", "cp1252"),
    ],
)
def test_letters_of_other_encodings_are_none_of_macintoshes(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).encoding != "mac-roman"


RUSSIAN = (
    "Паром между двумя островами снова начнёт ходить с пасхального понедельника, после того как городской совет нашёл "
    "нового капитана. Билеты стоят столько же, сколько и десять лет назад, говорит правление гавани Линдвика."
)
ARABIC = (
    "ستعود العبارة بين الجزيرتين إلى العمل اعتبارا من يوم الاثنين، بعد أن وجد مجلس المدينة قبطانا جديدا الأسبوع الماضي. "
    "وتكلفة التذاكر كما كانت قبل عشر سنوات، كما يقول مجلس الميناء."
)
GREEK = (
    "Το πλοίο μεταξύ των δύο νησιών θα ταξιδέψει ξανά από τη Δευτέρα του Πάσχα, αφού το δημοτικό συμβούλιο βρήκε νέο "
    "καπετάνιο. Τα εισιτήρια κοστίζουν όσο και πριν από δέκα χρόνια, λέει το συμβούλιο του λιμανιού."
)
FERRY_IN_FRENCH = (
    "Le bac entre les deux îles naviguera à nouveau dès le lundi de Pâques, après que le conseil a trouvé un capitaine à "
    "l'été. «\xa0Voilà\xa0», dit-il. Où était-il\xa0? Çà et là, à l'île aux ânes, où l'on fêtait déjà l'été."
)
CAPITALS = "ПАРОМ МЕЖДУ ДВУМЯ ОСТРОВАМИ СНОВА НАЧНЁТ ХОДИТЬ С ПАСХАЛЬНОГО ПОНЕДЕЛЬНИКА, ГОВОРИТ ГОРОДСКОЙ СОВЕТ ЛИНДВИКА ВЧЕРА"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (RUSSIAN, "koi8-r", "windows-1251"),
        (RUSSIAN, "cp1251", "koi8-r"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "iso-8859-1"),
        (ARABIC, "cp1256", "iso-8859-1"),
        (GREEK, "iso8859-7", "windows-1252"),
    ],
)
def test_letters_of_another_script_beat_a_declaration(text: str, encoding: str, label: str) -> None:
    page = f'<meta charset="{label}"><p>{text}</p>'.encode(encoding)
    found = decode(page, html=True)
    assert text in found.text
    assert found.doubt == GUESSED


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (FERRY_IN_FRENCH, "cp1252", "iso-8859-1"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (CAPITALS, "cp1251", "windows-1251"),
        ("Å Ä Ö ÅÄÖ åäö ÆØÅ éèê " * 20, "cp1252", "iso-8859-1"),
        ("¤º°`°º¤ø,¸¸,ø¤º°`°º¤ø,¸ Tides ¸,ø¤º°`°º¤ø,¸ " * 20, "cp1252", "iso-8859-1"),
    ],
)
def test_a_declaration_that_the_letters_bear_out_stays(text: str, encoding: str, label: str) -> None:
    found = decode(f'<meta charset="{label}"><p>{text}</p>'.encode(encoding), html=True)
    assert text in found.text
    assert found.doubt == ""
