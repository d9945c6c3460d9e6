"""What the invented institutions of ``institutions.py`` say, in twelve languages."""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """The words of one language."""

    code: str
    glue: str
    dated: str
    months: list[str]
    home: str
    back: str
    sender: str
    changed: str
    titles: list[str]
    sentences: list[str]
    topics: list[str]
    menu: list[str]
    sites: list[str]
    skips: list[str]
    cookies: list[str]
    buttons: list[str]
    notes: list[str]
    archived: list[str]
    share: list[str]
    related: list[str]
    others: list[str]
    foot: list[str]
    kinds: list[str]
    published: list[str]
    labels: dict[str, list[str]]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _row(text: str) -> list[str]:
    return [part.strip() for part in text.split("/")]


def _language(code: str, text: str) -> Language:
    """Read the paragraphs of a language: ``name`` on a line, its lines below it."""
    found: dict[str, list[str]] = {}
    for part in text.strip().split("\n\n"):
        name, *lines = _lines(part)
        found[name] = lines
    rows = {name: _row(lines[0]) for name, lines in found.items() if name not in LONG}
    return Language(
        code=code,
        glue="" if code == "zh" else " ",
        dated=found["dated"][0],
        months=rows["months"],
        home=rows["home"][0], back=rows["back"][0], sender=rows["sender"][0], changed=rows["changed"][0],
        titles=found["titles"], sentences=found["sentences"], topics=rows["topics"], menu=rows["menu"],
        sites=rows["sites"], skips=rows["skips"], cookies=found["cookies"], buttons=rows["buttons"],
        notes=found["notes"], archived=["THIS CONTENT HAS BEEN ARCHIVED"], share=rows["share"], related=rows["related"],
        others=found["others"], foot=rows["foot"], kinds=rows["kinds"], published=rows["published"],
        labels={name[6:]: row for name, row in rows.items() if name.startswith("label ")},
    )  # fmt: skip


