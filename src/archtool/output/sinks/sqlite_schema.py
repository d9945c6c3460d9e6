"""The tables of a database of records, as SQL. ``sqlite.py`` fills them; the columns of pages are the keys of a record.

Plain columns, foreign keys to tables with a ``name`` or a ``title``, and lists as JSON arrays: with these, Datasette
offers facets and search without configuration. Texts have a table of their own, so that SQLite lists pages without
reading past them.
"""

from __future__ import annotations

from archtool.writers.sqlite import COLUMNS

APPLICATION = 0x61726368  # "arch": the application id in the header of the file
VERSION = 2  # of these tables; raised by every change that older databases lack
OLDER = (1,)  # versions that UPGRADE brings to this one
PAGES = tuple(name for name in COLUMNS if name != "text")

TABLES = (
    "create table pages (\n    "
    + ",\n    ".join(f"{name} {COLUMNS[name]}" for name in PAGES)
    + """
);
create table texts (
    page text primary key not null references pages (id) on delete cascade,
    text text not null
) without rowid;
create table topics (
    id integer primary key,
    name text not null,
    tag text not null,
    unique (name, tag)
);
create table page_topic (
    page text not null references pages (id) on delete cascade,
    topic integer not null references topics (id),
    group_name text not null,
    primary key (page, topic, group_name)
) without rowid;
create table removals (
    page text not null references pages (id) on delete cascade,
    rule text not null,
    count integer not null,
    primary key (page, rule)
) without rowid;
create view tags as
    select tag, count(distinct page) as pages, group_concat(distinct name) as names
    from topics join page_topic on topic = id group by tag order by pages desc, tag;
create view rules as
    select rule, count(*) as pages, sum(count) as blocks from removals group by rule order by blocks desc, rule;
"""
)
# Made last in a new database: sorted once is faster than grown in random order.
INDEXES = """
create index pages_url on pages (url);
create index pages_host on pages (host);
create index pages_site on pages (site);
create index pages_lang on pages (lang);
create index pages_date on pages (date);
create index pages_captured on pages (captured);
create index topics_tag on topics (tag);
create index page_topic_topic on page_topic (topic);
create index removals_rule on removals (rule);
"""
# The index holds no copy of the texts. Triggers keep it in step, whoever changes the tables. The comment is for
# Datasette and sqlite-utils, which look in this statement for the table that can be searched.
SEARCH = """
create view searched as
    select pages.rowid as number, title, description, topics, text from pages join texts on page = id;
create virtual table pages_fts using fts5 /* content="pages" */ (
    title, description, topics, text,
    content="searched", content_rowid="number", tokenize="unicode61 remove_diacritics 2"
);
insert into pages_fts (pages_fts) values ('rebuild');
insert into pages_fts (pages_fts) values ('optimize');
create trigger pages_before_delete before delete on pages begin
    delete from texts where page = old.id;
end;
create trigger pages_before_update before update on pages begin
    {forget} where number = old.rowid;
end;
create trigger pages_after_update after update on pages begin
    {learn} where number = new.rowid;
end;
create trigger texts_after_insert after insert on texts begin
    {learn} where number = (select rowid from pages where id = new.page);
end;
create trigger texts_before_delete before delete on texts begin
    {forget} where number = (select rowid from pages where id = old.page);
end;
create trigger texts_before_update before update on texts begin
    {forget} where number = (select rowid from pages where id = old.page);
end;
create trigger texts_after_update after update on texts begin
    {learn} where number = (select rowid from pages where id = new.page);
end;
""".format(
    forget="insert into pages_fts (pages_fts, rowid, title, description, topics, text)"
    " select 'delete', number, title, description, topics, text from searched",
    learn="insert into pages_fts (rowid, title, description, topics, text)"
    " select number, title, description, topics, text from searched",
)
# In databases of version 1, the text was a column of pages.
UPGRADE = f"""
drop trigger if exists pages_after_insert;
drop trigger if exists pages_after_delete;
drop trigger if exists pages_after_update;
drop table if exists pages_fts;
create table texts (
    page text primary key not null references pages (id) on delete cascade,
    text text not null
) without rowid;
insert into texts (page, text) select id, text from pages;
alter table pages drop column text;
pragma user_version = {VERSION};
"""

PUT_PAGE = (
    f"insert into pages ({', '.join(PAGES)}) values ({', '.join('?' * len(PAGES))}) on conflict (id) do update set "
    + ", ".join(f"{column} = excluded.{column}" for column in PAGES if column != "id")
)
PUT_TEXT = "insert into texts (page, text) values (?, ?) on conflict (page) do update set text = excluded.text"
ADD_COLUMN = "alter table pages add column {name} {kind}"
PUT_TOPIC = "insert into topics (name, tag) values (?, ?) on conflict do nothing"
PUT_PAGE_TOPIC = (
    "insert or ignore into page_topic (page, topic, group_name) select ?, id, ? from topics where name = ? and tag = ?"
)
PUT_REMOVAL = "insert or replace into removals (page, rule, count) values (?, ?, ?)"
FORGET = ("delete from page_topic where page = ?", "delete from removals where page = ?")
FORGET_TOPICS = "delete from topics where id not in (select topic from page_topic)"
