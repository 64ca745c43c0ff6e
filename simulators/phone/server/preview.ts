import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import path from 'node:path';
import type { AppBundle } from '../build/app-bundle';
import { createPreviewBuild } from '../build/preview-build';
import type { Built } from '../build/preview-build';
import { openSourceTree } from '../build/source-tree';

/** An editor writes several times for one save. */
const SETTLE_MS = 80;
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
};

/** The mini program as it is built now, and again after every save. */
export interface Preview {
  bundle(): Promise<AppBundle>;
  /** The bundle as JSON; put into text once per build. */
  json(): Promise<string>;
  /** The source map of a script, as JSON. */
  sourceMap(file: string): Promise<string | undefined>;
  /** A picture or sound of the package: where it lies and what it is. */
  asset(file: string): { readonly place: string; readonly type: string } | undefined;
  /** Hears of every build; answers how to stop hearing. */
  onBuild(listener: (bundle: AppBundle) => void): () => void;
  close(): void;
}

interface PreviewOptions {
  readonly source: string;
  readonly watching: boolean;
  readonly log: (text: string) => void;
}

function report(bundle: AppBundle, log: (text: string) => void): void {
  for (const { level, where, message } of bundle.problems)
    if (level === 'error' || !where.startsWith('miniprogram_npm/')) log(`${level}: ${where} ${message}`);
}

/** Builds at once, and after each change when watching. */
export function openPreview({ source, watching, log }: PreviewOptions): Preview {
  const preview = createPreviewBuild(source);
  const heard = new Set<(bundle: AppBundle) => void>();
  const build = async (): Promise<Built & { readonly json: string }> => {
    const built = await preview.build();
    report(built.bundle, log);
    return { ...built, json: JSON.stringify(built.bundle) };
  };
  let current = build();
  current.catch((cause: unknown) => log(String(cause)));
  const rebuild = (): void => {
    // One build at a time: the next begins where this one ends.
    current = current
      .catch(() => undefined as unknown)
      .then(build)
      .then((built) => {
        for (const listener of heard) listener(built.bundle);
        return built;
      });
    current.catch((cause: unknown) => log(String(cause)));
  };
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  if (watching)
    watcher = watch(source, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, SETTLE_MS);
    });
  return {
    bundle: async () => (await current).bundle,
    json: async () => (await current).json,
    sourceMap: async (file) => (await current).maps.get(file),
    asset: (file) => {
      const type = TYPES[path.extname(file).toLowerCase()];
      const inside = !path.posix.normalize(file).startsWith('..');
      const place = type === undefined || !inside ? undefined : openSourceTree(source).locate(file);
      return place === undefined || type === undefined ? undefined : { place, type };
    },
    onBuild: (listener) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
    close: () => {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
