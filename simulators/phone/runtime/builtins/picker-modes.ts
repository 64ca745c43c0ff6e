import { areaList } from '@vant/area-data';
import type { Column } from '../picker-sheet';
import type { Host } from './builtin';

/** One way a picker can choose. */
export interface PickerMode {
  columns(): readonly Column[];
  turn(indexes: readonly number[], column: number): readonly Column[];
  /** The `detail` of the change event. */
  chosen(indexes: readonly number[]): Readonly<Record<string, unknown>>;
}

const two = (value: number): string => String(value).padStart(2, '0');
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

function labels({ text }: Host, values: unknown): string[] {
  const key = text('rangeKey');
  return (Array.isArray(values) ? values : []).map((value: unknown) =>
    String(key === '' ? value : (value as Readonly<Record<string, unknown>>)[key]),
  );
}

function selector(host: Host): PickerMode {
  const columns = (): Column[] => [{ rows: labels(host, host.get('range')), index: host.number('value') }];
  return {
    columns,
    turn: (indexes) => columns().map(({ rows }) => ({ rows, index: indexes[0] ?? 0 })),
    chosen: ([index = 0]) => ({ value: index }),
  };
}

function multiSelector(host: Host): PickerMode {
  const at = (index: readonly number[]): Column[] => {
    const ranges = host.get('range');
    return (Array.isArray(ranges) ? ranges : []).map((rows, column) => ({
      rows: labels(host, rows),
      index: index[column] ?? 0,
    }));
  };
  return {
    columns: () => at((host.get('value') ?? []) as readonly number[]),
    turn: (indexes, column) => {
      // The page may answer with other rows for the columns to the right.
      host.trigger('columnchange', { column, value: indexes[column] });
      return at(indexes);
    },
    chosen: (indexes) => ({ value: indexes }),
  };
}

/** Minutes of a day, from `hh:mm`. */
function minutes(text: string, otherwise: number): number {
  const match = /^(\d{1,2}):(\d{1,2})$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : otherwise;
}

function time(host: Host): PickerMode {
  const first = (): number => minutes(host.text('start'), 0);
  const last = (): number => minutes(host.text('end'), 1439);
  const hours = (): number[] => range(Math.floor(first() / 60), Math.floor(last() / 60));
  const minutesOf = (hour: number): number[] =>
    range(hour === hours()[0] ? first() % 60 : 0, hour === hours().at(-1) ? last() % 60 : 59);
  const at = (hour: number, minute: number): Column[] => [
    { rows: hours().map(two), index: Math.max(0, hours().indexOf(hour)) },
    { rows: minutesOf(hour).map(two), index: Math.max(0, minutesOf(hour).indexOf(minute)) },
  ];
  const read = ([hour = 0, minute = 0]: readonly number[]): [number, number] => {
    const chosenHour = hours()[hour] ?? 0;
    return [chosenHour, minutesOf(chosenHour)[minute] ?? 0];
  };
  return {
    columns: () => {
      const now = minutes(host.text('value'), first());
      return at(Math.floor(now / 60), now % 60);
    },
    turn: (indexes) => at(...read(indexes)),
    chosen: (indexes) => ({ value: read(indexes).map(two).join(':') }),
  };
}

type Day = readonly [year: number, month: number, day: number];

function dayOf(text: string, otherwise: Day): Day {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text);
  if (!match) return otherwise;
  return [Number(match[1]), Number(match[2] ?? otherwise[1]), Number(match[3] ?? otherwise[2])];
}

