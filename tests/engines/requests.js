// Makes one request of a case (cases.py) and tells what a script could read of it.

import { LOADS } from "./loads.js";

const NOTHING = { type: "error", status: 0, url: "", headers: [], body: "" };

// A request takes a body of each kind; the text is the same.
const BODIES = {
  text: (text) => text,
  form: (text) => new URLSearchParams([["text", text]]),
  multipart: (text) => {
    const form = new FormData();
    form.append("text", text);
    return form;
  },
  bytes: (text) => new TextEncoder().encode(text),
  stream: (text) => new Blob([text]).stream(),
};

function bodyOf(work) {
  return work.body === null ? undefined : BODIES[work.kind](work.body);
}

function withFetch(work, signal) {
  const { url, method, headers, credentials, mode, redirect, referrer_policy } = work;
  const options = { method, headers, credentials, mode, redirect, body: bodyOf(work), signal };
  options.referrerPolicy = referrer_policy;
  if (work.kind === "stream") options.duplex = "half";
  return fetch(url, options).then(async (response) => ({
    type: response.type,
    status: response.status,
    url: response.url,
    headers: [...response.headers],
    body: await response.text(),
  }));
}

function headersOf(request) {
  const lines = request.getAllResponseHeaders().split("\r\n").filter(Boolean);
  return lines.map((line) => line.split(/:\s?(.*)/s, 2));
}

function withXHR(work, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(work.method, work.url);
    request.responseType = "text"; // or Firefox complains of bodies that are no XML
    request.withCredentials = work.credentials === "include";
    for (const [name, value] of work.headers) request.setRequestHeader(name, value);
    request.onload = () =>
      resolve({
        type: "",
        status: request.status,
        url: request.responseURL,
        headers: headersOf(request),
        body: request.responseText,
      });
    request.onerror = () => reject(new Error("error event"));
    request.onabort = () => reject(signal.reason);
    if (work.upload_listener) request.upload.onprogress = () => {};
    signal.addEventListener("abort", () => request.abort());
    request.send(bodyOf(work));
  });
}

// A page sees that a frame has loaded, never what: the bed's log has the bytes.
function withFrame(work, signal) {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.onload = () => resolve(NOTHING);
    signal.addEventListener("abort", () => reject(signal.reason));
    frame.src = work.url;
    document.body.append(frame);
  });
}

// What a page is made of: of that, a script knows no more than one word.
function withLoad(work, signal) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    LOADS[work.via](work).then((type) => resolve({ ...NOTHING, type }), reject);
  });
}

const WAYS = { fetch: withFetch, xhr: withXHR, frame: withFrame };

export async function run(work) {
  const abort = new AbortController();
  const started = performance.now();
  const timer = setTimeout(() => abort.abort(new Error(`nothing after ${work.timeout} ms`)), work.timeout);
  try {
    const seen = await (WAYS[work.via] ?? withLoad)(work, abort.signal);
    seen.headers.sort();
    const ended = performance.now();
    return { id: work.id, started, ended, readable: seen.status !== 0, error: "", ...seen };
  } catch (error) {
    const reason = abort.signal.aborted ? abort.signal.reason : error;
    const ended = performance.now();
    return { id: work.id, started, ended, readable: false, error: String(reason), ...NOTHING };
  } finally {
    clearTimeout(timer);
  }
}
