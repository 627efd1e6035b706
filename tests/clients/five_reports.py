"""A pipeline of five reports: fetches a token, walks each endpoint until `totalCount` rows are in, renews on 401 and 403.

Usage: five_reports.py BASE_URL FIRST_TOKEN      prints the rows of each report, and how often the token was renewed

FIRST_TOKEN is what it has left from its last run, and may be expired.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

REPORTS = [
    "/stats/agent-activities",
    "/stats/agent-activities/presence",
    "/stats/agent-status",
    "/stats/interactions",
    "/stats/queue-times",
]


class Client:
    def __init__(self, base_url, token):
        self.base_url, self.token, self.renewed = base_url, token, 0

    def renew(self):
        body = urlencode({
            "grant_type": "client_credentials",
            "client_id": "anybody",
            "client_secret": "anything",
            "scope": "stats",
        })
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        with urlopen(Request(f"{self.base_url}/Auth/connect/token", data=body.encode(), headers=headers)) as answer:
            self.token = json.load(answer)["access_token"]
        self.renewed += 1

    def get(self, path, query, retry=True):
        headers = {"Accept": "application/vnd.newvoicemedia.v3+json", "Authorization": f"Bearer {self.token}"}
        try:
            with urlopen(Request(f"{self.base_url}{path}?{urlencode(query)}", headers=headers)) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.code not in (401, 403) or not retry:
                raise
            self.renew()
            return self.get(path, query, retry=False)

    def rows(self, path, query):
        rows, page = [], 1
        while True:
            body = self.get(path, {**query, "limit": 500, "page": page})
            rows += body["items"]
            if not body["items"] or len(rows) >= body["meta"]["totalCount"]:
                return rows
            page += 1


def main(base_url, token):
    client = Client(base_url, token)
    day = datetime.now(timezone.utc) - timedelta(days=1)
    yesterday = {
        "start": day.strftime("%Y-%m-%dT00:00:00.000Z"),
        "end": day.strftime("%Y-%m-%dT23:59:59.999Z"),
        "include": "Processed",
    }
    counts = {
        path: len(client.rows(path, {} if path == "/stats/agent-status" else yesterday)) for path in REPORTS
    }
    print(json.dumps({"rows": counts, "renewed": client.renewed}))


main(*sys.argv[1:])
