// Send one request of the table the way it asks for, and say what the browser let us read.

export function send(request) {
  return request.via === "XMLHttpRequest" ? byXHR(request) : byFetch(request);
}

async function byFetch({ url, method, headers, body, credentials, hidden }) {
  try {
    const response = await fetch(url, { method, headers, body, credentials });
    return {
      readable: true,
      status: response.status,
      headers: [...response.headers],
      hidden: hidden.map((name) => [name, response.headers.get(name)]),
      body: await response.text(),
      movedTo: response.redirected ? response.url : null,
    };
  } catch (error) {
    return { readable: false, error: String(error) };
  }
}

function byXHR({ url, method, headers, body, credentials, hidden }) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.withCredentials = credentials === "include";
    for (const [name, value] of headers) xhr.setRequestHeader(name, value);
    xhr.onload = () =>
      resolve({
        readable: true,
        status: xhr.status,
        headers: parsed(xhr.getAllResponseHeaders()),
        hidden: hidden.map((name) => [name, xhr.getResponseHeader(name)]),
        body: xhr.responseText,
        movedTo: xhr.responseURL === url ? null : xhr.responseURL,
      });
    xhr.onerror = () => resolve({ readable: false, error: `XMLHttpRequest: error, status ${xhr.status}` });
    xhr.send(body);
  });
}

function parsed(lines) {
  return lines
    .split("\r\n")
    .filter((line) => line)
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
}
