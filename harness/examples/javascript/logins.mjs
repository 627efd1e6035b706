// When did each agent log in and out?
//
// The trap: a login is the change from Logged Out to any other presence, which need not be Ready; a break is no logout, and
// whoever never logs out never logs in.

import { main } from "./insights.mjs";

export async function answer(api) {
  const sessions = [];
  // Of each agent: the session that goes on, and whether the presence before was Logged Out. Maps, since an object would
  // take an ID such as "__proto__" for something else.
  const [open, wasLoggedOut] = [new Map(), new Map()];
  for (const { agentId: agent, category, start } of await api.window("/stats/agent-activities/presence")) {
    const isLoggedOut = category === "LoggedOut";
    if (isLoggedOut) {
      // Logged Out may follow itself, under another label.
      if (open.has(agent)) sessions.push({ ...open.get(agent), logout: start });
      open.delete(agent);
    } else if (!open.has(agent)) {
      // With no Logged Out before it, nobody can tell when the session began.
      open.set(agent, { agent, login: wasLoggedOut.get(agent) ? start : null, logout: null });
    }
    wasLoggedOut.set(agent, isLoggedOut);
  }
  return [...sessions, ...open.values()];
}

await main(import.meta.url, answer);
