import type { Problem } from '../build/app-bundle';
import { tellFrame } from './frame-link';

/** More than anybody reads; the console has them all. */
const SHOWN = 30;

let box: HTMLElement | undefined;
const shown: string[] = [];

/** The lines of a stack that are the mini program's: those of the phone itself help nobody who writes one. */
function ownLines(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at .*\/phone\/runtime\.js/.test(line))
    .join('\n');
}

function textOf(error: unknown): string {
  if (error instanceof Error) return ownLines(error.stack ?? `${error.name}: ${error.message}`);
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg);
  return typeof error === 'string' ? error : JSON.stringify(error);
}

function draw(): void {
  box ??= document.body.appendChild(Object.assign(document.createElement('details'), { id: 'ph-problems' }));
  const summary = document.createElement('summary');
  summary.textContent = `${shown.length} 个问题`;
  const list = document.createElement('ol');
  for (const text of shown.slice(-SHOWN)) {
    const item = list.appendChild(document.createElement('li'));
    item.textContent = text;
  }
  const close = document.createElement('button');
  close.textContent = '清除';
  close.addEventListener('click', () => {
    shown.length = 0;
    box?.remove();
    box = undefined;
  });
  box.replaceChildren(summary, close, list);
}

/** Shows the developer, on the phone's own screen, what went wrong; nothing fails in silence. */
export function reportProblem(where: string, error: unknown): void {
  const text = [where, textOf(error)].filter(Boolean).join(': ');
  console.error(`[小铺手机] ${text}`);
  tellFrame({ kind: 'problem', text });
  if (shown.includes(text)) return;
  shown.push(text);
  draw();
}

const remarks = new Set<string>();

/** A remark that does not stop anything, made once, in the console. */
export function remark(text: string): void {
  // What others published is theirs to mend.
  if (remarks.has(text) || text.includes('miniprogram_npm/')) return;
  remarks.add(text);
  console.warn(`[小铺手机] ${text}`);
}

/** What the mini program deals with by itself: in the console and the frame's timeline, not over its screen. */
export function reportHandled(text: string): void {
  remark(text);
  tellFrame({ kind: 'remark', text });
}

/** What the build found. An error is shown over everything and left open. */
export function reportBuildProblems(problems: readonly Problem[]): void {
  for (const { level, where, message } of problems) {
    if (level === 'warning') remark(`${where} ${message}`);
    else reportProblem(where, message);
  }
  if (box !== undefined && problems.some(({ level }) => level === 'error')) box.setAttribute('open', '');
}

/** Runs what belongs to the mini program; its exception is shown and goes no further. */
export function guarded<Value>(where: string, work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    reportProblem(where, error);
    return undefined;
  }
}

/** Catches what nobody else does. */
export function catchEverything(): void {
  window.addEventListener('error', ({ error, message }) => reportProblem('', error ?? message));
  window.addEventListener('unhandledrejection', ({ reason }) => reportProblem('未处理的 Promise', reason));
}
