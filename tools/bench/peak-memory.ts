import { readFileSync } from 'node:fs';

/**
 * The most memory this process has held so far, in bytes. Linux counts it for each program (`VmHWM` of
 * proc_pid_status(5)); `maxRSS` begins there with what the process that started this one held.
 */
export function peakRssBytes(): number {
  return linuxPeakKilobytes() * 1024 || process.resourceUsage().maxRSS * 1024;
}

function linuxPeakKilobytes(): number {
  if (process.platform !== 'linux') return 0;
  const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes);
}
