import type { FieldProblem } from '../../../miniprogram/contract/field-problem';

/** What is wrong with the length of a text that somebody typed; nothing where it is between `least` and `most`. */
export function lengthProblem(
  field: string,
  name: string,
  text: string,
  [least, most]: readonly [number, number],
): readonly FieldProblem[] {
  if (text.length >= least && text.length <= most) return [];
  const message = least === 0 ? `${name}最多 ${most} 个字` : `${name}须为 ${least} 到 ${most} 个字`;
  return [{ field, message }];
}
