"""Reads exports as an analyst would, with DuckDB, and prints what it finds as JSON.

The folder that is named, or each of those in it, has the same export twice, in `parquet` and in `ndjson`.
"""

import json
import sys
from pathlib import Path

import duckdb

SUMS = {
    "interactions": "select date::varchar, count(*), sum(duration) from interactions group by all order by all",
    "handled": """
        select channel.party.id, event.type, sum(event.duration)
        from (
            select channel, unnest(channel.events) as event
            from (select unnest(channels) as channel from interactions)
        )
        where channel.party.role = 'Agent' and event.type in ('Ringing', 'Connected', 'Wrap')
        group by all order by all
    """,
    "handle_times": """
        select agentId, sum(ring), sum(talk + hold), sum(wrap) from handle_times group by all order by all
    """,
    "waits": """
        select queue, type, category, count(*), sum(duration) from queue_times group by all order by all
    """,
    "queue_entries": """
        select queue, type, outcome, count(*), sum(epoch_ms("left") - epoch_ms(entered))
        from queue_entries group by all order by all
    """,
    "presences": """
        select agentId, name, sum(duration) from activities where type = 'Presence' group by all order by all
    """,
}


FOLDER = Path(sys.argv[1])
FOLDERS = FOLDER if (FOLDER / "parquet").exists() else FOLDER / "*"
DATABASE = duckdb.connect()


def tables():
    """The tables that are there, by their paths."""
    for day in FOLDER.glob("**/parquet/**/date=*"):
        _, _, table = str(day.parent.relative_to(FOLDER)).rpartition("parquet/")
        yield table


def rows(query):
    return [list(row) for row in DATABASE.sql(query).fetchall()]


def view(table):
    return table.split("/")[-1].replace("-", "_")


def columns(table):
    return {column: kind for column, kind, *_ in rows(f"describe {view(table)}")}


def compared(table):
    """How many rows a table has, and how many of them only one of the formats has."""
    kinds = ", ".join(f"'{column}': '{kind}'" for column, kind in columns(table).items() if column != "date")
    path = f"{FOLDERS}/ndjson/{table}/*/*.ndjson"
    lines = f"read_json('{path}', columns = {{{kinds}}}, hive_partitioning = true)"
    only = "select count(*) from (from {} except all from {})"
    counts = f"select count(*) from {view(table)}", only.format(view(table), lines), only.format(lines, view(table))
    return [rows(count)[0][0] for count in counts]


TABLES = sorted(set(tables()))
for table in TABLES:
    DATABASE.sql(f"create view {view(table)} as from read_parquet('{FOLDERS}/parquet/{table}/*/*.parquet')")
answers = {
    "tables": {table: compared(table) for table in TABLES},
    "columns": {table: columns(table) for table in TABLES},
    **{name: rows(query) for name, query in SUMS.items()},
}
json.dump(answers, sys.stdout, default=int)
