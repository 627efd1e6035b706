"""Small analyses with a mistake in each, which the first argument names."""

import json
import os
import random
import sys
from datetime import datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

FORMAT = "%Y-%m-%dT%H:%M:%S.%f%z"


def ask(path, **query):
    """All items, page by page."""
    page, items = 1, []
    while True:
        url = f"{os.environ['INSIGHTS_BASE_URL']}{path}?{urlencode({**query, 'page': page, 'limit': 500})}"
        headers = {"Authorization": f"Bearer {os.environ['INSIGHTS_TOKEN']}", "Accept": "application/vnd.newvoicemedia.v3+json"}
        with urlopen(Request(url, headers=headers)) as answer:
            read = json.load(answer)
        items += read["items"]
        if page >= read["meta"]["pageCount"]:
            return items
        page += 1


def window(path):
    return ask(path, start=os.environ["INSIGHTS_WINDOW_START"], end=os.environ["INSIGHTS_WINDOW_END"], include="All")


def interactions():
    return ask("/stats/interactions", start=os.environ["INSIGHTS_WINDOW_START"], end=os.environ["INSIGHTS_WINDOW_END"])


def later(start, millis):
    at = datetime.strptime(start, FORMAT) + timedelta(milliseconds=millis)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def logins(is_login):
    sessions, goes_on, before = [], {}, {}
    for presence in ask("/stats/agent-activities/presence", start=os.environ["INSIGHTS_WINDOW_START"], end=os.environ["INSIGHTS_WINDOW_END"]):
        agent = presence["agentId"]
        if presence["category"] == "LoggedOut":
            if agent in goes_on:
                sessions.append({"agent": agent, "login": goes_on.pop(agent), "logout": presence["start"]})
        elif agent not in goes_on and (agent not in before or is_login(presence)):
            goes_on[agent] = presence["start"] if before.get(agent) == "LoggedOut" else None
        before[agent] = presence["category"]
    return sessions + [{"agent": agent, "login": login, "logout": None} for agent, login in goes_on.items()]


def transfers():
    """Says that whoever comes second has been transferred to."""
    rows = []
    for interaction in interactions():
        agents = [channel for channel in interaction["channels"] if channel["party"]["role"] == "Agent"]
        for one, other in zip(agents, agents[1:]):
            at = later(interaction["start"], other["offset"])
            rows.append({"interaction": interaction["guid"], "at": at, "from": one["party"]["id"], "to": other["party"]["id"]})
    return rows


def contacts():
    """Falls over whoever has no name."""
    return [channel for one in interactions() for channel in one["channels"] if channel["party"]["id"].startswith("CCR")]


ANALYSES = {
    "none": lambda: logins(lambda presence: True),
    "knows of no login but to Ready": lambda: logins(lambda presence: presence["name"] == "Ready"),
    "treats every second agent as a transfer": transfers,
    "falls over a party without a name": contacts,
    "is not the same twice": lambda: [{"agent": str(random.random()), "login": None, "logout": None}],
}

if __name__ == "__main__":
    json.dump(ANALYSES[sys.argv[1]](), sys.stdout)
