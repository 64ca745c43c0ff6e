// One instance of a function: a worker thread with its own process.env, one event at a time.
// Plain CommonJS, because a worker starts without the loader its parent may run under.
'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const loadBundle = require('./load-bundle.cjs');

const MAX_RESULT_BYTES = 6 * 1024 * 1024;
const RealDate = Date;
let clockOffsetMs = workerData.clockOffsetMs;
let identityKeys = [];

/** A Date whose now is the cloud's, not the machine's; everything else is the real one. */
function CloudDate(...parts) {
  if (new.target === undefined) return new RealDate(CloudDate.now()).toString();
  const target = new.target === CloudDate ? RealDate : new.target;
  return Reflect.construct(RealDate, parts.length === 0 ? [CloudDate.now()] : parts, target);
}
Object.defineProperty(CloudDate, 'name', { value: 'Date' });
Object.defineProperty(CloudDate, 'length', { value: 7 });
CloudDate.prototype = RealDate.prototype;
CloudDate.now = () => RealDate.now() + clockOffsetMs;
CloudDate.parse = RealDate.parse;
CloudDate.UTC = RealDate.UTC;
Object.defineProperty(RealDate.prototype, 'constructor', {
  value: CloudDate,
  writable: true,
  configurable: true,
});
globalThis.Date = CloudDate;

function describe(error) {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { name: 'Error', message: String(error?.message ?? error), stack: '' };
}

function pendingTimers() {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate').length;
}

let main;
let keepCode;
try {
  const bundle = loadBundle(workerData.file, workerData.codeCacheDir);
  ({ keepCode } = bundle);
  ({ main } = bundle.exports);
  if (typeof main !== 'function') throw new Error(`${workerData.file} exports no function main`);
  parentPort.postMessage({ kind: 'ready' });
} catch (error) {
  parentPort.postMessage({ kind: 'broken', error: describe(error) });
}

parentPort.on('message', async ({ id, event, context, environment, offsetMs }) => {
  clockOffsetMs = offsetMs;
  // The platform's own bootstrap never deletes: the previous caller's identity would stay readable.
  for (const key of identityKeys) delete process.env[key];
  identityKeys = Object.keys(environment);
  Object.assign(process.env, environment);
  const timersBefore = pendingTimers();
  try {
    const result = (await main(event, context)) ?? null;
    const text = JSON.stringify(result) ?? 'null';
    if (Buffer.byteLength(text) > MAX_RESULT_BYTES)
      throw new Error('body size is too long: a result is limited to 6 MB');
    parentPort.postMessage({ kind: 'result', id, text, pendingTimers: pendingTimers() - timersBefore });
  } catch (error) {
    parentPort.postMessage({ kind: 'failed', id, error: describe(error) });
    return;
  }
  try {
    keepCode();
  } catch (error) {
    // The event is answered; only the next instance starts slower.
    console.error(`the compiled code cannot be kept: ${describe(error).message}`);
  }
});
