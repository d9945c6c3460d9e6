"""Names of persons in scripts without blanks and capitals; teams, firms and jobs told from persons."""

import pytest

from archtool.fields.authors import clean_names, names_in_line
from archtool.fields.names import is_team, without_legal_form
from archtool.fields.names_dense import is_dense_name
from test_fields_of_pages import TEXT, article, cleaned


@pytest.mark.parametrize(
    "name", ["王小明", "謝璇", "欧阳小河", "山田太郎", "佐々木みずほ", "김하늘", "马克·吐温", "マーク・トウェイン"]
)
def test_a_surname_and_few_letters_are_a_name(name: str) -> None:
    assert is_dense_name(name)


@pytest.mark.parametrize(
    "text", ["用户中心", "注册", "來源", "部落", "江蘇南通", "水車小屋", "물레방아", "会員登録", "磨坊", "河谷新闻网"]
)
def test_other_words_are_none(text: str) -> None:
    assert not is_dense_name(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("2012年01月17日 来源：河谷网 作者：见习编辑 李小河 评论", ["李小河"]),
        ("【記者王小明／河谷報導】", ["王小明"]),
        ("本报记者 王小明 李丽 河谷报道", ["王小明", "李丽"]),
        ("作者：王小明 责任编辑：李丽 【编译】", ["王小明"]),
        ("作者：新华社", ["新华社"]),
        ("記者了解到，水車已經停了。", []),
        ("記者部落", []),
        ("责任编辑：AB0018", []),
        ("取材・文：山田太郎", ["山田太郎"]),
    ],
)
def test_names_behind_a_word_for_by_in_chinese_and_japanese(line: str, names: list[str]) -> None:
    assert list(names_in_line(line)) == names


@pytest.mark.parametrize(
    "under",
    [
        "<p>2012-01-17 17:39 来源：河谷网(综合) 编辑：杨小河</p>",
        "<p class=author>用户中心</p>",
        "<p><a href=/user/login>注册</a> | <a href=/user/all>会员</a></p>",
        "<p>记者了解到，水车在十月停了，磨坊的主人说春天再开。</p>",
    ],
)
def test_menus_sources_and_sentences_in_chinese_name_no_author(under: str) -> None:
    assert article(under, lang="zh").authors == ()


def test_a_common_word_in_small_letters_is_an_account_only_in_latin() -> None:
    assert article("<p>Автор комментария</p>", lang="ru").authors == ()
    assert article("<p class=author>сообщения</p>", lang="ru").authors == ()
    assert article("<p>Posted by rosalind on 3 May 2019</p>").authors == ("rosalind",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rosa Lind Political Reporter", ["Rosa Lind"]),
        ("Rosa Lind Associate News Editor", ["Rosa Lind"]),
        ("Rosa Editor", ["Rosa Editor"]),
        ("Staff Writer", []),
        ("Getty Images", []),
    ],
)
def test_a_job_behind_a_name_is_no_part_of_it(text: str, names: list[str]) -> None:
    assert list(clean_names(text)) == names


def test_a_paper_and_its_reporter_are_a_team() -> None:
    assert [is_team(name) for name in ("Valley Post Reporter", "Новости России", "Rosa Lind")] == [True, True, False]


def test_a_firm_in_a_meta_element_is_an_author_where_the_page_speaks_of_it() -> None:
    head = '<meta name=author content="Great Rivers GmbH">'
    assert article(head=head).authors == ()
    assert article(head=head, url="https://www.great-rivers.example/a").authors == ("Great Rivers GmbH",)
    speaks = f"<main><h1>The last mill</h1>{TEXT.replace('The mill', 'Great Rivers built the mill that')}</main>"
    assert cleaned(speaks, head).authors == ("Great Rivers GmbH",)
    assert article(head='<meta name=author content="Rosa Lind">').authors == ("Rosa Lind",)
    assert (without_legal_form("Rivers Sp. z o.o"), without_legal_form("Rosa Lind")) == ("Rivers", "Rosa Lind")


def test_a_reader_who_has_a_say_beside_the_text_is_no_author() -> None:
    box = TEXT * 8 + "<div class=right-block><p>{}</p></div>"
    assert article(below=box.format("Author: Rosalind")).authors == ()
    assert article(below=box.format("Author: Rosa Lind")).authors == ("Rosa Lind",)
    assert article(below=TEXT * 8 + "<p>Author: Rosalind</p>").authors == ("Rosalind",)


def test_a_label_in_an_element_for_the_author_is_none() -> None:
    assert article("<p class=author>Materials:</p>").authors == ()


def test_a_meta_element_with_its_value_in_the_wrong_attribute_is_read() -> None:
    head = '<meta name="twitter:label1" value="Written by"><meta name="twitter:data1" value="Rosa Lind">'
    assert article(head=head).authors == ("Rosa Lind",)
    assert article(head=head.replace("Written by", "Reading time")).authors == ()
