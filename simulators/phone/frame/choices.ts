import { button } from './element';

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
}

/** A row of which one is on. */
export function drawChoices<Value extends string | number>(
  host: HTMLElement,
  choices: readonly Choice<Value>[],
  { value, onChoose }: { readonly value: Value; readonly onChoose: (value: Value) => void },
): void {
  const mark = (chosen: Value): void => {
    for (const [index, row] of rows.entries())
      row.setAttribute('aria-checked', String(choices[index]?.value === chosen));
  };
  const rows = choices.map((choice) =>
    button(choice.label, () => {
      mark(choice.value);
      onChoose(choice.value);
    }),
  );
  for (const row of rows) row.setAttribute('role', 'radio');
  mark(value);
  host.replaceChildren(...rows);
}
