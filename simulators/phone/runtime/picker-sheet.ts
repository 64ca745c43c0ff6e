import { el, openLayer } from './layer';
import { createWheel } from './wheel';

/** One column's rows and the chosen one. */
export interface Column {
  readonly rows: readonly string[];
  readonly index: number;
}

interface PickerSheet {
  readonly title: string;
  readonly columns: readonly Column[];
  /** A column was turned: what all of them show now. */
  onTurn(indexes: readonly number[], column: number): readonly Column[];
}

/** Shows wheels in a sheet. Resolves to the chosen rows, or null when it was cancelled. */
export function openPickerSheet({ title, columns, onTurn }: PickerSheet): Promise<readonly number[] | null> {
  return new Promise((resolve) => {
    const wheels = columns.map((_, column) =>
      createWheel(() =>
        show(
          onTurn(
            wheels.map(({ index }) => index),
            column,
          ),
          column,
        ),
      ),
    );
    /** The turned wheel stays under the finger. */
    const show = (shown: readonly Column[], turned?: number): void => {
      for (const [column, { rows, index }] of shown.entries())
        if (column !== turned) wheels[column]?.show(rows, index);
    };
    const end = (result: readonly number[] | null): void => {
      layer.close();
      resolve(result);
    };
    const cancel = (): void => end(null);
    const confirm = (): void => end(wheels.map(({ index }) => index));
    const head = el(
      'header',
      { class: 'ph-picker-head' },
      el('button', { text: '取消', onClick: cancel }),
      el('b', { text: title }),
      el('button', { class: 'ph-primary', text: '确定', onClick: confirm }),
    );
    const body = el('div', { class: 'ph-wheels' }, ...wheels.map(({ element }) => element));
    const layer = openLayer([head, body], { kind: 'sheet', label: title || '选择', onDismiss: cancel });
    show(columns);
  });
}