LONG = frozenset({"titles", "sentences", "cookies", "notes", "others"})
_TEXTS = {
    "en": """
dated
{2} {1} {0}

months
January/February/March/April/May/June/July/August/September/October/November/December

home
Home

back
Back to top

sender
From

changed
Last updated

titles
Small harbours: new rules for landing and safety
Council agrees on a plan for the eastern lakes
Statement on the reopening of the mountain railway
How the archive of the coast guard will be kept

sentences
The council met on Tuesday and agreed to support the towns along the coast over the next four years.
Boats of less than ten metres may land their catch at any of the nine harbours named in the annex.
The work will be done together with the partners in the region, who have long asked for it.
"We can only keep these waters clean if all of us take part", said the head of the office.
In spring a group of experts will look at the results and propose what should be changed.
Two of the older piers have been closed since the storms of last winter, and will be rebuilt.
The money comes from the common fund, to which every member pays according to its size.
Training for crews and rescue teams will begin in June and go on until the end of the year.

topics
Fisheries/Maritime safety/Coastal towns/Regional cooperation/Climate and energy/Ports, piers and harbours/Training/Public works

menu
About us/News/Topics/Documents/Contact/Press/Publications/Events/Careers

sites
Office for the Eastern Lakes/Agency for Coastal Affairs/Ministry of Harbours

skips
Skip to main content/Jump to navigation

cookies
We use cookies on this site to make it work better for you. Tell us whether you agree.
This site uses cookies. By going on you accept that they are stored on your device.

buttons
Accept all/Decline/Settings

notes
Please help us to make this site better by answering three short questions.

others
Harbours of the north: what has changed since 2010
The lakes in winter
A new ferry for the islands

share
Share/Print/Facebook/Twitter/E-mail/Listen

related
See also/Related content/Read more

foot
Contact us/Privacy/Legal notice/Accessibility/Site map

kinds
News/Press release/Statement

published
Published/Published on

label kind
Post category/Category

label topics
Topics/Subjects

label tags
Tags/Keywords

label teaser
Teaser/Summary

label image
Main Image

label text
Text
""",
    "fr": """
dated
{2} {1} {0}

months
janvier/février/mars/avril/mai/juin/juillet/août/septembre/octobre/novembre/décembre

home
Accueil

back
Haut de page

sender
De

changed
Dernière mise à jour

titles
Petits ports : de nouvelles règles pour débarquer en sécurité
Le conseil approuve un plan pour les lacs de l'est
Déclaration sur la réouverture du chemin de fer de montagne

sentences
Le conseil s'est réuni mardi et a décidé de soutenir les villes de la côte pendant les quatre prochaines années.
Les bateaux de moins de dix mètres peuvent débarquer leurs prises dans les neuf ports nommés à l'annexe.
Les travaux seront menés avec les partenaires de la région, qui les demandent depuis longtemps.
« Nous ne garderons ces eaux propres que si chacun y prend part », a dit la directrice de l'office.
Au printemps, un groupe d'experts examinera les résultats et proposera ce qu'il faut changer.
Deux des jetées les plus anciennes sont fermées depuis les tempêtes de l'hiver et seront reconstruites.
L'argent vient du fonds commun, auquel chaque membre verse selon sa taille.

topics
Pêche/Sécurité maritime/Villes côtières/Coopération régionale/Climat et énergie/Ports, jetées et quais/Formation

menu
Qui sommes-nous/Actualités/Thèmes/Documents/Contact/Presse/Publications/Agenda

sites
Office des lacs de l'Est/Agence des affaires côtières

skips
Aller au contenu principal/Aller au menu

cookies
Nous utilisons des cookies pour améliorer votre visite sur ce site. Dites-nous si vous êtes d'accord.

buttons
Tout accepter/Refuser/Paramètres

notes
Aidez-nous à améliorer ce site en répondant à trois courtes questions.

others
Les ports du nord : ce qui a changé depuis 2010
Les lacs en hiver
Un nouveau bac pour les îles

share
Partager/Imprimer/Facebook/Twitter/Envoyer par courriel

related
Voir aussi/À lire aussi/Sur le même sujet

foot
Nous contacter/Mentions légales/Accessibilité/Plan du site

kinds
Actualités/Communiqué de presse

published
Publié le

label kind
Catégorie

label topics
Thèmes/Sujets

label tags
Mots-clés/Étiquettes

label teaser
Chapeau/Résumé

label image
Image principale

label text
Texte
""",
    "de": """
dated
{2}. {1} {0}

months
Januar/Februar/März/April/Mai/Juni/Juli/August/September/Oktober/November/Dezember

home
Startseite

back
Nach oben

sender
Von

changed
Letzte Änderung

titles
Kleine Häfen: neue Regeln für das sichere Anlanden
Rat einigt sich auf einen Plan für die östlichen Seen
Erklärung zur Wiedereröffnung der Bergbahn

sentences
Der Rat trat am Dienstag zusammen und beschloss, die Städte an der Küste vier Jahre lang zu unterstützen.
Boote von weniger als zehn Metern dürfen ihren Fang in jedem der neun genannten Häfen anlanden.
Die Arbeiten werden gemeinsam mit den Partnern der Region ausgeführt, die sie seit langem fordern.
„Wir können diese Gewässer nur sauber halten, wenn alle mitmachen“, sagte die Leiterin des Amtes.
Im Frühjahr wird eine Gruppe von Fachleuten die Ergebnisse prüfen und Änderungen vorschlagen.
Zwei der älteren Molen sind seit den Stürmen des letzten Winters gesperrt und werden neu gebaut.
Das Geld kommt aus dem gemeinsamen Topf, in den jedes Mitglied nach seiner Größe einzahlt.

topics
Fischerei/Sicherheit auf See/Küstenstädte/Regionale Zusammenarbeit/Klima und Energie/Ausbildung/Öffentliche Arbeiten

menu
Über uns/Aktuelles/Themen/Dokumente/Kontakt/Presse/Veröffentlichungen/Termine

sites
Amt für die Östlichen Seen/Agentur für Küstenfragen

skips
Zum Inhalt springen/Zur Navigation

cookies
Wir verwenden Cookies, damit diese Seite besser funktioniert. Sagen Sie uns, ob Sie einverstanden sind.

buttons
Alle akzeptieren/Ablehnen/Einstellungen

notes
Helfen Sie uns, diese Seite besser zu machen, und beantworten Sie drei kurze Fragen.

others
Häfen im Norden: was sich seit 2010 geändert hat
Die Seen im Winter
Eine neue Fähre für die Inseln

share
Teilen/Drucken/Facebook/Twitter/Vorlesen

related
Siehe auch/Mehr zum Thema/Weitere Meldungen

foot
Kontakt/Impressum/Datenschutz/Barrierefreiheit

kinds
Pressemitteilung/Meldung

published
Veröffentlicht am

label kind
Kategorie/Rubrik

label topics
Themen/Sachgebiete

label tags
Schlagwörter/Schlagworte

label teaser
Zusammenfassung/Teaser

label image
Hauptbild

label text
Text
""",
    "es": """
dated
{2} de {1} de {0}

months
enero/febrero/marzo/abril/mayo/junio/julio/agosto/septiembre/octubre/noviembre/diciembre

home
Inicio

back
Volver arriba

sender
De

changed
Última actualización

titles
Puertos pequeños: nuevas normas para desembarcar con seguridad
El consejo aprueba un plan para los lagos del este
Declaración sobre la reapertura del tren de montaña

sentences
El consejo se reunió el martes y acordó apoyar durante cuatro años a las ciudades de la costa.
Los barcos de menos de diez metros pueden desembarcar su pesca en cualquiera de los nueve puertos citados.
Los trabajos se harán junto con los socios de la región, que los piden desde hace mucho tiempo.
«Solo mantendremos limpias estas aguas si participamos todos», dijo la directora de la oficina.
En primavera un grupo de expertos estudiará los resultados y propondrá lo que se debe cambiar.
Dos de los muelles más antiguos están cerrados desde las tormentas del invierno y serán reconstruidos.
El dinero viene del fondo común, al que cada miembro paga según su tamaño.

topics
Pesca/Seguridad marítima/Ciudades costeras/Cooperación regional/Clima y energía/Formación/Obras públicas

menu
Quiénes somos/Noticias/Temas/Documentos/Contacto/Prensa/Publicaciones/Agenda

sites
Oficina de los Lagos del Este/Agencia de Asuntos Costeros

skips
Saltar al contenido/Pasar al contenido principal

cookies
Utilizamos cookies para que este sitio funcione mejor. Díganos si está de acuerdo.

buttons
Aceptar todo/Rechazar/Configuración

notes
Ayúdenos a mejorar este sitio respondiendo a tres preguntas breves.

others
Los puertos del norte: qué ha cambiado desde 2010
Los lagos en invierno
Un nuevo transbordador para las islas

share
Compartir/Imprimir/Facebook/Twitter/Correo electrónico

related
Véase también/Relacionados/Noticias relacionadas

foot
Contacto/Aviso legal/Accesibilidad/Mapa del sitio

kinds
Noticias/Nota de prensa

published
Publicado el

label kind
Categoría

label topics
Temas/Materias

label tags
Etiquetas/Palabras clave

label teaser
Entradilla/Resumen

label image
Imagen principal

label text
Texto
""",
    "it": """
dated
{2} {1} {0}

months
gennaio/febbraio/marzo/aprile/maggio/giugno/luglio/agosto/settembre/ottobre/novembre/dicembre

home
Home

back
Torna su

sender
Da

changed
Ultimo aggiornamento

titles
Piccoli porti: nuove regole per sbarcare in sicurezza
Il consiglio approva un piano per i laghi orientali

sentences
Il consiglio si è riunito martedì e ha deciso di sostenere per quattro anni le città della costa.
Le barche di meno di dieci metri possono sbarcare il pescato in uno qualsiasi dei nove porti citati.
I lavori saranno svolti insieme ai partner della regione, che li chiedono da molto tempo.
«Terremo pulite queste acque solo se tutti faranno la loro parte», ha detto la direttrice dell'ufficio.
In primavera un gruppo di esperti esaminerà i risultati e proporrà che cosa cambiare.
Due dei moli più vecchi sono chiusi dalle tempeste dell'inverno e saranno ricostruiti.

topics
Pesca/Sicurezza in mare/Città costiere/Cooperazione regionale/Clima ed energia/Formazione

menu
Chi siamo/Notizie/Temi/Documenti/Contatti/Stampa/Pubblicazioni/Eventi

sites
Ufficio dei Laghi Orientali/Agenzia per gli Affari Costieri

skips
Vai al contenuto/Salta al contenuto principale

cookies
Usiamo i cookie per far funzionare meglio questo sito. Diteci se siete d'accordo.

buttons
Accetta tutto/Rifiuta/Impostazioni

notes
Aiutateci a migliorare questo sito rispondendo a tre brevi domande.

others
I porti del nord: che cosa è cambiato dal 2010
I laghi d'inverno
Un nuovo traghetto per le isole

share
Condividi/Stampa/Facebook/Twitter

related
Vedi anche/Leggi anche/Articoli correlati

foot
Contatti/Note legali/Accessibilità/Mappa del sito

kinds
Notizie/Comunicato stampa

published
Pubblicato il

label kind
Categoria

label topics
Temi/Argomenti

label tags
Tag/Parole chiave

label teaser
Sommario

label image
Immagine principale

label text
Testo
""",
    "pl": """
dated
{2} {1} {0}

months
stycznia/lutego/marca/kwietnia/maja/czerwca/lipca/sierpnia/września/października/listopada/grudnia

home
Strona główna

back
Do góry

sender
Od

changed
Ostatnia aktualizacja

titles
Małe porty: nowe zasady bezpiecznego wyładunku
Rada uzgodniła plan dla jezior na wschodzie

sentences
Rada zebrała się we wtorek i postanowiła przez cztery lata wspierać miasta na wybrzeżu.
Łodzie krótsze niż dziesięć metrów mogą wyładowywać połów w każdym z dziewięciu wymienionych portów.
Prace będą prowadzone razem z partnerami z regionu, którzy od dawna o nie proszą.
„Te wody pozostaną czyste tylko wtedy, gdy wszyscy wezmą w tym udział”, powiedziała szefowa urzędu.
Wiosną grupa ekspertów przyjrzy się wynikom i zaproponuje, co należy zmienić.
Dwa starsze mola są zamknięte od zimowych sztormów i zostaną odbudowane.

topics
Rybołówstwo/Bezpieczeństwo na morzu/Miasta nadmorskie/Współpraca regionalna/Klimat i energia/Szkolenia

menu
O nas/Aktualności/Tematy/Dokumenty/Kontakt/Dla prasy/Publikacje/Wydarzenia

sites
Urząd Jezior Wschodnich/Agencja do spraw Wybrzeża

skips
Przejdź do treści/Przejdź do nawigacji

cookies
Używamy plików cookie, aby strona działała lepiej. Powiedz nam, czy się zgadzasz.

buttons
Akceptuję/Odrzuć/Ustawienia

notes
Pomóż nam ulepszyć tę stronę i odpowiedz na trzy krótkie pytania.

others
Porty na północy: co się zmieniło od 2010 roku
Jeziora zimą
Nowy prom na wyspy

share
Udostępnij/Drukuj/Facebook/Twitter

related
Zobacz także/Czytaj także/Powiązane

foot
Kontakt/Polityka prywatności/Dostępność/Mapa strony

kinds
Aktualności/Komunikat prasowy

published
Opublikowano

label kind
Kategoria

label topics
Tematy

label tags
Tagi/Słowa kluczowe

label teaser
Zajawka/Streszczenie

label image
Zdjęcie główne

label text
Treść
""",
    "el": """
dated
{2} {1} {0}

months
Ιανουαρίου/Φεβρουαρίου/Μαρτίου/Απριλίου/Μαΐου/Ιουνίου/Ιουλίου/Αυγούστου/Σεπτεμβρίου/Οκτωβρίου/Νοεμβρίου/Δεκεμβρίου

home
Αρχική

back
Αρχή σελίδας

sender
Από

changed
Τελευταία ενημέρωση

titles
Μικρά λιμάνια: νέοι κανόνες για την ασφαλή εκφόρτωση
Το συμβούλιο ενέκρινε σχέδιο για τις ανατολικές λίμνες

sentences
Το συμβούλιο συνεδρίασε την Τρίτη και αποφάσισε να στηρίξει τις πόλεις της ακτής για τέσσερα χρόνια.
Τα σκάφη κάτω από δέκα μέτρα μπορούν να εκφορτώνουν σε όποιο από τα εννέα λιμάνια θέλουν.
Οι εργασίες θα γίνουν μαζί με τους εταίρους της περιοχής, που τις ζητούν εδώ και καιρό.
«Τα νερά θα μείνουν καθαρά μόνο αν συμμετέχουμε όλοι», είπε η διευθύντρια της υπηρεσίας.
Την άνοιξη μια ομάδα ειδικών θα εξετάσει τα αποτελέσματα και θα προτείνει τι πρέπει να αλλάξει.

topics
Αλιεία/Ασφάλεια στη θάλασσα/Παράκτιες πόλεις/Περιφερειακή συνεργασία/Κλίμα και ενέργεια

menu
Ποιοι είμαστε/Νέα/Θέματα/Έγγραφα/Επικοινωνία/Τύπος/Εκδόσεις

sites
Γραφείο Ανατολικών Λιμνών/Υπηρεσία Παράκτιων Υποθέσεων

skips
Μετάβαση στο περιεχόμενο

cookies
Χρησιμοποιούμε cookies για να λειτουργεί καλύτερα ο ιστότοπος. Πείτε μας αν συμφωνείτε.

buttons
Αποδοχή όλων/Απόρριψη/Ρυθμίσεις

notes
Βοηθήστε μας να βελτιώσουμε αυτόν τον ιστότοπο απαντώντας σε τρεις σύντομες ερωτήσεις.

others
Τα λιμάνια του βορρά: τι άλλαξε από το 2010
Οι λίμνες τον χειμώνα
Ένα νέο πλοίο για τα νησιά

share
Κοινοποίηση/Εκτύπωση/Facebook/Twitter

related
Δείτε επίσης/Διαβάστε επίσης/Σχετικά άρθρα

foot
Επικοινωνία/Όροι χρήσης/Προσβασιμότητα/Χάρτης ιστότοπου

kinds
Νέα/Δελτίο τύπου

published
Δημοσιεύτηκε στις

label kind
Κατηγορία

label topics
Θέματα

label tags
Ετικέτες/Λέξεις-κλειδιά

label teaser
Περίληψη

label image
Κύρια εικόνα

label text
Κείμενο
""",
    "ru": """
dated
{2} {1} {0}

months
января/февраля/марта/апреля/мая/июня/июля/августа/сентября/октября/ноября/декабря

home
Главная

back
Наверх

sender
От

changed
Обновлено

titles
Малые порты: новые правила безопасной выгрузки
Совет согласовал план для восточных озёр

sentences
Совет собрался во вторник и решил в течение четырёх лет поддерживать города на побережье.
Лодки короче десяти метров могут выгружать улов в любом из девяти названных портов.
Работы будут вестись вместе с партнёрами из региона, которые давно о них просят.
«Эти воды останутся чистыми, только если участвовать будут все», сказала глава ведомства.
Весной группа экспертов рассмотрит результаты и предложит, что следует изменить.
Два старых пирса закрыты после зимних штормов и будут построены заново.

topics
Рыболовство/Безопасность на море/Прибрежные города/Региональное сотрудничество/Климат и энергетика/Обучение

menu
О нас/Новости/Темы/Документы/Контакты/Пресса/Публикации

sites
Управление восточных озёр/Агентство по делам побережья

skips
Перейти к основному содержанию

cookies
Мы используем файлы cookie, чтобы сайт работал лучше. Сообщите нам, согласны ли вы.

buttons
Принять все/Отклонить/Настройки

notes
Помогите нам сделать этот сайт лучше и ответьте на три коротких вопроса.

others
Порты севера: что изменилось с 2010 года
Озёра зимой
Новый паром для островов

share
Поделиться/Печать/Facebook/ВКонтакте

related
Смотрите также/Читайте также/Похожие материалы

foot
Контакты/Правовая информация/Карта сайта

kinds
Новости/Пресс-релиз

published
Опубликовано

label kind
Категория/Рубрика

label topics
Темы

label tags
Метки/Теги

label teaser
Анонс

label image
Главное изображение

label text
Текст
""",
    "ar": """
dated
{2} {1} {0}

months
يناير/فبراير/مارس/أبريل/مايو/يونيو/يوليو/أغسطس/سبتمبر/أكتوبر/نوفمبر/ديسمبر

home
الرئيسية

back
أعلى الصفحة

sender
من

changed
آخر تحديث

titles
الموانئ الصغيرة: قواعد جديدة للتفريغ الآمن
المجلس يوافق على خطة للبحيرات الشرقية

sentences
اجتمع المجلس يوم الثلاثاء وقرر دعم المدن الواقعة على الساحل لمدة أربع سنوات.
يمكن للقوارب التي يقل طولها عن عشرة أمتار أن تفرغ صيدها في أي من الموانئ التسعة المذكورة.
ستنفذ الأعمال مع الشركاء في المنطقة الذين طالبوا بها منذ وقت طويل.
وقالت مديرة المكتب إن هذه المياه لن تبقى نظيفة إلا إذا شارك الجميع.
في الربيع ستدرس مجموعة من الخبراء النتائج وتقترح ما ينبغي تغييره.

topics
الصيد/السلامة البحرية/المدن الساحلية/التعاون الإقليمي/المناخ والطاقة

menu
من نحن/الأخبار/المواضيع/الوثائق/اتصل بنا/الصحافة/المنشورات

sites
مكتب البحيرات الشرقية/وكالة شؤون الساحل

skips
انتقل إلى المحتوى الرئيسي

cookies
نستخدم ملفات تعريف الارتباط ليعمل هذا الموقع بشكل أفضل. أخبرنا إذا كنت موافقا.

buttons
قبول الكل/رفض/الإعدادات

notes
ساعدونا على تحسين هذا الموقع بالإجابة عن ثلاثة أسئلة قصيرة.

others
موانئ الشمال: ما الذي تغير منذ عام 2010
البحيرات في الشتاء
عبارة جديدة للجزر

share
شارك/طباعة/Facebook/Twitter

related
اقرأ أيضا/مواضيع ذات صلة

foot
اتصل بنا/سياسة الخصوصية/خريطة الموقع

kinds
أخبار/بيان صحفي

published
نشر في

label kind
التصنيف/الفئة

label topics
المواضيع

label tags
كلمات دلالية/الوسوم

label teaser
ملخص

label image
الصورة الرئيسية

label text
النص
""",
    "zh": """
dated
{0}年{1}月{2}日

months
1/2/3/4/5/6/7/8/9/10/11/12

home
首页

back
返回顶部

sender
来源

changed
最后更新

titles
小型港口：安全卸货的新规定
理事会批准东部湖泊计划

sentences
理事会于星期二召开会议，决定在今后四年内支持沿海各城镇的发展。
长度不足十米的船只可以在附件所列的九个港口中的任何一个卸下渔获。
这项工作将与该地区的伙伴共同完成，他们早就提出了这样的要求。
该机构负责人说：“只有大家都参与进来，这片水域才能保持清洁。”
春天，一个专家小组将研究结果，并就应当改变的地方提出建议。
两座较旧的码头自去年冬天的风暴以来一直关闭，现在将重新修建。

topics
渔业/海上安全/沿海城镇/区域合作/气候与能源/培训

menu
关于我们/新闻/主题/文件/联系我们/媒体/出版物

sites
东部湖泊办公室/海岸事务局

skips
跳转到主要内容

cookies
本网站使用Cookie以改善您的浏览体验。请告诉我们您是否同意。

buttons
全部接受/拒绝/设置

notes
请回答三个简短的问题，帮助我们改进本网站的内容和服务。

others
北方港口：2010年以来的变化
冬天的湖泊
通往海岛的新渡轮

share
分享/打印/微博/微信

related
相关阅读/相关链接

foot
联系我们/隐私政策/网站地图

kinds
新闻/新闻稿

published
发布时间：/发布日期：

label kind
类别/分类

label topics
主题

label tags
标签/关键词

label teaser
摘要

label image
主图

label text
正文
""",
}
WORDS = {code: _language(code, text) for code, text in _TEXTS.items()}
