// Which interactions were there, as finally known? A copy that is kept up to date from run to run.
//
// The traps: what was told is told again when more is known of it, and the newest version counts. What is processed late
// belongs to a window that was asked about long ago: `include=Processed` brings it, the default does not.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "./insights.mjs";

export async function answer(api) {
  const file = join(api.stateDir, "mirror.json");
  const copy = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { upTo: null, interactions: [] };
  const interactions = new Map(copy.interactions.map((interaction) => [interaction.guid, interaction]));
  // From where the last answer reached, by its own words: our clock may be ahead of what the platform has processed.
  const start = copy.upTo === null ? api.start : Date.parse(copy.upTo);
  for (const interaction of await api.window("/stats/interactions", { start, include: "Processed" })) {
    // The same interaction comes again and again, each time more complete. Its place in the list says nothing.
    interactions.set(interaction.guid, interaction);
  }
  const known = [...interactions.values()];
  writeFileSync(file, JSON.stringify({ upTo: api.upTo, interactions: known }));
  return known;
}

await main(import.meta.url, answer);
