// Show one case: a line that says what came of it, and behind it the whole story.

import { element, prose } from "./dom.js";

const MARKS = {
  good: "✓ readable",
  bad: "✗ refused",
  odd: "! unexpected",
  wait: "… sending",
};
const EFFECTS = {
  fixes: "The line that fixes it goes",
  works: "The line that made it work stands",
  closes: "The line that keeps it closed stands",
};
const HERE = /Firefox\//.test(navigator.userAgent)
  ? "Firefox"
  : /Chrom(e|ium)\//.test(navigator.userAgent)
    ? "Chrome"
    : "Safari";

export function caseView(request) {
  const mark = element("span", { className: "mark" });
  const story = element("dl", { className: "story" });
  const asked = `${request.method} ${request.path}`;
  const heading = element("h3", {}, request.title);
  const view = element(
    "details",
    { id: request.id },
    element("summary", {}, mark, heading, element("span", { className: "asked" }, asked)),
    story,
  );
  setMark(mark, "wait");
  return {
    view,
    show(outcome, arrivals) {
      const verdict = judge(request, outcome);
      setMark(mark, verdict);
      story.replaceChildren(
        row("Sent", sent(request)),
        row("Arrived", arrived(arrivals)),
        row("Browser", outcome.readable ? read(outcome) : refused(request, outcome)),
        row("Why", why(request, verdict)),
        row("Python", python(request)),
      );
      return verdict;
    },
  };
}

function judge(request, outcome) {
  const expected =
    outcome.readable === (request.status !== null) &&
    (!outcome.readable ||
      (outcome.status === request.status && outcome.hidden.every(([, value]) => value === null)));
  if (!expected) return "odd";
  return outcome.readable ? "good" : "bad";
}

function setMark(mark, verdict) {
  mark.className = `mark ${verdict}`;
  mark.textContent = MARKS[verdict];
}

function row(label, contents) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, contents));
}

function block(...contents) {
  return element("pre", {}, ...contents);
}

function paragraph(...contents) {
  return element("p", {}, ...contents);
}

function lines(headers, mark = "") {
  return headers.map(([name, value]) => `\n${mark}${name}: ${value}`).join("");
}

function sent(request) {
  const body = request.body === null ? "" : `\n\n${request.body}`;
  const credentials = request.credentials === "include" ? ", with credentials" : "";
  const why = request.preflight.length
    ? `A preflight first, because of ${listed(request.preflight)}.`
    : "No preflight: any page could always send such a request.";
  return [
    block(`${request.method} ${request.url}${lines(request.headers)}${body}`),
    paragraph(prose(`By \`${request.via}\`${credentials}. ${why}`)),
  ];
}

function listed(reasons) {
  if (reasons.length === 1) return reasons[0];
  return `${reasons.slice(0, -1).join(", ")} and ${reasons.at(-1)}`;
}

function arrived(arrivals) {
  if (!arrivals.length) return paragraph("Nothing.");
  return arrivals.map((arrival) =>
    block(
      element("b", {}, `${arrival.method} ${arrival.path} → ${arrival.status}`),
      element("span", { className: "faint" }, lines(arrival.asked, "→ ")),
      lines(arrival.answered, "← ") || "\n← no CORS header",
    ),
  );
}

function read(outcome) {
  const moved = outcome.movedTo === null ? "" : `, after a redirect to ${outcome.movedTo}`;
  const hidden = outcome.hidden.filter(([, value]) => value === null).map(([name]) => name);
  return [
    block(
      element("b", { className: "good-text" }, `${outcome.status}${moved}`),
      lines(outcome.headers),
      `\n\n${outcome.body.trim()}`,
    ),
    hidden.length ? paragraph(prose(`Hidden from the page: \`${hidden.join("`, `")}\`.`)) : null,
  ];
}

function refused(request, outcome) {
  const error = block(element("b", { className: "bad-text" }, outcome.error));
  if (request.console === null) return [error, paragraph("The console (F12) says more.")];
  const more = paragraph("JavaScript learns no more than that. The console says:");
  return [error, more, consoles(request.console)];
}

function consoles(printed) {
  const names = Object.keys(printed).sort((one, other) => (other === HERE) - (one === HERE));
  return element(
    "dl",
    { className: "consoles" },
    names.map((name) => {
      const here = name === HERE;
      const label = element("dt", {}, name, here ? element("small", {}, " this browser") : null);
      const text = element("dd", {}, block(printed[name].join("\n")));
      return element("div", { className: here ? "here" : "" }, label, text);
    }),
  );
}

function why(request, verdict) {
  const surprise = "This is not what was expected here. Something between the two interferes.";
  return [verdict === "odd" ? paragraph(surprise) : null, paragraph(prose(request.why))];
}

function python(request) {
  const copy = element("button", { type: "button", className: "copy" }, "Copy");
  copy.dataset.text = request.line;
  copy.setAttribute("aria-label", `Copy ${request.line}`);
  const again = request.fixedIn
    ? [" ", element("a", { href: `#${request.fixedIn}` }, "See a request that has it"), "."]
    : [];
  return [
    paragraph(`${EFFECTS[request.effect]} ${request.place}.`, ...again),
    element("div", { className: "python" }, block(request.line), copy),
  ];
}
