// How long did each agent ring, talk, hold and wrap, of each interaction?
//
// The traps: a hold stands on the customer's channel, and the agent's Connected goes on through it. The wrap is part of the
// agent's channel and of the interaction, but nobody talks. What still goes on has no duration.

import { main } from "./insights.mjs";

export async function answer(api) {
  const rows = new Map();
  for (const interaction of await api.window("/stats/interactions")) {
    // What goes on has gone on until now.
    const now = api.now - Date.parse(interaction.start);
    const customers = interaction.channels.filter(isCustomer);
    for (const channel of interaction.channels) {
      // An outside contact has a channel too, and is no agent.
      if (channel.party.role !== "Agent") continue;
      // IDs are texts: "007" and "7" are two agents.
      const agent = channel.party.id;
      // Who is rung twice about one call has two channels, and one row.
      const key = JSON.stringify([agent, interaction.guid]);
      const row = rows.get(key) ?? { agent, interaction: interaction.guid, ring: 0, talk: 0, hold: 0, wrap: 0 };
      rows.set(key, row);
      const hold = sum(customers.map((customer) => held(customer, channel, agent, now)));
      row.ring += length(channel, "Ringing", now);
      row.talk += length(channel, "Connected", now) - hold;
      row.hold += hold;
      row.wrap += length(channel, "Wrap", now);
    }
  }
  return [...rows.values()];
}

const isCustomer = (channel) => channel.party.role === "External" && channel.party.id !== "CCRConnect";
const events = (channel, type) => channel.events.filter((event) => event.type === type);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// When an event ended. Offsets count from the interaction's start, on every channel. A duration of 0 is one, null is none.
const end = (event, now) => (event.duration === null ? now : event.offset + event.duration);
const length = (channel, type, now) => sum(events(channel, type).map((event) => end(event, now) - event.offset));

// How long that agent had the customer on hold. Parked is not held: then the agent is free for others.
function held(customer, channel, agent, now) {
  const holds = events(customer, "Held")
    .filter(({ properties }) => properties?.initiatingAgentId === agent && properties.type !== "Parked");
  return sum(holds.flatMap((hold) => events(channel, "Connected").map((connected) => Math.max(
    0,
    Math.min(end(hold, now), end(connected, now)) - Math.max(hold.offset, connected.offset),
  ))));
}

await main(import.meta.url, answer);
