import type { Colour } from '../../pictures/colour';
import type { Subject } from '../../pictures/compose';

/** One specification: its values, price, pieces and, where it shows, its colour. */
export interface SeedSku {
  readonly values: readonly string[];
  readonly priceFen: number;
  readonly pieces: number;
  readonly colour?: Colour;
}

/** A product as the seeded shop tells and draws it. */
export interface SeedProduct {
  /** Fixed, so that a link to a product stays good; its SKUs are `id-1`, `id-2` … */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly story: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly keywords?: readonly string[];
  readonly axes: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly skus: readonly SeedSku[];
  readonly limitPerOrder?: number;
  readonly subject: Subject;
  /** The colours it is drawn in; the first one stands for the product. */
  readonly colours: readonly [Colour, ...Colour[]];
  /** Width and height in words, for the drawing with measures. */
  readonly sizes: readonly [string, string];
}

/** A category with its products, the most liked first. */
export interface SeedCategory {
  readonly id: string;
  readonly name: string;
  readonly wall: Colour;
  readonly table: Colour;
  readonly products: readonly SeedProduct[];
}

/** SKUs of one axis: value, yuan-and-fen price in fen, pieces. */
export function choices(
  name: string,
  list: readonly (readonly [value: string, priceFen: number, pieces: number, colour?: Colour])[],
): Pick<SeedProduct, 'axes' | 'skus'> {
  return {
    axes: [{ name, values: list.map(([value]) => value) }],
    skus: list.map(([value, priceFen, pieces, colour]) => {
      const sku = { values: [value], priceFen, pieces };
      return colour === undefined ? sku : { ...sku, colour };
    }),
  };
}

/** A grid of two axes. A cell is a price and pieces; null where the combination is not made. */
export function grid(
  [rowName, rows]: readonly [name: string, rows: readonly (readonly [value: string, colour?: Colour])[]],
  [columnName, columns]: readonly [name: string, columns: readonly string[]],
  cells: readonly (readonly (readonly [priceFen: number, pieces: number] | null)[])[],
): Pick<SeedProduct, 'axes' | 'skus'> {
  const skus = rows.flatMap(([row, colour], at) =>
    columns.flatMap((column, where): readonly SeedSku[] => {
      const cell = cells[at]?.[where] ?? null;
      if (cell === null) return [];
      const sku = { values: [row, column], priceFen: cell[0], pieces: cell[1] };
      return [colour === undefined ? sku : { ...sku, colour }];
    }),
  );
  const axes = [
    { name: rowName, values: rows.map(([value]) => value) },
    { name: columnName, values: columns },
  ];
  return { axes, skus };
}
