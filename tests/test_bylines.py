"""Bylines of many languages: in a line under the title of an HTML page, alone and before a date, and in a dump."""

import pytest

from archtool.fields.authors import begins_with_by, names_in_line
from archtool.fields.names import looks_like_name
from archtool.judge.bylines import read_byline

BYLINES = """
cs | Napsal Jan Dvořák | Jan Dvořák
cs | Autor: Jan Dvořák | Jan Dvořák
sk | Napísala Zuzana Kováčová | Zuzana Kováčová
hu | Írta: Kovács Péter | Kovács Péter
hu | Szerző: Kovács Péter | Kovács Péter
el | Γράφει ο Νίκος Παπαδάκης | Νίκος Παπαδάκης
tr | Hazırlayan: Ahmet Yılmaz | Ahmet Yılmaz
tr | Haber: Ahmet Yılmaz | Ahmet Yılmaz
ro | Scris de Ion Popescu | Ion Popescu
uk | Автор статті: Олена Шевченко | Олена Шевченко
sr | Пише: Марко Петровић | Марко Петровић
hr | Napisao Ivan Horvat | Ivan Horvat
sl | Besedilo: Janez Novak | Janez Novak
fi | Kirjoittaja: Matti Virtanen | Matti Virtanen
da | Skrevet af Peter Hansen | Peter Hansen
lt | Autorius: Jonas Kazlauskas | Jonas Kazlauskas
he | מאת יוסי כהן | יוסי כהן
fa | نویسنده: رضا احمدی | رضا احمدی
hi | लेखक: राहुल शर्मा | राहुल शर्मा
th | ผู้เขียน: สมชาย ใจดี | สมชาย ใจดี
vi | Tác giả: Nguyễn Văn Bình | Nguyễn Văn Bình
id | Penulis: Budi Santoso | Budi Santoso
ja | 取材・文／山田太郎 | 山田太郎
ja | 執筆：山田太郎 | 山田太郎
ko | 김민수 기자 | 김민수
ko | 글: 김민수 | 김민수
ka | ავტორი: გიორგი ბერიძე | გიორგი ბერიძე
hy | Հեղինակ՝ Արամ Պետրոսյան | Արամ Պետրոսյան
az | Müəllif: Elçin Məmmədov | Elçin Məmmədov
it | A cura di Marco Rossi | Marco Rossi
"""
ROWS = [[cell.strip() for cell in row.split(" | ")] for row in BYLINES.strip().split("\n")]


@pytest.mark.parametrize(("language", "line", "name"), ROWS)
def test_a_byline_names_its_author(language, line, name):
    assert begins_with_by(line)
    assert names_in_line(line) == (name,)
    assert names_in_line(f"{line}, 12.03.2006") == (name,)
    assert read_byline(line) == [name]


@pytest.mark.parametrize(
    "line",
    [
        "老程告訴記者，水又漲了",  # told the reporter
        "그는 기자가 아니다",  # he is no reporter
        "Piše se leto 2006 in most je zaprt",
        "Text messages are free",
        "Haber Process",
        "Oleh Kovalenko",
    ],
)
def test_a_sentence_and_a_name_alone_are_no_bylines(line):
    assert read_byline(line) == []
    assert [name for name in names_in_line(line) if looks_like_name(name)] == []
