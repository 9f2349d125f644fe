// Run the table of requests, one after the other, and show what came of each.

import { element } from "./dom.js";
import { send } from "./send.js";
import { caseView } from "./view.js";

const at = (id) => document.getElementById(id);
const summary = at("summary");
const again = at("again");
const fold = at("fold");

async function json(path) {
  const response = await fetch(path);
  return response.json();
}

// What arrived at the API since the last look.
function wire() {
  let latest = 0;
  return async () => {
    const arrivals = await json(`wire.json?after=${latest}`);
    latest = arrivals.at(-1)?.number ?? latest;
    return arrivals;
  };
}

async function run() {
  again.disabled = true;
  summary.textContent = "Sending the requests …";
  try {
    const table = await json("cases.json");
    at("page-origin").textContent = table.page;
    at("api-origin").textContent = table.api;
    const shown = layOut(table.cases);
    const arrivals = wire();
    await arrivals();
    const counts = { good: 0, bad: 0, odd: 0 };
    for (const [request, view] of shown) {
      const outcome = await send(request);
      counts[view.show(outcome, await arrivals())] += 1;
    }
    summarise(counts);
  } catch {
    summary.textContent = "The demo does not answer. Is it still running in the terminal?";
  }
  again.disabled = false;
}

// Put the cases under their headings; what was open stays open.
function layOut(cases) {
  const open = new Set([...document.querySelectorAll("details[open]")].map(({ id }) => id));
  if (!at("cases").childElementCount) open.add(location.hash.slice(1) || cases[0].id);
  const shown = cases.map((request) => [request, caseView(request)]);
  const groups = new Map();
  for (const [request, { view }] of shown) {
    view.open = open.has(request.id);
    if (!groups.has(request.group)) groups.set(request.group, []);
    groups.get(request.group).push(view);
  }
  at("cases").replaceChildren(
    ...[...groups].map(([name, views]) =>
      element("section", {}, element("h2", {}, name), element("div", { className: "group" }, views)),
    ),
  );
  return shown;
}

function summarise({ good, bad, odd }) {
  summary.replaceChildren(
    element("span", { className: "good" }, `✓ ${good} readable`),
    ", ",
    element("span", { className: "bad" }, `✗ ${bad} refused`),
    odd ? ", " : ", as they should be.",
    odd ? element("span", { className: "odd" }, `! ${odd} not as expected`) : "",
  );
  console.info(summary.textContent);
  document.title = `${summary.textContent} crossorigin demo`;
}

async function copy(button) {
  const { text } = button.dataset;
  try {
    await navigator.clipboard.writeText(text);
    at("announcer").textContent = `Copied: ${text}`;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  } catch {
    // No clipboard here: the next key press copies.
    getSelection().selectAllChildren(button.previousElementSibling);
    at("announcer").textContent = `Selected, ready to copy: ${text}`;
  }
}

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

function openOrCloseAll() {
  const opening = fold.textContent === "Open all";
  for (const details of document.querySelectorAll("details")) details.open = opening;
  fold.textContent = opening ? "Close all" : "Open all";
}

again.addEventListener("click", run);
fold.addEventListener("click", openOrCloseAll);
addEventListener("hashchange", openTarget);
at("cases").addEventListener("click", ({ target }) => {
  if (target.classList.contains("copy")) copy(target);
});
run();
