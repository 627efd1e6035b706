// When was a customer handed over, by whom and to whom?
//
// The trap: there is no transfer event. An agent leaves while the customer stays, and somebody else has the customer or
// will: a colleague who was consulted before, one who is rung as the agent leaves, or whoever answers from a queue. A consult
// from which the agent comes back is no transfer, and a conference is none.

import { main, text } from "./insights.mjs";

// So many milliseconds after a consult or a blind transfer has begun, the colleague is rung.
const RINGS_AFTER = 6;

export async function answer(api) {
  return (await api.window("/stats/interactions")).flatMap((interaction) => [...transfers(interaction)]);
}

function* transfers({ guid, start, channels }) {
  const customer = channels.find(isCustomer);
  const agents = channels.filter((channel) => channel.party.role === "Agent");
  for (const channel of customer ? agents : []) {
    const gone = left(channel);
    if (gone === null) continue;
    const taken = consulted(customer, agents, channel, gone) ?? rung(agents, gone) ?? queued(customer, agents, gone);
    // Offsets count from the interaction's start.
    if (taken) yield { interaction: guid, at: text(Date.parse(start) + gone), from: channel.party.id, to: taken.to };
  }
}

const isCustomer = (channel) => channel.party.role === "External" && channel.party.id !== "CCRConnect";
const events = (channel, type) => channel.events.filter((event) => event.type === type);
const end = ({ offset, duration }) => (duration === null ? null : offset + duration);

// When an agent who had been connected left: where the wrap begins, since that is part of the channel.
function left(channel) {
  if (events(channel, "Connected").length === 0) return null;
  const [wrap] = events(channel, "Wrap");
  return wrap ? wrap.offset : end(channel);
}

// When an agent had left, or had stopped ringing.
const done = (channel) => left(channel) ?? end(channel);

// The colleague, if they answered: who rings and never answers has been given nobody.
const receiver = (channel) => ({ to: events(channel, "Connected").length > 0 ? channel.party.id : null });

// The colleague who had been asked before: the customer's hold outlasts the agent.
//
// It does not when the agent has come back from the consult, nor when all three have talked before the agent leaves.
function consulted(customer, agents, leaver, gone) {
  const outlasts = (ended) => ended === null || ended > gone;
  const hold = events(customer, "Held").find((held) =>
    held.properties.type === "Held" && held.offset <= gone && outlasts(end(held)));
  const colleague = agents.findLast((channel) =>
    leaver.offset < channel.offset && channel.offset <= gone + RINGS_AFTER && outlasts(done(channel)));
  if (!hold || !colleague) return null;
  if (hold.properties.initiatingAgentId === leaver.party.id) return receiver(colleague);
  // Another agent's hold goes on for its own reasons, unless it ends just as the colleague gets the customer. Where that
  // agent has left by then, it was that agent who transferred.
  const [connected] = events(colleague, "Connected");
  const gets = connected && (connected.offset <= gone ? gone + 1 : connected.offset);
  if (!connected || end(hold) !== gets) return null;
  const holders = agents.filter((channel) => channel.party.id === hold.properties.initiatingAgentId);
  return holders.some((channel) => (done(channel) ?? Infinity) >= gets) ? receiver(colleague) : null;
}

// The colleague who is rung as the agent leaves: a blind transfer.
function rung(agents, gone) {
  const colleague = agents.find((channel) => channel.offset === gone + RINGS_AFTER);
  return colleague ? receiver(colleague) : null;
}

// Whoever answers from the queue that begins as the agent leaves; nobody yet while it is waited for.
function queued(customer, agents, gone) {
  const queue = events(customer, "Queue").find(({ offset }) => offset === gone);
  if (!queue) return null;
  const answered = (channel) => events(channel, "Connected").some(({ offset }) => offset === end(queue));
  const taken = queue.properties.result === "Delivered" && agents.find(answered);
  return taken ? receiver(taken) : { to: null };
}

await main(import.meta.url, answer);
