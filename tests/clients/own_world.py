"""Tests of a wallboard, each with a world of its own and its time in hand.

INSIGHTS_MOCK tells where a server is that all of them share.
"""

import json
import os
import unittest
from pathlib import Path
from urllib.request import Request, urlopen

SERVER = os.environ.get("INSIGHTS_MOCK", "http://127.0.0.1:8080")
CALL = Path(__file__).with_name("call.toml").read_text()
GUID = "0bba199a-9d88-5504-aff3-fd3518bcabd2"


def board(base_url, token):
    """What is tested: how many callers wait, and how many have been answered today."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.newvoicemedia.v3+json"}
    with urlopen(Request(f"{base_url}/stats/queue-times?start=2024-03-05", headers=headers)) as answer:
        ways = [item["category"] for item in json.load(answer)["items"]]
    return {"waiting": ways.count(None), "answered": ways.count("Answered")}


def control(method, path, body=""):
    with urlopen(Request(f"{SERVER}/__control/worlds{path}", method=method, data=body.encode())) as answer:
        return json.loads(answer.read() or "null")


class Board(unittest.TestCase):
    def setUp(self):
        self.world = control("POST", "?at=2024-03-05T09:00:00Z", CALL)
        self.addCleanup(control, "DELETE", f"/{self.world['id']}")

    def advance(self, **how):
        return control("POST", f"/{self.world['id']}/clock/advance", json.dumps(how))

    def shows(self, **counts):
        self.assertEqual(board(self.world["baseUrl"], self.world["token"]), counts)

    def test_a_caller_waits_until_an_agent_answers(self):
        self.shows(waiting=0, answered=0)
        self.advance(to="2024-03-05T09:05:14.511Z")
        self.shows(waiting=1, answered=0)
        self.advance(by="1ms")
        self.shows(waiting=0, answered=1)

    def test_going_back_shows_what_was_shown_then(self):
        self.advance(until={"interaction": GUID, "status": "Completed"})
        self.shows(waiting=0, answered=1)
        control("PUT", f"/{self.world['id']}/clock", '{"now": "2024-03-05T09:05:10Z"}')
        self.shows(waiting=1, answered=0)


if __name__ == "__main__":
    unittest.main()
