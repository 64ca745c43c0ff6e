/** What is wrong with one field of a form, in words that name the field and its limit. */
export interface FieldProblem {
  /** The field's path in what was sent, e.g. `title` or `skus.3.price`. */
  readonly field: string;
  readonly message: string;
}

/** Comes along with FIELDS_INVALID: everything that has to be mended, in the order of the form. */
export interface FieldProblems {
  readonly problems: readonly FieldProblem[];
}
