import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'lock';

/** Each failed attempt means that somebody else was quicker; this often in a row is something else. */
const MAX_ATTEMPTS = 5;

/** Takes a data directory for this process, or throws; a lock left by a dead process is taken over. */
export function lockDataDirectory(dir: string): { release(): void } {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, LOCK_FILE);
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${processStart(process.pid) ?? ''}`.trim());
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Linking makes the lock appear with its content: nobody can read it half written.
        linkSync(mine, file);
        return { release: () => unlinkSync(file) };
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === MAX_ATTEMPTS) throw cause;
        removeStaleLock(dir, file);
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes the lock of a dead process; throws if its holder lives. */
function removeStaleLock(dir: string, file: string): void {
  const found = readLock(file);
  if (found === null) return;
  refuseLiving(dir, found);
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  // Another process may have taken over between reading and renaming: then it is its lock that moved.
  const moved = readLock(aside);
  if (moved !== found) linkSync(aside, file);
  unlinkSync(aside);
  if (moved !== null && moved !== found) refuseLiving(dir, moved);
}

function readLock(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

function refuseLiving(dir: string, lock: string): void {
  const [pidText, start] = lock.trim().split(' ');
  const pid = Number(pidText);
  if (Number.isInteger(pid) && pid > 0 && isRunning(pid, start)) {
    throw new Error(`data directory ${dir} is in use by process ${pid}`);
  }
}

function isRunning(pid: number, start: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Numbers are used again, in containers almost at once: the start time tells two processes apart.
  const runningSince = processStart(pid);
  return start === undefined || runningSince === null || runningSince === start;
}

/** Start time in clock ticks where the system has /proc, else null. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // No /proc, or the process just went: the caller falls back to the number alone.
    return null;
  }
}
