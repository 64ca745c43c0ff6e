import type { FieldRule } from './field-rule';

type TextRule = Extract<FieldRule, { kind: 'string' }>;

/** A text of at most `max` bytes; what a live message about it counts unless told otherwise. */
export function text(
  label: string,
  max: number,
  extra: Partial<Omit<TextRule, 'kind' | 'label' | 'max'>> = {},
): TextRule {
  return { kind: 'string', label, max, unit: '字节数', ...extra };
}

export const REQUIRED = { required: true } as const;
