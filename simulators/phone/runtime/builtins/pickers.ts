import { openPickerSheet } from '../picker-sheet';
import { reportProblem } from '../problems';
import type { Builtin, Host, Mounted } from './builtin';
import { pickerMode } from './picker-modes';

const ROW_PX = 34;
const REST_MS = 90;

function mountPicker(host: Host): Mounted {
  const first = host.get('value');
  const open = async (): Promise<void> => {
    if (host.flag('disabled')) return;
    const mode = pickerMode(host);
    if (mode === undefined) return reportProblem('<picker>', `没有 mode="${host.text('mode')}"`);
    const title = host.text('headerText');
    const indexes = await openPickerSheet({ title, columns: mode.columns(), onTurn: mode.turn });
    if (indexes === null) return host.trigger('cancel');
    const detail = mode.chosen(indexes);
    host.set('value', detail['value']);
    host.trigger('change', detail);
  };
  host.element.setAttribute('role', 'button');
  host.on('tap', () => void open());
  return {
    activate: () => void open(),
    field: { value: () => host.get('value'), reset: () => host.set('value', first) },
  };
}

function columnsOf(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>('wx-picker-view-column')];
}

/** Wheels inside a page: each column scrolls, and what rests in the middle is chosen. */
function mountPickerView(host: Host): Mounted {
  const { element, trigger, set, get, text } = host;
  let [timer, turning] = [0, false];
  const value = (): number[] => columnsOf(element).map((column) => Math.round(column.scrollTop / ROW_PX));
  element.addEventListener(
    'scroll',
    () => {
      if (!turning) trigger('pickstart');
      turning = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        turning = false;
        trigger('pickend');
        const now = value();
        if (String(now) === String(get('value'))) return;
        set('value', now);
        trigger('change', { value: now });
      }, REST_MS);
    },
    true,
  );
  const place = (): void => {
    const wanted = (get('value') ?? []) as readonly number[];
    for (const [index, column] of columnsOf(element).entries())
      column.scrollTop = (wanted[index] ?? 0) * ROW_PX;
  };
  return {
    update: () => {
      element.dataset['indicator'] = text('indicatorClass');
      if (!turning) requestAnimationFrame(place);
    },
  };
}

export const PICKERS: readonly Builtin[] = [
  {
    tag: 'picker',
    properties: {
      mode: { type: String, value: 'selector' },
      range: null,
      rangeKey: String,
      value: null,
      start: String,
      end: String,
      fields: { type: String, value: 'day' },
      disabled: Boolean,
      name: String,
      headerText: String,
      level: String,
      customItem: String,
    },
    mount: mountPicker,
  },
  {
    tag: 'picker-view',
    properties: {
      value: null,
      indicatorStyle: String,
      indicatorClass: String,
      maskStyle: String,
      maskClass: String,
      immediateChange: Boolean,
    },
    mount: mountPickerView,
  },
  { tag: 'picker-view-column' },
];
