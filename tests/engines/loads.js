// Loads what a page is made of, and tells how much of it a script can read.

const READ = "read"; // what it is
const LOADED = "loaded"; // that it is there, no more

function here(element, work) {
  if (work.cross_origin !== null) element.crossOrigin = work.cross_origin;
  return new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = () => reject(new Error("error event"));
  });
}

function readBy(look) {
  try {
    look();
    return READ;
  } catch {
    return LOADED;
  }
}

async function image(work) {
  const element = new Image();
  const loaded = here(element, work);
  element.src = work.url;
  await loaded;
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.drawImage(element, 0, 0);
  return readBy(() => canvas.getImageData(0, 0, 1, 1));
}

async function style(work) {
  const element = document.createElement("link");
  element.rel = "stylesheet";
  const loaded = here(element, work);
  element.href = work.url;
  document.head.append(element);
  await loaded;
  return readBy(() => element.sheet.cssRules.length);
}

// The script throws; who may not read it is not told what.
async function script(work) {
  let message = "";
  const hear = (event) => (message = event.message);
  addEventListener("error", hear);
  const element = document.createElement("script");
  const loaded = here(element, work);
  element.src = work.url;
  document.head.append(element);
  await loaded.finally(() => removeEventListener("error", hear));
  return message.includes("thrown") ? READ : LOADED;
}

async function module(work) {
  return (await import(work.url)).default;
}

async function font(work) {
  await new FontFace("tiny", `url(${work.url})`).load();
  return READ;
}

async function timing(work) {
  const { mode, credentials } = work;
  const found = new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName(work.url);
      if (!entry) return;
      observer.disconnect();
      resolve(entry);
    });
    observer.observe({ type: "resource", buffered: true });
  });
  await (await fetch(work.url, { mode, credentials })).text();
  return (await found).requestStart > 0 ? READ : LOADED;
}

export const LOADS = { image, style, script, module, font, timing };
