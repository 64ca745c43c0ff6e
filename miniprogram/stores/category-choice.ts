import { createStore } from './observable';

/** Which category the category tab shows; null until someone chose. */
export type CategoryChoice = string | null;

export interface CategoryChosen {
  readonly kind: 'chosen';
  readonly categoryId: string;
}

/** The choice after an event. */
export function reduceChoice(_choice: CategoryChoice, event: CategoryChosen): CategoryChoice {
  return event.categoryId;
}

/** The choice of this visit. */
export const categoryChoice = createStore<CategoryChoice, CategoryChosen>(null, reduceChoice);
