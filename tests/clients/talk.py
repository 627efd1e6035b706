"""Tests of a small report on talk times, which notice some lies of a server, and not others.

They are told of the call that the FAQ prints: two agents, one after the other.
"""

import json
import os
import unittest
from urllib.request import Request, urlopen

BASE, TOKEN = os.environ["INSIGHTS_BASE_URL"], os.environ["INSIGHTS_TOKEN"]
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/vnd.newvoicemedia.v3+json"}


def interactions():
    """All interactions that there have been, page by page."""
    page, pages, items = 1, 1, []
    while page <= pages:
        window = f"start={os.environ['INSIGHTS_WINDOW_START']}&end={os.environ['INSIGHTS_WINDOW_END']}"
        with urlopen(Request(f"{BASE}/stats/interactions?{window}&limit=100&page={page}", headers=HEADERS)) as answer:
            told = json.load(answer)
        page, pages, items = page + 1, told["meta"]["pageCount"], items + told["items"]
    return items


def talk():
    """What is tested: for how many seconds each agent has been connected."""
    seconds = {}
    for interaction in interactions():
        for channel in interaction["channels"]:
            for event in channel["events"]:
                if channel["party"]["role"] == "Agent" and event["type"] == "Connected":
                    agent = channel["party"]["id"]
                    seconds[agent] = seconds.get(agent, 0) + round(event["duration"] / 1000)
    return seconds


class Talk(unittest.TestCase):
    def test_every_agent_has_talked_as_long_as_they_were_connected(self):
        self.assertEqual(talk(), {"01": 41, "002": 48})


if __name__ == "__main__":
    unittest.main()
