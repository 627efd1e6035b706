// A client of the Insights Stats API, with nothing but what node brings along.
//
// What it does is what every client has to do: name a version, keep a token, read all pages, cut long windows, wait when
// asked to. What an analysis is told comes in environment variables; it answers with one JSON document on standard output.

import { argv, env, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const VERSION = "application/vnd.newvoicemedia.v3+json";
const LIMIT = 500;
const LONGEST_WINDOW = 31 * 24 * 60 * 60 * 1000;
const TRIES = 6;
const MAY_PASS = [429, 500, 502, 503, 504];

export class Api {
  constructor(environment = env) {
    this.baseUrl = environment.INSIGHTS_BASE_URL;
    this.tokenUrl = environment.INSIGHTS_TOKEN_URL;
    this.clientId = environment.INSIGHTS_CLIENT_ID;
    this.clientSecret = environment.INSIGHTS_CLIENT_SECRET;
    // One token for everything that is asked: it is good for two hours.
    this.token = environment.INSIGHTS_TOKEN;
    // Instants are milliseconds since 1970: a Date is shown in the time zone of whoever looks at it.
    this.start = Date.parse(environment.INSIGHTS_WINDOW_START);
    this.end = Date.parse(environment.INSIGHTS_WINDOW_END);
    // The server's time. Our own clock may be wrong.
    this.now = Date.parse(environment.INSIGHTS_NOW);
    this.stateDir = environment.INSIGHTS_STATE_DIR;
    // What to ask from next time.
    this.upTo = null;
  }

  // The items of a window, which may be of any length: no piece of it is longer than 31 days.
  async window(path, { start = this.start, ...query } = {}) {
    const items = [];
    do {
      const end = Math.min(start + LONGEST_WINDOW, this.end);
      items.push(...await this.pages(path, { start: text(start), end: text(end), ...query }));
      start = end;
    } while (start < this.end);
    return items;
  }

  // The items of all pages. How many there are, each answer says; for nothing at all, none.
  async pages(path, query = {}) {
    const items = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await this.get(path, { ...query, limit: LIMIT, page });
      items.push(...answer.items);
      pages = answer.meta.pageCount;
      this.upTo = answer.upTo;
    }
    return items;
  }

  // One answer, after as many tries as it takes and is decent.
  async get(path, query) {
    let [wait, isRenewed] = [500, false];
    for (let tried = 1; ; tried++) {
      const response = await fetch(`${this.baseUrl}${path}?${new URLSearchParams(query)}`, {
        headers: { Accept: VERSION, Authorization: `Bearer ${this.token}` },
      });
      if (response.ok) return response.json();
      const refusal = `${response.status} to ${path}: ${await response.text()}`;
      if (response.status === 401 && !isRenewed) {
        await this.renew();
        isRenewed = true;
        continue;
      }
      if (!MAY_PASS.includes(response.status) || tried === TRIES) throw new Error(refusal);
      // The server knows best how long; if it does not say, each time twice as long.
      const told = response.headers.get("retry-after");
      await sleep(told === null ? wait : Number(told) * 1000);
      wait *= 2;
    }
  }

  async renew() {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      scope: "stats",
      client_id: this.clientId,
      client_secret: this.clientSecret,
    });
    const response = await fetch(this.tokenUrl, { method: "POST", body });
    if (!response.ok) throw new Error(`${response.status} to a token request: ${await response.text()}`);
    this.token = (await response.json()).access_token;
  }
}

// An instant as the API writes it, which is always UTC.
export function text(instant) {
  return new Date(instant).toISOString();
}

// Answers, if the module of that address is what was started.
export async function main(module, answer) {
  if (module !== pathToFileURL(argv[1]).href) return;
  stdout.write(JSON.stringify(await answer(new Api())));
}
