"use strict";
const cases = [...document.querySelectorAll(".case")];
const words = new Map(cases.map((one) => [one, one.textContent.toLowerCase()]));
const search = document.getElementById("search");
const filters = [...document.querySelectorAll("#controls button")];

// What is asked for stands in the address, so that it can be sent to somebody.
function asked() {
  const pressed = filters.filter((button) => button.getAttribute("aria-pressed") === "true");
  return {
    text: search.value.trim().toLowerCase(),
    outcomes: pressed.map((button) => button.dataset.outcome).filter(Boolean),
    kinds: pressed.map((button) => button.dataset.kind).filter(Boolean),
  };
}

function show() {
  const { text, outcomes, kinds } = asked();
  const parts = text.split(/\s+/);
  let shown = 0;
  for (const one of cases) {
    const found = one.dataset.kinds.split("\n");
    const fits =
      (outcomes.length === 0 || outcomes.includes(one.dataset.outcome)) &&
      (kinds.length === 0 || kinds.some((kind) => found.includes(kind))) &&
      parts.every((part) => words.get(one).includes(part));
    one.hidden = !fits;
    shown += fits;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector(".case:not([hidden])");
  }
  document.getElementById("nothing").hidden = shown > 0;
  const state = new URLSearchParams();
  if (text) state.set("q", search.value.trim());
  for (const outcome of outcomes) state.append("outcome", outcome);
  for (const kind of kinds) state.append("kind", kind);
  history.replaceState(null, "", `#${state}`);
}

const state = new URLSearchParams(location.hash.slice(1));
search.value = state.get("q") ?? "";
for (const button of filters) {
  const { outcome, kind } = button.dataset;
  const on = outcome ? state.getAll("outcome").includes(outcome) : state.getAll("kind").includes(kind);
  button.setAttribute("aria-pressed", on);
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    show();
  });
}
search.addEventListener("input", show);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "copied";
  });
}
document.getElementById("controls").hidden = false;
show();
