import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'lock';

/** Takes a data directory for this process, or throws; a lock left by a dead process is taken over. */
export function lockDataDirectory(dir: string): { release(): void } {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, LOCK_FILE);
  const holder = `${process.pid} ${processStart(process.pid) ?? ''}`.trim();
  for (let attempt = 0; ; attempt += 1) {
    try {
      const descriptor = openSync(file, 'wx');
      writeSync(descriptor, `${holder}\n`);
      closeSync(descriptor);
      break;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw cause;
      const pid = livingHolder(file);
      if (pid !== null) {
        throw new Error(`data directory ${dir} is in use by process ${pid} (${file})`, { cause });
      }
      unlinkSync(file);
    }
  }
  return { release: () => unlinkSync(file) };
}

function livingHolder(file: string): number | null {
  const [pidText, start] = readFileSync(file, 'utf8').trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
  // Numbers are used again, in containers almost at once: the start time tells two processes apart.
  const runningSince = processStart(pid);
  return start !== undefined && runningSince !== null && runningSince !== start ? null : pid;
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
