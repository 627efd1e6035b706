"""A nightly extract by plain dates, as a warehouse job does it: every page of yesterday's interactions, field by field.

Usage: daily_extract.py BASE_URL      prints the number of interactions
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode
from urllib.request import Request, urlopen

FIELDS = (
    "guid conversationGuid status medium mediumManager start duration direction serviceName connectTo connectFrom"
    " categorizedAt interactionPlanMapping channels"
).split()


def token(base_url):
    body = urlencode({
        "grant_type": "client_credentials",
        "client_id": "anybody",
        "client_secret": "anything",
        "scope": "stats",
    })
    with urlopen(Request(f"{base_url}/Auth/connect/token", data=body.encode())) as answer:
        return json.load(answer)["access_token"]


def main(base_url):
    today = datetime.now(timezone.utc).date()
    headers = {
        "Accept": "application/vnd.newvoicemedia.v3+json",
        "Authorization": f"bearer {token(base_url)}",
    }
    rows = []
    page, pages = 1, 1
    while page <= pages:
        query = f"limit=5000&page={page}&start={today - timedelta(days=1)}&end={today}"
        with urlopen(Request(f"{base_url}/stats/interactions?{query}", headers=headers)) as answer:
            body = json.load(answer)
        pages = body["meta"]["pageCount"]
        rows += [[item[field] for field in FIELDS] for item in body["items"]]
        page += 1
    print(json.dumps({"interactions": len(rows)}))


main(*sys.argv[1:])
