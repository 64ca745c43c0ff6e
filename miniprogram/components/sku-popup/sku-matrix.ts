import type { AxisView, SkuView } from '../../contract/catalogue';
import type { PictureView } from '../../contract/picture';

/** One value for each axis, null where nothing is chosen yet. */
export type Choice = readonly (string | null)[];

/**
 * `elsewhere`: can be bought, though not with what is chosen on the other axes, which then follow it. `soldOut`: there is
 * none left of it. `impossible`: nothing is made of it. Neither can be chosen.
 */
export type ValueState = 'chosen' | 'possible' | 'elsewhere' | 'soldOut' | 'impossible';

export interface ValueOption {
  readonly value: string;
  readonly state: ValueState;
}

export interface AxisOptions {
  readonly name: string;
  readonly options: readonly ValueOption[];
}

type Axes = readonly AxisView[];
type Skus = readonly SkuView[];

function fits(sku: SkuView, choice: Choice): boolean {
  return choice.every((chosen, axis) => chosen === null || sku.values[axis] === chosen);
}

function replaceAt(choice: Choice, axis: number, value: string | null): Choice {
  return choice.map((chosen, index) => (index === axis ? value : chosen));
}

function canBeBought({ available }: SkuView): boolean {
  return available > 0;
}

/** The choice a product begins with: what the shop names first of what can be bought, so that taking it needs no tap. */
export function firstChoice(axes: Axes, skus: Skus): Choice {
  return skus.find(canBeBought)?.values ?? axes.map(() => null);
}

function stateOf(skus: Skus, choice: Choice, axis: number, value: string): ValueState {
  const having = skus.filter((sku) => sku.values[axis] === value);
  if (having.length === 0) return 'impossible';
  if (!having.some(canBeBought)) return 'soldOut';
  if (!having.some((sku) => canBeBought(sku) && fits(sku, replaceAt(choice, axis, value))))
    return 'elsewhere';
  return choice[axis] === value ? 'chosen' : 'possible';
}

/** What can be chosen next, axis by axis. A value is judged together with what is chosen on the other axes. */
export function optionsOf(axes: Axes, skus: Skus, choice: Choice): AxisOptions[] {
  return axes.map(({ name, values }, axis) => ({
    name,
    options: values.map((value) => ({ value, state: stateOf(skus, choice, axis, value) })),
  }));
}

/**
 * The choice after a tap: chosen, and unchanged when it was or cannot be. Where it does not go with the other axes, those
 * move to the first specification that has it, so nothing has to be taken back first.
 */
export function tapValue(skus: Skus, choice: Choice, axis: number, value: string): Choice {
  switch (stateOf(skus, choice, axis, value)) {
    case 'possible':
      return replaceAt(choice, axis, value);
    case 'elsewhere':
      return skus.find((sku) => canBeBought(sku) && sku.values[axis] === value)?.values ?? choice;
    case 'chosen':
    case 'soldOut':
    case 'impossible':
      return choice;
  }
}

/** The specification a choice names, or null while it is not complete. */
export function chosenSku(skus: Skus, choice: Choice): SkuView | null {
  if (choice.includes(null)) return null;
  return skus.find((sku) => fits(sku, choice)) ?? null;
}

/** What is to be seen of a choice, complete or not: the green one shows as soon as green is chosen. */
export function pictureOf(skus: Skus, choice: Choice): PictureView | null {
  return skus.find((sku) => sku.picture !== undefined && fits(sku, choice))?.picture ?? null;
}

/** Names of the axes that still need a tap. */
export function missingAxes(axes: Axes, choice: Choice): string[] {
  return axes.filter((_axis, index) => (choice[index] ?? null) === null).map(({ name }) => name);
}

/** Most pieces the stepper goes to: what is there, and what one order may hold; 0 when nothing can be bought. */
export function mostPieces(sku: SkuView, limit: number): number {
  return Math.max(0, Math.min(sku.available, limit));
}

/** True when no specification of the product can be bought. */
export function allSoldOut(skus: Skus): boolean {
  return skus.every(({ available }) => available === 0);
}
