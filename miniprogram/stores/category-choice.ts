import { createStore } from './observable';

/** Which category the category tab shows; null until someone chose. */
export type CategoryChoice = string | null;

export interface CategoryChosen {
  readonly kind: 'chosen';
  readonly categoryId: string;
}

/** The choice of this visit. */
export const categoryChoice = createStore<CategoryChoice, CategoryChosen>(
  null,
  (_choice, { categoryId }) => categoryId,
);
