"""The language of a text: by sentence over many languages, and a doubt where there is too little to see."""

import os
import subprocess
import sys

import pytest

from archtool.fields.language import confidence, detect, doubts
from archtool.model import Origin, Page
from archtool.pipeline import clean

TEXTS = {
    "en": (
        "The committee met on Thursday to discuss the budget for the coming year and agreed on three measures. "
        "Farmers in the north say that the harvest was smaller than expected because of the long drought."
    ),
    "fr": (
        "La commission s'est réunie jeudi pour discuter du budget de l'année prochaine et a adopté trois mesures. "
        "Les agriculteurs du nord disent que la récolte a été plus faible que prévu à cause de la sécheresse."
    ),
    "es": (
        "El comité se reunió el jueves para debatir el presupuesto del próximo año y acordó tres medidas. "
        "Los agricultores del norte dicen que la cosecha fue menor de lo esperado por la larga sequía."
    ),
    "pt": (
        "A comissão reuniu-se na quinta-feira para discutir o orçamento do próximo ano e acordou três medidas. "
        "Os agricultores do norte dizem que a colheita foi menor do que o esperado por causa da longa seca."
    ),
    "de": (
        "Der Ausschuss trat am Donnerstag zusammen, um über den Haushalt des kommenden Jahres zu beraten. "
        "Die Bauern im Norden sagen, dass die Ernte wegen der langen Dürre kleiner war als erwartet."
    ),
    "it": (
        "Il comitato si è riunito giovedì per discutere il bilancio del prossimo anno e ha deciso tre misure. "
        "Gli agricoltori del nord dicono che il raccolto è stato più scarso del previsto per la lunga siccità."
    ),
    "nl": (
        "De commissie kwam donderdag bijeen om de begroting voor het komende jaar te bespreken. "
        "Boeren in het noorden zeggen dat de oogst kleiner was dan verwacht door de lange droogte."
    ),
    "pl": (
        "Komisja zebrała się w czwartek, aby omówić budżet na przyszły rok i uzgodniła trzy środki. "
        "Rolnicy na północy mówią, że zbiory były mniejsze niż oczekiwano z powodu długiej suszy."
    ),
    "cs": (
        "Výbor se sešel ve čtvrtek, aby projednal rozpočet na příští rok, a dohodl se na třech opatřeních. "
        "Zemědělci na severu říkají, že úroda byla kvůli dlouhému suchu menší, než se čekalo."
    ),
    "ru": (
        "Комитет собрался в четверг, чтобы обсудить бюджет на следующий год, и согласовал три меры. "
        "Фермеры на севере говорят, что урожай оказался меньше ожидаемого из-за долгой засухи."
    ),
    "uk": (
        "Комітет зібрався у четвер, щоб обговорити бюджет на наступний рік, і погодив три заходи. "
        "Фермери на півночі кажуть, що врожай виявився меншим, ніж очікувалося, через тривалу посуху."
    ),
    "bg": (
        "Комисията се събра в четвъртък, за да обсъди бюджета за следващата година, и прие три мерки. "
        "Земеделците на север казват, че реколтата е била по-малка от очакваното заради дългата суша."
    ),
    "sr": (
        "Одбор се састао у четвртак да расправља о буџету за следећу годину и договорио три мере. "
        "Пољопривредници на северу кажу да је род због дуге суше био мањи од очекиваног."
    ),
    "ar": (
        "اجتمعت اللجنة يوم الخميس لمناقشة ميزانية العام المقبل واتفقت على ثلاثة إجراءات. "
        "يقول المزارعون في الشمال إن المحصول كان أقل من المتوقع بسبب الجفاف الطويل."
    ),
    "fa": (
        "کمیته روز پنجشنبه برای بحث درباره بودجه سال آینده تشکیل جلسه داد و بر سر سه اقدام توافق کرد. "
        "کشاورزان شمال می‌گویند که برداشت به دلیل خشکسالی طولانی کمتر از حد انتظار بود."
    ),
    "he": (
        "הוועדה התכנסה ביום חמישי כדי לדון בתקציב לשנה הבאה והסכימה על שלושה צעדים. "
        "החקלאים בצפון אומרים שהיבול היה קטן מהצפוי בגלל הבצורת הארוכה."
    ),
    "zh": ("委员会星期四开会讨论明年的预算，并就三项措施达成一致。 北方的农民说，由于长期干旱，收成比预期的要少。"),
    "ja": (
        "委員会は木曜日に開かれ、来年度の予算について話し合い、三つの措置で合意した。 "
        "北部の農家は、長い干ばつのため収穫が予想より少なかったと話している。"
    ),
    "ko": (
        "위원회는 목요일에 모여 내년 예산을 논의하고 세 가지 조치에 합의했다. "
        "북부 농민들은 긴 가뭄 때문에 수확이 예상보다 적었다고 말한다."
    ),
    "el": (
        "Η επιτροπή συνεδρίασε την Πέμπτη για να συζητήσει τον προϋπολογισμό του επόμενου έτους. "
        "Οι αγρότες στον βορρά λένε ότι η σοδειά ήταν μικρότερη από την αναμενόμενη λόγω της ξηρασίας."
    ),
    "tr": (
        "Komite, gelecek yılın bütçesini görüşmek üzere perşembe günü toplandı ve üç önlemde anlaştı. "
        "Kuzeydeki çiftçiler, uzun süren kuraklık nedeniyle hasadın beklenenden az olduğunu söylüyor."
    ),
    "ro": (
        "Comitetul s-a întrunit joi pentru a discuta bugetul pentru anul viitor și a convenit asupra a trei măsuri. "
        "Agricultorii din nord spun că recolta a fost mai mică decât se aștepta din cauza secetei îndelungate."
    ),
    "sv": (
        "Utskottet sammanträdde på torsdagen för att diskutera nästa års budget och enades om tre åtgärder. "
        "Bönderna i norr säger att skörden blev mindre än väntat på grund av den långa torkan."
    ),
    "da": (
        "Udvalget mødtes torsdag for at drøfte næste års budget og blev enige om tre foranstaltninger. "
        "Landmændene i nord siger, at høsten blev mindre end ventet på grund af den lange tørke."
    ),
    "no": (
        "Komiteen møttes torsdag for å drøfte budsjettet for neste år og ble enige om tre tiltak. "
        "Bøndene i nord sier at avlingen ble mindre enn ventet på grunn av den lange tørken."
    ),
    "hu": (
        "A bizottság csütörtökön ült össze, hogy megvitassa a jövő évi költségvetést, és három intézkedésben állapodott meg. "
        "Az északi gazdák szerint a hosszú aszály miatt a termés kisebb lett a vártnál."
    ),
    "lt": (
        "Komitetas ketvirtadienį susirinko aptarti kitų metų biudžeto ir susitarė dėl trijų priemonių. "
        "Šiaurės ūkininkai sako, kad derlius dėl ilgos sausros buvo mažesnis, nei tikėtasi."
    ),
    "th": (
        "คณะกรรมการประชุมเมื่อวันพฤหัสบดีเพื่อหารืองบประมาณปีหน้าและตกลงกันสามมาตรการ "
        "เกษตรกรทางภาคเหนือกล่าวว่าผลผลิตน้อยกว่าที่คาดไว้เพราะภัยแล้งที่ยาวนาน"
    ),
    "hi": (
        "समिति की बैठक गुरुवार को हुई जिसमें अगले वर्ष के बजट पर चर्चा की गई और तीन उपायों पर सहमति बनी। "
        "उत्तर के किसानों का कहना है कि लंबे सूखे के कारण फसल उम्मीद से कम रही।"
    ),
    "vi": (
        "Ủy ban đã họp hôm thứ Năm để thảo luận về ngân sách năm tới và nhất trí về ba biện pháp. "
        "Nông dân miền bắc nói rằng vụ mùa ít hơn dự kiến vì hạn hán kéo dài."
    ),
}


