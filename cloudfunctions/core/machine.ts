/** A state machine as a literal table: which command leads from which state to which. */
export interface MachineTable<State extends string, Command extends string> {
  readonly name: string;
  readonly initial: State;
  readonly states: readonly State[];
  /** One row for each state; a command missing from a row is refused there. */
  readonly transitions: Readonly<Record<State, Readonly<Partial<Record<Command, State>>>>>;
  /**
   * States after which nothing more is waited for; by default those without a way out. A final state may have a
   * way out for a fact that arrives late.
   */
  readonly final?: readonly State[];
}

/** A checked state machine. */
export interface Machine<State extends string, Command extends string> {
  readonly name: string;
  readonly initial: State;
  readonly states: readonly State[];
  /** Every command of the table, in the order of first appearance. */
  readonly commands: readonly Command[];
  /** The state after `command`, or null when it is refused in `state`. */
  readonly next: (state: State, command: Command) => State | null;
  readonly isFinal: (state: State) => boolean;
}

/**
 * Makes a machine from its table, or refuses to load.
 * @throws Error naming every fault of the table at once: a repeated state, a missing or surplus row, an unknown
 * initial, target or final state, a state that cannot be reached, a dead end that is not final.
 */
export function defineMachine<State extends string, Command extends string>(
  table: MachineTable<State, Command>,
): Machine<State, Command> {
  const rows = readRows(table);
  const deadEnds = table.states.filter((state) => rows.get(state)?.size === 0);
  const final: ReadonlySet<State> = new Set(table.final ?? deadEnds);
  const faults = [
    ...shapeFaults(table, rows),
    ...reachFaults(table, rows),
    ...deadEnds.filter((state) => !final.has(state)).map((state) => `dead end ${state} is not final`),
  ];
  if (faults.length > 0) throw new Error(`machine ${table.name}: ${faults.join('; ')}`);
  return {
    name: table.name,
    initial: table.initial,
    states: table.states,
    commands: [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))],
    next: (state, command) => rows.get(state)?.get(command) ?? null,
    isFinal: (state) => final.has(state),
  };
}

/**
 * The state after a command the caller has already made sure of.
 * @throws Error when the machine refuses it: only a bug can cause that.
 */
export function advance<State extends string, Command extends string>(
  machine: Machine<State, Command>,
  state: State,
  command: Command,
): State {
  const next = machine.next(state, command);
  if (next === null) throw new Error(`machine ${machine.name}: ${command} is refused in ${state}`);
  return next;
}

type Rows<State, Command> = ReadonlyMap<State, ReadonlyMap<Command, State>>;

/** The table as maps, so that a word like `toString` is never found on a prototype. */
function readRows<State extends string, Command extends string>(
  table: MachineTable<State, Command>,
): Rows<State, Command> {
  // The table's type makes these casts true; what a cast table may hide is caught by the checks.
  const rows = Object.entries(table.transitions) as [State, Partial<Record<Command, State>>][];
  return new Map(rows.map(([state, row]) => [state, new Map(Object.entries(row) as [Command, State][])]));
}

function shapeFaults<State extends string, Command extends string>(
  table: MachineTable<State, Command>,
  rows: Rows<State, Command>,
): readonly string[] {
  const known: ReadonlySet<State> = new Set(table.states);
  const targets = [...rows].flatMap(([from, row]) =>
    [...row].map(([command, to]) => ({ to, where: `${from} -${command}→ ${to}` })),
  );
  return [
    ...(known.size === table.states.length ? [] : ['a state is listed twice']),
    ...(known.has(table.initial) ? [] : [`unknown initial state ${table.initial}`]),
    ...table.states.filter((state) => !rows.has(state)).map((state) => `no row for ${state}`),
    ...[...rows.keys()].filter((state) => !known.has(state)).map((state) => `row for unknown state ${state}`),
    ...targets.filter(({ to }) => !known.has(to)).map(({ where }) => `unknown target ${where}`),
    ...(table.final ?? [])
      .filter((state) => !known.has(state))
      .map((state) => `unknown final state ${state}`),
  ];
}

function reachFaults<State extends string, Command extends string>(
  table: MachineTable<State, Command>,
  rows: Rows<State, Command>,
): readonly string[] {
  const reached = new Set<State>([table.initial]);
  // A set is walked in order of insertion, members added on the way included.
  for (const state of reached) for (const to of rows.get(state)?.values() ?? []) reached.add(to);
  return table.states.filter((state) => !reached.has(state)).map((state) => `unreachable state ${state}`);
}
