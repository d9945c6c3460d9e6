"""The tables of a database of records, as SQL. ``sqlite.py`` fills them; the columns of pages are the keys of a record.

Plain columns, foreign keys to tables with a ``name`` or a ``title``, and lists as arrays of JSON: what Datasette needs
to offer facets and search without being told anything. The long text stands last, so that SQLite reads the other
columns without walking over it.
"""

from __future__ import annotations

from archtool.writers.sqlite import COLUMNS

APPLICATION = 0x61726368  # "arch": says in the header of the file whose database it is
VERSION = 1  # of these tables; a change that older data does not have makes it one more

TABLES = (
    "create table pages (\n    "
    + ",\n    ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    + """
);
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
# Made last where the database is new: sorted at once, instead of grown at random.
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
# The index holds no copy of the texts. Triggers keep it in step, whoever changes the table.
SEARCH = """
create virtual table pages_fts using fts5 (
    title, description, topics, text, content="pages", tokenize="unicode61 remove_diacritics 2"
);
insert into pages_fts (pages_fts) values ('rebuild');
insert into pages_fts (pages_fts) values ('optimize');
create trigger pages_after_insert after insert on pages begin
    insert into pages_fts (rowid, title, description, topics, text)
    values (new.rowid, new.title, new.description, new.topics, new.text);
end;
create trigger pages_after_delete after delete on pages begin
    insert into pages_fts (pages_fts, rowid, title, description, topics, text)
    values ('delete', old.rowid, old.title, old.description, old.topics, old.text);
end;
create trigger pages_after_update after update on pages begin
    insert into pages_fts (pages_fts, rowid, title, description, topics, text)
    values ('delete', old.rowid, old.title, old.description, old.topics, old.text);
    insert into pages_fts (rowid, title, description, topics, text)
    values (new.rowid, new.title, new.description, new.topics, new.text);
end;
"""

PUT_PAGE = (
    f"insert into pages ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))}) on conflict (id) do update set "
    + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS if column != "id")
)
ADD_COLUMN = "alter table pages add column {name} {kind}"
PUT_TOPIC = "insert into topics (name, tag) values (?, ?) on conflict do nothing"
PUT_PAGE_TOPIC = (
    "insert or ignore into page_topic (page, topic, group_name) select ?, id, ? from topics where name = ? and tag = ?"
)
PUT_REMOVAL = "insert or replace into removals (page, rule, count) values (?, ?, ?)"
FORGET = ("delete from page_topic where page = ?", "delete from removals where page = ?")
FORGET_TOPICS = "delete from topics where id not in (select topic from page_topic)"
