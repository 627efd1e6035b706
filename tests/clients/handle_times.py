"""How long did each agent ring, talk, hold and wrap, of each interaction?"""

import json
import os
from datetime import datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

GIVEN = {name: os.environ[f"INSIGHTS_{name}"] for name in ("BASE_URL", "TOKEN", "WINDOW_START", "WINDOW_END", "NOW")}
HEADERS = {"Authorization": f"Bearer {GIVEN['TOKEN']}", "Accept": "application/vnd.newvoicemedia.v3+json"}


def interactions():
    page, pages = 1, 1
    while page <= pages:
        query = urlencode({"start": GIVEN["WINDOW_START"], "end": GIVEN["WINDOW_END"], "limit": 500, "page": page})
        with urlopen(Request(f"{GIVEN['BASE_URL']}/stats/interactions?{query}", headers=HEADERS)) as answer:
            body = json.load(answer)
        yield from body["items"]
        page, pages = page + 1, body["meta"]["pageCount"]


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


rows = {}
for interaction in interactions():
    now = (instant(GIVEN["NOW"]) - instant(interaction["start"])) // timedelta(milliseconds=1)
    channels = interaction["channels"]

    def end(event):
        return now if event["duration"] is None else event["offset"] + event["duration"]

    holds = [event for channel in channels for event in channel["events"] if event["type"] == "Held"]
    for channel in channels:
        if channel["party"]["role"] != "Agent":
            continue
        agent, guid = channel["party"]["id"], interaction["guid"]
        row = rows.setdefault((agent, guid), {"agent": agent, "interaction": guid, "ring": 0, "talk": 0, "hold": 0, "wrap": 0})
        for event in channel["events"]:
            length = end(event) - event["offset"]
            if event["type"] == "Ringing":
                row["ring"] += length
            elif event["type"] == "Wrap":
                row["wrap"] += length
            elif event["type"] == "Connected":
                held = 0
                for hold in holds:
                    if hold["properties"]["initiatingAgentId"] == agent:
                        held += max(0, min(end(hold), end(event)) - max(hold["offset"], event["offset"]))
                row["talk"] += length - held
                row["hold"] += held
print(json.dumps(list(rows.values())))
