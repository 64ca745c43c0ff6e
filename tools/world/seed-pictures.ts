import type { PictureView } from '../../miniprogram/contract/picture';
import { COLOURS } from '../pictures/colour';
import type { Colour } from '../pictures/colour';
import { atHome, banner, closeUp, colourRow, emblem, measured, portrait } from '../pictures/compose';
import type { Drawn } from '../pictures/compose';
import type { SeedCategory, SeedProduct } from './catalogue/seed-product';
import { CATEGORIES, SHELF } from './catalogue/shelf';

/** A drawn picture and the path it gets in the storage. */
export interface SeedPicture {
  readonly path: string;
  readonly alt: string;
  readonly drawn: Drawn;
}

/** The pictures of one product. */
export interface ProductPictures {
  readonly gallery: readonly SeedPicture[];
  readonly details: readonly SeedPicture[];
  /** By colour, for the specifications that show. */
  readonly ofColour: ReadonlyMap<Colour, SeedPicture>;
}

/** Draws everything the product's page shows. */
export function drawProduct(category: SeedCategory, product: SeedProduct): ProductPictures {
  const { id, title, subject, colours, sizes } = product;
  const [main] = colours;
  const picture = (name: string, alt: string, drawn: Drawn): SeedPicture => ({
    path: `shop/products/${id}/${name}.svg`,
    alt: `${title}${alt}`,
    drawn,
  });
  const shown = [...new Set(product.skus.flatMap(({ colour }) => (colour === undefined ? [] : [colour])))];
  const row = picture('colours', '，各个颜色', colourRow(subject, colours, category));
  return {
    gallery: [
      picture('1', '', portrait(subject, main, category)),
      picture('2', '，放在家里', atHome(subject, main, category)),
      picture('3', '，近看', closeUp(subject, main, category)),
    ],
    details: [
      ...(colours.length > 1 ? [row] : []),
      picture('sizes', '，尺寸', measured(subject, main, sizes)),
    ],
    ofColour: new Map(
      shown.map((colour, at) => [
        colour,
        picture(`colour-${at + 1}`, '', portrait(subject, colour, category)),
      ]),
    ),
  };
}

/** The round picture of a category: its first product. */
export function drawCategory(category: SeedCategory): SeedPicture {
  const [first] = category.products;
  if (first === undefined) throw new Error(`category ${category.id} is empty`);
  return {
    path: `shop/categories/${category.id}.svg`,
    alt: category.name,
    drawn: emblem(first.subject, first.colours[0], category),
  };
}

function subjectOf(id: string) {
  const found = SHELF.find(({ product }) => product.id === id);
  if (found === undefined) throw new Error(`no product ${id}`);
  return found.product.subject;
}

function categoryOf(id: string): SeedCategory {
  const found = CATEGORIES.find((category) => category.id === id);
  if (found === undefined) throw new Error(`no category ${id}`);
  return found;
}

/** The wide pictures of the home page with where they lead. */
export function drawBanners() {
  const one = (id: string, title: string, drawn: Drawn) => ({
    id,
    title,
    picture: { path: `shop/banners/${id}.svg`, alt: title, drawn },
  });
  return [
    {
      ...one(
        'spring-tea',
        '明前新茶，到了',
        banner(
          [
            { ...subjectOf('longjing'), colour: COLOURS.moss, x: 560, scale: 1 },
            { ...subjectOf('gaiwan'), colour: COLOURS.white, x: 810, scale: 1.02 },
          ],
          categoryOf('tea-and-coffee'),
        ),
      ),
      target: { kind: 'product', productId: 'longjing' },
    },
    {
      ...one(
        'evening-light',
        '天黑得早，点一盏灯',
        banner(
          [
            { ...subjectOf('paper-lamp'), colour: '#f2e4c4', x: 560, scale: 0.95 },
            { ...subjectOf('mushroom-lamp'), colour: COLOURS.rust, x: 820, scale: 0.84 },
          ],
          categoryOf('lighting'),
        ),
      ),
      target: { kind: 'category', categoryId: 'lighting' },
    },
    {
      ...one(
        'small-gifts',
        '一份小礼物，刚刚好',
        banner(
          [
            { ...subjectOf('soy-candle'), colour: COLOURS.plum, x: 520, scale: 0.98 },
            { ...subjectOf('cloth-notebook'), colour: COLOURS.indigo, x: 700, scale: 0.8 },
            { ...subjectOf('sachet'), colour: COLOURS.mustard, x: 880, scale: 0.86 },
          ],
          categoryOf('scents'),
        ),
      ),
      target: { kind: 'category', categoryId: 'scents' },
    },
  ] as const;
}

/** A picture as the shop refers to it. */
export function viewOf({ path, alt, drawn }: SeedPicture, fileIdOf: (path: string) => string): PictureView {
  return { fileId: fileIdOf(path), width: drawn.width, height: drawn.height, alt };
}
