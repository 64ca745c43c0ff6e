/**
 * A phone without a screen: the part of `wx` the platform layer uses, with what was done recorded and what the cloud
 * answers chosen by the test. Import it before anything of the mini program, since stores read the phone as they load.
 */
type Answer = (params: never) => unknown;

export interface Done {
  readonly api: string;
  readonly argument: unknown;
}

class FakePhone {
  readonly done: Done[] = [];
  readonly stored = new Map<string, unknown>();
  /** What each method of the cloud answers; anything else never answers. */
  answers: Record<string, Answer> = {};
  /** What a `wx` call with a sheet fails with; absent: it succeeds with the value of `results`. */
  failures: Record<string, string> = {};
  results: Record<string, unknown> = {};
  pages: { route: string }[] = [{ route: 'pages/home/home' }];

  calls(api: string): unknown[] {
    return this.done.filter((entry) => entry.api === api).map(({ argument }) => argument);
  }

  /** The calls of the cloud, oldest first. */
  cloudCalls(): { method: string; params: unknown }[] {
    return this.calls('callFunction').map((argument) => {
      const { method, params } = (argument as { data: { method: string; params: unknown } }).data;
      return { method, params };
    });
  }

  /** Ends a test: what was still to happen happens, and nothing is remembered. */
  forget(): void {
    letTimePass();
    this.done.length = 0;
    this.answers = {};
    this.failures = {};
    this.results = {};
    this.pages = [{ route: 'pages/home/home' }];
  }
}

/** The phone under every test of a file. */
export const phone = new FakePhone();

/** What the server answers when it says yes. */
export function accepted(value: unknown): unknown {
  return { ok: true, value };
}

/** What the server answers when it says no. */
export function refused(code: string, message: string, detail?: unknown): unknown {
  return { ok: false, refusal: { code, message, ...(detail !== undefined && { detail }) } };
}

/** An answer that got lost on the way. */
export function lost(): never {
  throw Object.assign(new Error('lost'), { errMsg: 'cloud.callFunction:fail timeout' });
}

/**
 * Timers that still run when a test ends would reach into the next one, which shares the modules: a double tap is
 * remembered for a moment, say. A test's end is later than all of them.
 */
const running = new Map<unknown, () => void>();
const { setTimeout: start, clearTimeout: stop } = globalThis;

function startTimer(then: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): unknown {
  const end = (): void => {
    running.delete(timer);
    then(...args);
  };
  const timer: unknown = start(end, ms);
  running.set(timer, end);
  return timer;
}

function stopTimer(timer: unknown): void {
  running.delete(timer);
  stop(timer as number);
}

Object.assign(globalThis, { setTimeout: startTimer, clearTimeout: stopTimer });

/** Ends every timer that runs now, as waiting would. */
function letTimePass(): void {
  for (const [timer, end] of Array.from(running)) {
    stop(timer as number);
    end();
  }
}

function note(api: string, argument: unknown): void {
  phone.done.push({ api, argument });
}

/** An interface that ends as the test said. */
function sheet(api: string): (argument?: unknown) => Promise<unknown> {
  return async (argument) => {
    note(api, argument);
    const failure = phone.failures[api];
    if (failure !== undefined) throw Object.assign(new Error(failure), { errMsg: failure });
    return phone.results[api] ?? {};
  };
}

function callFunction(argument: { data: { method: string; params: unknown } }): Promise<unknown> {
  note('callFunction', argument);
  const answer = phone.answers[argument.data.method];
  if (answer === undefined) return new Promise(() => undefined);
  return Promise.resolve().then(() => ({ result: answer(argument.data.params as never) }));
}

interface Upload {
  readonly cloudPath: string;
  success(done: { readonly fileID: string }): void;
  fail(error: { readonly errMsg: string }): void;
}

function uploadFile(upload: Upload): void {
  note('uploadFile', upload);
  const errMsg = phone.failures['uploadFile'];
  void Promise.resolve().then(() =>
    errMsg === undefined
      ? upload.success({ fileID: `cloud://shop/${upload.cloudPath}` })
      : upload.fail({ errMsg }),
  );
}

const SHEETS = [
  'requestPayment',
  'showToast',
  'showModal',
  'showActionSheet',
  'scanCode',
  'chooseMedia',
  'previewImage',
  'chooseAddress',
  'requestSubscribeMessage',
  'getSetting',
  'setClipboardData',
  'navigateToMiniProgram',
  'switchTab',
  'navigateTo',
  'redirectTo',
  'navigateBack',
  'setNavigationBarTitle',
  'stopPullDownRefresh',
  'vibrateLong',
  'makePhoneCall',
] as const;

const wx = {
  cloud: {
    init: (argument: unknown) => note('cloud.init', argument),
    callFunction,
    uploadFile,
  },
  ...Object.fromEntries(SHEETS.map((api) => [api, sheet(api)])),
  getStorageSync: (key: string) => phone.stored.get(key) ?? '',
  clearStorageSync: () => phone.stored.clear(),
  setStorageSync: (key: string, value: unknown) => phone.stored.set(key, value),
  onNetworkStatusChange: () => undefined,
  getAccountInfoSync: () => ({ miniProgram: { version: '1.0.0', envVersion: 'release' } }),
  getRealtimeLogManager: () => ({
    setFilterMsg: (text: string) => note('log.filter', text),
    addFilterMsg: (text: string) => note('log.filter', text),
    info: (...line: unknown[]) => note('log.info', line),
    error: (...line: unknown[]) => note('log.error', line),
  }),
  getAppBaseInfo: () => ({ SDKVersion: '3.8.12', theme: 'light' }),
  getWindowInfo: () => ({ windowWidth: 375, windowHeight: 700 }),
  canIUse: () => true,
  nextTick: (then: () => void) => setTimeout(then),
};

Object.assign(globalThis, { wx, getCurrentPages: () => phone.pages, getApp: () => ({ globalData: {} }) });
