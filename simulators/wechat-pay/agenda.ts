/** Something that makes things happen at moments of the simulated clock. */
export interface Agenda {
  /** When the next thing falls due; null when nothing waits. */
  nextDueMs(): number | null;
  /** Does everything due by now, and waits for it. */
  runDue(): Promise<void>;
}
