// Runs, in a sandboxed frame, the cases that the page hands over.

import { run } from "./requests.js";

onmessage = async (event) => {
  event.ports[0].postMessage(await run(event.data));
};
