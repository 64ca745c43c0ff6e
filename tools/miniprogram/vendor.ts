import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { componentClosure } from './component-closure';
import { cutIconSheet, iconNames, iconsIn } from './icon-font';
import { ICON_FONT, NPM_FOLDER, SOURCE_DIR, TDESIGN_DIR } from './places';
import { filesBelow } from './source-files';

const LIBRARY = 'tdesign-miniprogram';
const ICON_SHEET = 'icon/icon.wxss';
const STAMP = '.vendored';
const MAY_NAME_ICONS = /\.(js|ts|wxml|wxs|json)$/;

export interface Vendored {
  readonly files: number;
  readonly icons: readonly string[];
  /** False when what was there already was right. */
  readonly changed: boolean;
}

interface SourceText {
  readonly file: string;
  readonly text: string;
}

function ownSources(): SourceText[] {
  return filesBelow(SOURCE_DIR)
    .filter((file) => !file.startsWith(`${NPM_FOLDER}/`) && /\.(ts|wxml|wxs|json|wxss)$/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(SOURCE_DIR, file), 'utf8') }));
}

/** The library's components and style sheets that the mini program names. */
export function libraryEntries(sources: readonly SourceText[]): string[] {
  const components = sources
    .filter(({ file }) => file.endsWith('.json'))
    .flatMap(({ text }) => [...text.matchAll(/"tdesign-miniprogram\/([^"]+)"/g)]);
  const sheets = sources
    .filter(({ file }) => file.endsWith('.wxss'))
    .flatMap(({ text }) => [...text.matchAll(/miniprogram_npm\/tdesign-miniprogram\/([^"']+\.wxss)/g)]);
  return [...new Set([...components, ...sheets].map((match) => match[1] ?? ''))].sort();
}

function wantedIcons(sources: readonly SourceText[], closure: readonly string[]): string[] {
  const known = iconNames(readFileSync(path.join(TDESIGN_DIR, ICON_SHEET), 'utf8'));
  const texts = [
    ...sources.filter(({ file }) => MAY_NAME_ICONS.test(file)).map(({ text }) => text),
    ...closure
      .filter((file) => MAY_NAME_ICONS.test(file))
      .map((file) => readFileSync(path.join(TDESIGN_DIR, file), 'utf8')),
  ];
  return [...new Set(texts.flatMap((text) => iconsIn(text, known)))].sort();
}

function libraryVersion(): string {
  const manifest = readFileSync(path.join(TDESIGN_DIR, '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function write(target: string, closure: readonly string[], icons: readonly string[]): Promise<void> {
  for (const file of closure) {
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    cpSync(path.join(TDESIGN_DIR, file), path.join(target, file));
  }
  if (!closure.includes(ICON_SHEET)) return;
  const sheet = readFileSync(path.join(TDESIGN_DIR, ICON_SHEET), 'utf8');
  const { styleSheet } = await cutIconSheet(sheet, readFileSync(ICON_FONT), icons);
  writeFileSync(path.join(target, ICON_SHEET), styleSheet);
}

/**
 * Puts the parts of the interface library that the mini program uses where WeChat looks for them, so that DevTools
 * opens the sources without its "build npm" step. Repeating it with nothing changed writes nothing.
 */
export async function vendor(): Promise<Vendored> {
  const sources = ownSources();
  const closure = componentClosure(TDESIGN_DIR, libraryEntries(sources));
  const icons = wantedIcons(sources, closure);
  const stamp = createHash('sha256')
    .update(JSON.stringify([libraryVersion(), closure, icons, readFileSync(__filename, 'utf8')]))
    .digest('hex');
  const folder = path.join(SOURCE_DIR, NPM_FOLDER);
  const stampFile = path.join(folder, STAMP);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp)
    return { files: closure.length, icons, changed: false };
  // Made beside and then renamed: whoever reads the folder meanwhile sees all of the old one or all of the new one.
  const fresh = `${folder}.${process.pid}`;
  await write(path.join(fresh, LIBRARY), closure, icons);
  writeFileSync(path.join(fresh, STAMP), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return { files: closure.length, icons, changed: true };
}
