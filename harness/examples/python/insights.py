"""A client of the Insights Stats API, with nothing but Python's standard library.

What it does is what every client has to do: name a version, keep a token, read all pages, cut long windows, wait when
asked to. What an analysis is told comes in environment variables; it answers with one JSON document on standard output.
"""

import json
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

VERSION = "application/vnd.newvoicemedia.v3+json"
LIMIT = 500
LONGEST_WINDOW = timedelta(days=31)
TRIES = 6
MAY_PASS = (429, 500, 502, 503, 504)


class Api:
    def __init__(self, environ=os.environ):
        self.base_url = environ["INSIGHTS_BASE_URL"]
        self.token_url = environ["INSIGHTS_TOKEN_URL"]
        self.client_id = environ.get("INSIGHTS_CLIENT_ID")
        self.client_secret = environ.get("INSIGHTS_CLIENT_SECRET")
        # One token for everything that is asked: it is good for two hours.
        self.token = environ["INSIGHTS_TOKEN"]
        self.start = instant(environ["INSIGHTS_WINDOW_START"])
        self.end = instant(environ["INSIGHTS_WINDOW_END"])
        # The server's time. Our own clock may be wrong, and is in another time zone.
        self.now = instant(environ["INSIGHTS_NOW"])
        self.state = Path(environ["INSIGHTS_STATE_DIR"])
        # What to ask from next time.
        self.up_to = None

    def window(self, path, start=None, **query):
        """The items of a window, which may be of any length: no piece of it is longer than 31 days."""
        start = start or self.start
        while True:
            end = min(start + LONGEST_WINDOW, self.end)
            yield from self.pages(path, start=text(start), end=text(end), **query)
            start = end
            if start >= self.end:
                return

    def pages(self, path, **query):
        """The items of all pages. How many there are, each answer says; for nothing at all, none."""
        page, pages = 1, 1
        while page <= pages:
            answer = self.get(path, **query, limit=LIMIT, page=page)
            yield from answer["items"]
            pages = answer["meta"]["pageCount"]
            self.up_to = answer["upTo"]
            page += 1

    def get(self, path, **query):
        """One answer, after as many tries as it takes and is decent."""
        wait, is_renewed = 0.5, False
        for tried in range(1, TRIES + 1):
            try:
                return self.send(path, query)
            except HTTPError as error:
                if error.code == 401 and not is_renewed:
                    self.renew()
                    is_renewed = True
                    continue
                if error.code not in MAY_PASS or tried == TRIES:
                    raise
                # The server knows best how long; if it does not say, each time twice as long.
                time.sleep(float(error.headers.get("Retry-After") or wait))
                wait *= 2

    def send(self, path, query):
        headers = {"Accept": VERSION, "Authorization": f"Bearer {self.token}"}
        with urlopen(Request(f"{self.base_url}{path}?{urlencode(query)}", headers=headers)) as answer:
            return json.load(answer)

    def renew(self):
        form = {
            "grant_type": "client_credentials",
            "scope": "stats",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        with urlopen(Request(self.token_url, data=urlencode(form).encode())) as answer:
            self.token = json.load(answer)["access_token"]


def instant(words):
    """The instant of a text, which is always UTC."""
    return datetime.fromisoformat(words.replace("Z", "+00:00"))


def text(moment):
    """An instant as the API writes it."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def later(moment, milliseconds):
    """The instant so many milliseconds after another, both as texts. Whole numbers: a float would lose a millisecond."""
    return text(instant(moment) + timedelta(milliseconds=milliseconds))


def between(start, end):
    """How many milliseconds lie between two instants."""
    return (end - start) // timedelta(milliseconds=1)


def main(answer):
    print(json.dumps(answer(Api())))
