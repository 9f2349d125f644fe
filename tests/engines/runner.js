// Runs the cases of one script (cases.py) and posts what could be read to this page's own origin.

const NOTHING = { status: 0, url: "", headers: [], body: "" };

function withFetch(work, signal) {
  const { url, method, headers, body, credentials } = work;
  return fetch(url, { method, headers, body, credentials, signal }).then(async (response) => ({
    status: response.status,
    url: response.url,
    headers: [...response.headers],
    body: await response.text(),
  }));
}

function headersOf(request) {
  const lines = request.getAllResponseHeaders().trim().split("\r\n").filter(Boolean);
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
        status: request.status,
        url: request.responseURL,
        headers: headersOf(request),
        body: request.responseText,
      });
    request.onerror = () => reject(new Error("error event"));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.send(work.body);
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

const WAYS = { fetch: withFetch, xhr: withXHR, frame: withFrame };

async function run(work, timeout) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`nothing after ${timeout} ms`)), timeout);
  try {
    const seen = await WAYS[work.via](work, abort.signal);
    seen.headers.sort();
    return { id: work.id, readable: seen.status !== 0, error: "", ...seen };
  } catch (error) {
    const reason = abort.signal.aborted ? abort.signal.reason : error;
    return { id: work.id, readable: false, error: String(reason), ...NOTHING };
  } finally {
    clearTimeout(timer);
  }
}

const script = await (await fetch("script.json")).json();
const waiting = script.cases.values(); // one iterator, shared by every worker
const results = [];

async function work() {
  for (const next of waiting) results.push(await run(next, script.timeout));
}

await Promise.all(Array.from({ length: script.concurrency }, work));
console.log(script.farewell);
await fetch("report", { method: "POST", body: JSON.stringify(results) });
