// Answers as the examples do, one after the other in one process: starting node takes longer than most analyses.
//
// A line of standard input tells the analysis and its environment; a line of standard output is the answer, or what went
// wrong.

import { stdin } from "node:process";
import { createInterface } from "node:readline";

import { Api } from "../../examples/javascript/insights.mjs";

for await (const line of createInterface({ input: stdin })) {
  const { analysis, environment } = JSON.parse(line);
  let told;
  try {
    const { answer } = await import(`../../examples/javascript/${analysis}.mjs`);
    told = { answer: await answer(new Api(environment)) };
  } catch (error) {
    told = { error: String(error.stack) };
  }
  console.log(JSON.stringify(told));
}
