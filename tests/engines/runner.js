// Runs the cases of one script (cases.py) and posts what could be read to this page's own origin.

import { run } from "./requests.js";

function frameWith(sandbox) {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    if (sandbox) frame.sandbox = sandbox;
    frame.onload = () => resolve(frame.contentWindow);
    frame.src = "sandbox.html";
    document.body.append(frame);
  });
}

// A sandboxed frame has an opaque origin: what it requests comes from `null`.
const sandboxed = frameWith("allow-scripts");
const framed = frameWith("");

async function runInFrame(work) {
  const frame = await (work.sandboxed ? sandboxed : framed);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
    frame.postMessage(work, "*", [port2]);
  });
}

// The cases of a chain run one after another.
function chained(cases) {
  const chains = new Map();
  for (const next of cases) {
    const name = next.chain || next.id;
    chains.set(name, [...(chains.get(name) ?? []), next]);
  }
  return chains.values();
}

const script = await (await fetch("script.json")).json();
const waiting = chained(script.cases); // one iterator, shared by every worker
const results = [];

async function work() {
  for (const chain of waiting) {
    for (const next of chain) {
      const where = next.sandboxed || next.framed ? runInFrame : run;
      results.push(await where(next));
    }
  }
}

await Promise.all(Array.from({ length: script.concurrency }, work));
console.log(script.farewell);
await fetch("report", { method: "POST", body: JSON.stringify(results) });
if (script.next_page) location.href = script.next_page;
