import type { Machine } from '../../../cloudfunctions/core/machine';

/** Every state × every command of a machine as rows for a table test, the refused ones (null) too. */
export function everyStep<State extends string, Command extends string>(
  machine: Machine<State, Command>,
  allowed: Readonly<Record<string, State>>,
): readonly { state: State; command: Command; next: State | null }[] {
  return machine.states.flatMap((state) =>
    machine.commands.map((command) => ({ state, command, next: allowed[`${state} ${command}`] ?? null })),
  );
}
