import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Named in the environment, a browser needs no search. */
const NAMED_IN = ['CHROME_PATH', 'PUPPETEER_EXECUTABLE_PATH'] as const;

/** A browser without windows comes first: a page in it takes a quarter of the processor time. */
const COMMANDS = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PROGRAMS = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

/** A browser inside an npm package, for Linux on x64; the last line of it that runs on Node 20. */
const PACKAGED = '@sparticuz/chromium@143.0.4';
const PACKAGED_IN = path.resolve(__dirname, '..', 'node_modules', '.cache', 'browser');

/** No download here should take longer; past this the sentence at the end helps more. */
const BRING_WITHIN_MS = 300_000;

/** What the distribution calls a browser, the one without windows first; older ones have none. */
const DISTRIBUTED = ['chromium-headless-shell', 'chromium'] as const;

/**
 * What no test looks at and a browser with windows does all the same: pages for suggestions below an address bar, made
 * with every window. Of several lists the last one counts, so what Playwright leaves out is named again.
 */
const LEFT_OUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
] as const;

/** Arguments that let the browser start in a container and leave the network alone. */
export const BROWSER_ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${LEFT_OUT.join(',')}`,
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An installed command may be a stub that asks for another package manager: only one that answers counts. */
function answers(file: string): boolean {
  try {
    // On Windows `--version` opens a window instead.
    if (process.platform !== 'win32')
      execFileSync(file, ['--version'], { stdio: 'pipe', timeout: BRING_WITHIN_MS });
    return true;
  } catch {
    return false;
  }
}

function candidates(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const programs = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined ? [] : WINDOWS_PROGRAMS.map((program) => path.join(folder, program));
  });
  return [...onPath, ...APPLICATIONS, ...programs];
}

function installed(): string | undefined {
  return candidates().find((file) => isExecutable(file) && answers(file));
}

function run(
  command: string,
  commandArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): string {
  return execFileSync(command, commandArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: BRING_WITHIN_MS,
    env: { ...process.env, ...environment },
  });
}

/** The distribution's browser with a Chinese font, where we may install. */
function fromDistribution(): string | undefined {
  const mayInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!mayInstall) return undefined;
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update'], environment);
  const install = ['-o', 'DPkg::Lock::Timeout=240', 'install', '-y', '--no-install-recommends'];
  for (const browser of DISTRIBUTED) {
    const found = attempt(() => {
      run('apt-get', [...install, browser, 'fonts-noto-cjk'], environment);
      return installed();
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The browser of an npm package, unpacked by the package itself. Its libraries come along for machines that have
 * none, which is why a launcher stands before it.
 */
function fromPackage(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const launcher = path.join(PACKAGED_IN, 'launch-chromium');
  if (isExecutable(launcher)) return launcher;
  // Not the machine's temporary directory: there, anyone could lay down what we start.
  const unpacked = path.join(PACKAGED_IN, 'unpacked');
  mkdirSync(unpacked, { recursive: true });
  const npm = ['install', '--prefix', PACKAGED_IN, '--no-save', '--no-audit', '--no-fund', PACKAGED];
  run('npm', npm);
  const module = path.join(PACKAGED_IN, 'node_modules', '@sparticuz', 'chromium', 'build', 'esm', 'index.js');
  const unpack = `import chromium from ${JSON.stringify(module)}; await chromium.executablePath();`;
  // Only for this name does the package unpack the libraries.
  const environment = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', TMPDIR: unpacked };
  run(process.execPath, ['--input-type=module', '-e', unpack], environment);
  const libraries = path.join(unpacked, 'al2023', 'lib');
  const binary = path.join(unpacked, 'chromium');
  const script = `#!/bin/sh
LD_LIBRARY_PATH="${libraries}:$LD_LIBRARY_PATH" exec "${binary}" "$@"
`;
  writeFileSync(launcher, script, { mode: 0o755 });
  return answers(launcher) ? launcher : undefined;
}

function attempt(bring: () => string | undefined): string | undefined {
  try {
    return bring();
  } catch (cause) {
    // The next way may work; when none does, the sentence at the end says what to do.
    console.error(`no browser that way: ${String(cause).split('\n')[0]}`);
    return undefined;
  }
}

/**
 * The executable of a Chrome, Chromium or Edge: named in `CHROME_PATH`, installed, or brought here.
 * @throws Error with one line on what to install when there is none
 */
export async function findBrowser(): Promise<string> {
  const named = NAMED_IN.map((name) => process.env[name]).find((file) => file !== undefined && file !== '');
  const found = named ?? installed() ?? attempt(fromDistribution) ?? attempt(fromPackage);
  if (found === undefined)
    throw new Error('no browser: install Chrome, Chromium or Edge, or set CHROME_PATH to its executable');
  return found;
}
