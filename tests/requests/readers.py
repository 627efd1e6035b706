"""Two clients of the Stats API, and what each finds while a ready-made plan of faults is played.

The sturdy one does what the documents advise, and what its lessons have taught it. The simple one is what one writes
first. Neither waits in real time: to wait is to move the world's clock.
"""

import json
import sys
from datetime import datetime, timedelta

import requests

SERVER = sys.argv[1]
V3 = "application/vnd.newvoicemedia.v3+json"
DAY = "2024-03-05"


class World:
    """A world of its own, with a plan of faults, and its clock in hand."""

    def __init__(self, catalog, at=None, **settings):
        query = {**settings, **({"at": at} if at else {})}
        made = requests.post(f"{SERVER}/__control/worlds", params=query, json={"catalog": catalog})
        made.raise_for_status()
        told = made.json()
        self.base, self.token_url = told["baseUrl"], told["tokenUrl"]
        self.credentials = {"client_id": told["clientId"], "client_secret": told["clientSecret"]}
        self.control = f"{SERVER}/__control/worlds/{told['id']}"

    def wait(self, seconds):
        requests.post(f"{self.control}/clock/advance", json={"by": f"{seconds}s"}).raise_for_status()

    def now(self):
        return requests.get(f"{self.control}/clock").json()["now"]

    def struck(self):
        rules = requests.get(f"{self.control}/faults").json()["plan"]["rules"]
        return sum(rule["struck"] for rule in rules)


class Simple:
    """Asks once, and takes what is no answer for no more rows."""

    def __init__(self, world):
        self.world = world
        self.token = self.fetch_token()

    def fetch_token(self):
        form = {"grant_type": "client_credentials", "scope": "stats", **self.world.credentials}
        answer = requests.post(self.world.token_url, data=form)
        return answer.json().get("access_token") if answer.ok else None

    def get(self, path, **query):
        headers = {"Authorization": f"Bearer {self.token}", "Accept": V3}
        return requests.get(f"{self.world.base}/stats{path}", params=query, headers=headers, timeout=5)

    def page(self, path, **query):
        """A page, or None."""
        try:
            answer = self.get(path, **query)
            return answer.json() if answer.ok else None
        except requests.RequestException:
            return None

    def read(self, path, **query):
        """The rows of all pages, and `upTo`; as far as they come."""
        rows, up_to, number = [], None, 1
        while True:
            page = self.page(path, page=number, **query)
            if page is None:
                return rows, up_to
            rows, up_to = rows + page["items"], page["upTo"]
            if number >= page["meta"]["pageCount"]:
                return rows, up_to
            number += 1

    def interactions(self):
        """Each interaction of the day, by guid."""
        rows, _ = self.read("/interactions", start=DAY, limit=1)
        return [row["guid"] for row in rows]

    def window(self, up_to):
        """From when on to ask next: from where the last answer ended or, if none came, from now on."""
        return up_to or self.world.now()

    def merged(self, states, rows):
        """Stored WFM states, into which those rows have come: by agent and start."""
        return {**states, **{(row["agentId"], row["start"]): row["state"] for row in rows}}


class Sturdy(Simple):
    """Asks again, with another token where that is what is wrong, and waits as long as it is told to."""

    TRIES = 20

    def fetch_token(self):
        for _ in range(self.TRIES):
            token = super().fetch_token()
            if token:
                return token
            self.world.wait(10)
        raise RuntimeError("no token")

    def page(self, path, **query):
        for _ in range(self.TRIES):
            try:
                answer = self.get(path, **query)
                if answer.ok:
                    return answer.json()
            # No answer, or one that breaks off, is asked for again as well.
            except requests.RequestException:
                self.world.wait(1)
                continue
            if answer.status_code in (401, 403):
                self.token = self.fetch_token()
            else:
                self.world.wait(int(answer.headers.get("Retry-After", 10)))
        raise RuntimeError(f"{path} did not come")

    def interactions(self):
        """Read again until nothing is new: rows move between pages while they are read."""
        found, quiet = {}, 0
        while quiet < 2:
            rows, _ = self.read("/interactions", start=DAY, limit=1)
            new = [row["guid"] for row in rows if row["guid"] not in found]
            found.update(dict.fromkeys(new))
            quiet = 0 if new else quiet + 1
        return list(found)

    def merged(self, states, rows):
        """An agent's states are replaced from the first that came on: those that do not come back were wrong."""
        first = {}
        for row in rows:
            first.setdefault(row["agentId"], row["start"])
        kept = {key: state for key, state in states.items() if key[1] < first.get(key[0], "9999")}
        return super().merged(kept, rows)

    def window(self, up_to):
        """With an overlap of three hours: what is late, or was missed, is in one of the next windows."""
        end = datetime.fromisoformat(up_to.replace("Z", "+00:00"))
        return (end - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%SZ")


def whole_day(client):
    return len(client.interactions())


def two_endpoints(client):
    waits, _ = client.read("/queue-times", start=DAY, limit=1)
    return [len(client.interactions()), len(waits)]


def polled(minutes, times):
    """The interactions that a poll every so many minutes has seen begin."""

    def poll(client):
        seen, start = set(), client.world.now()
        for _ in range(times):
            client.world.wait(minutes * 60)
            rows, up_to = client.read("/interactions", start=start)
            seen.update(row["guid"] for row in rows)
            start = client.window(up_to)
        return len(seen)

    return poll


def states(client):
    stored = {}
    for _ in range(2):
        rows, _ = client.read("/wfm/agent-states", start=DAY, limit=5000)
        stored = client.merged(stored, rows)
    return [len(stored), sorted(set(stored.values()))]


BEGINNING = "2024-03-05T09:00:00Z"
PLANS = {
    "rate-limit": ("more_requests_than_the_service_takes", None, two_endpoints),
    "token-expiry": ("token_that_ends_in_mid_paging", None, whole_day),
    "flaky-page": ("page_that_fails_at_first", None, whole_day),
    "outage": ("service_that_is_away_for_two_minutes", BEGINNING, polled(1, 90)),
    "late-data": ("data_that_is_an_hour_behind", BEGINNING, polled(30, 8)),
    "rewritten-states": ("states_that_are_taken_back", None, states),
    "chaos": ("a_little_of_everything", None, whole_day),
}

found = {}
for name, (story, at, question) in PLANS.items():
    catalog = f"faults/{story}"
    outcomes = {"right": question(Simple(World(catalog, at, faults="none")))}
    for client in (Sturdy, Simple):
        world = World(catalog, at)
        outcomes[client.__name__.lower()] = question(client(world))
        outcomes[f"struck {client.__name__.lower()}"] = world.struck() > 0
    found[name] = outcomes
print(json.dumps(found))