@pytest.mark.parametrize("lang", TEXTS)
def test_two_sentences_show_their_language(lang):
    assert detect(TEXTS[lang]) == lang


@pytest.mark.parametrize("lang", TEXTS)
def test_a_long_text_shows_it_whatever_stands_in_its_middle(lang):
    assert detect(f"{TEXTS[lang]}\n" * 12 + "Read more: https://example.org/en/topics ISO 9001\n" + TEXTS[lang]) == lang


@pytest.mark.parametrize("lang", TEXTS)
def test_labels_of_another_language_do_not_sway_it(lang):
    assert detect(f"Teaser\nMain Image\n{TEXTS[lang]}\n{TEXTS[lang]}\nTopics\nEditorial sections") == lang


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "12.05.2018 - 41",
        "Asia",
        "Jean-Claude Juncker",
        "ISO/IEC 9001:2015",
        "Main Image",
        "https://example.org/fr/la/page",
        "Москва",
        "Ω",
    ],
)
def test_too_little_is_a_doubt(text):
    assert detect(text) is None


def test_close_languages_are_told_apart():
    czech, slovak = (
        "Výbor projednal rozpočet, který se týká všech obcí.",
        "Výbor prerokoval rozpočet, ktorý sa týka všetkých obcí.",
    )
    assert (detect(czech * 3), detect(slovak * 3)) == ("cs", "sk")