function date(host: Host): PickerMode {
  const now = new Date();
  const today: Day = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const first = (): Day => dayOf(host.text('start'), [1900, 1, 1]);
  const last = (): Day => dayOf(host.text('end'), [2099, 12, 31]);
  const parts = (): number => ({ year: 1, month: 2 })[host.text('fields')] ?? 3;
  /** What one column offers when those before it are chosen. */
  const offered = (chosen: readonly number[], part: number): number[] => {
    const startsHere = chosen.slice(0, part).every((value, index) => value === first()[index]);
    const endsHere = chosen.slice(0, part).every((value, index) => value === last()[index]);
    const [year = 0, month = 1] = chosen;
    const natural =
      [
        [first()[0], last()[0]],
        [1, 12],
        [1, new Date(year, month, 0).getDate()],
      ][part] ?? [];
    const [from = 1, to = 1] = natural;
    return range(startsHere ? (first()[part] ?? from) : from, endsHere ? (last()[part] ?? to) : to);
  };
  const at = (wanted: readonly number[]): { readonly columns: Column[]; readonly chosen: number[] } => {
    const chosen: number[] = [];
    const columns = range(0, parts() - 1).map((part) => {
      const values = offered(chosen, part);
      const index = Math.max(0, Math.min(values.length - 1, values.indexOf(wanted[part] ?? 0)));
      chosen.push(values[index] ?? 0);
      const unit = ['年', '月', '日'][part] ?? '';
      return { rows: values.map((value) => `${value}${unit}`), index };
    });
    return { columns, chosen };
  };
  const read = (indexes: readonly number[]): number[] => {
    const chosen: number[] = [];
    for (const [part, index] of indexes.entries()) {
      const values = offered(chosen, part);
      chosen.push(values[Math.min(index, values.length - 1)] ?? 0);
    }
    return chosen;
  };
  return {
    columns: () => at(dayOf(host.text('value'), today)).columns,
    turn: (indexes) => at(read(indexes)).columns,
    chosen: (indexes) => ({ value: read(indexes).map(two).join('-') }),
  };
}

type Places = readonly (readonly [code: string, name: string])[];

function region(host: Host): PickerMode {
  const provinces: Places = Object.entries(areaList.province_list);
  const within = (list: Readonly<Record<string, string>>, prefix: string): Places =>
    Object.entries(list).filter(([code]) => code.startsWith(prefix));
  const lists = (province: string, city: string): readonly Places[] => [
    provinces,
    within(areaList.city_list, province.slice(0, 2)),
    within(areaList.county_list, city.slice(0, 4)),
  ];
  const read = ([first = 0, second = 0, third = 0]: readonly number[]): Places => {
    const province = provinces[first] ?? ['', ''];
    const cities = lists(province[0], '')[1] ?? [];
    const city = cities[Math.min(second, cities.length - 1)] ?? ['', ''];
    const counties = lists(province[0], city[0])[2] ?? [];
    return [province, city, counties[Math.min(third, counties.length - 1)] ?? ['', '']];
  };
  const at = (places: Places): Column[] =>
    lists(places[0]?.[0] ?? '', places[1]?.[0] ?? '').map((list, column) => ({
      rows: list.map(([, name]) => name),
      index: Math.max(
        0,
        list.findIndex(([code]) => code === places[column]?.[0]),
      ),
    }));
  const named = (names: readonly string[]): Places => {
    const indexes: number[] = [];
    for (const [column, name] of names.entries()) {
      const places = read(indexes);
      const list = lists(places[0]?.[0] ?? '', places[1]?.[0] ?? '')[column] ?? [];
      indexes.push(
        Math.max(
          0,
          list.findIndex(([, known]) => known === name),
        ),
      );
    }
    return read(indexes);
  };
  return {
    columns: () => at(named((host.get('value') ?? []) as readonly string[])),
    turn: (indexes) => at(read(indexes)),
    chosen: (indexes) => {
      const places = read(indexes);
      return {
        value: places.map(([, name]) => name),
        code: places.map(([code]) => code),
        postcode: '',
      };
    },
  };
}

const MODES: Readonly<Record<string, (host: Host) => PickerMode>> = {
  selector,
  multiSelector,
  time,
  date,
  region,
};

/** How a picker of this `mode` chooses; undefined for a mode that WeChat does not have. */
export function pickerMode(host: Host): PickerMode | undefined {
  return MODES[host.text('mode')]?.(host);
}