def test_chinese_with_a_japanese_word_is_chinese():
    assert detect(TEXTS["zh"] * 4 + "「の」") == "zh"


@pytest.mark.parametrize("text", ["\ud800" * 50, "\x00" * 50, "a" * 100_000, "ａｂｃ" * 20, "𝔞𝔟𝔠" * 20, "�" * 99])
def test_what_is_no_text_of_any_language_has_none(text):
    assert detect(text) is None


def test_a_close_race_ends_alike_in_every_process() -> None:
    """Fractions were summed in the order of a set, which differs from process to process."""
    script = "from archtool.fields.language import detect; print(detect('how his been on uit ons deze nog worden als'))"
    found = {
        subprocess.run(
            [sys.executable, "-c", script], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "4")
    }
    assert len(found) == 1


FILLER = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. "
    "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure "
)
MEAT = "Brisket ipsum dolor shankle pancetta ham, landjaeger bresaola tip nu salami doner cupim jowl, ribeye sausage kevin strip "


@pytest.mark.parametrize("text", [FILLER * 3, MEAT * 5])
def test_filler_is_text_in_no_language(text: str) -> None:
    assert detect(text) is None


def test_a_table_of_names_with_few_small_words_keeps_its_language() -> None:
    rows = "Harbour Street 12, Lindvik, open from Monday to Friday; keeper: Ida Holm, telephone at the desk of the pilot house. "
    assert detect(rows * 3) == "en"


NORWEGIAN = "Boka kom ut i går og har fått gode kritikker i alle aviser."


def test_a_language_in_doubt_is_told_with_the_next_one() -> None:
    record = clean(Page(f"Ny bok\n\n{NORWEGIAN}", Origin("page.txt")))
    assert record.lang == "no"
    assert [tuple(pair) for pair in record.fields] == [("Language", ("no 0.56", "da 0.44"))]


@pytest.mark.parametrize("lang", TEXTS)
def test_a_clear_language_is_in_no_doubt(lang: str) -> None:
    found = doubts(TEXTS[lang], lang)
    assert found == () or (found[0] == (lang, confidence(TEXTS[lang], lang)) and found[0][1] < 0.6)
    assert found == () or lang in ("no", "da", "sr", "hr", "id", "ms", "gl", "pt", "mk", "bg")


def test_a_declared_language_that_the_text_does_not_show_is_in_doubt() -> None:
    page = "<html lang=de><body><main><h1>Wheel</h1><p>{}</p></main></body></html>"
    names = "Lindvik Millford Weirdale Holmvik Steinfoss Kvernvik Tverrelv " * 7
    told = {}
    for text in (names, names[:100], TEXTS["de"]):
        record = clean(Page(page.format(text), Origin("page.html"), "html"))
        told[record.lang, len(text)] = [tuple(pair) for pair in record.fields if pair.name == "Language"]
    assert told == {
        ("de", len(names)): [("Language", ("de 0.00",))],
        ("de", 100): [],
        ("de", len(TEXTS["de"])): [],
    }
