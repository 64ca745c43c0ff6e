/** What a member of a request body must be. `label` is WeChat Pay's own name for it in messages. */
export type FieldRule = { readonly label: string; readonly required?: true } & (
  | {
      readonly kind: 'string';
      readonly min?: number;
      readonly max: number;
      /** What the message counts, and so what the limit means. */
      readonly unit: '字节数' | '字符数';
      /** The regular expression as the message quotes it. */
      readonly pattern?: string;
      readonly form?: 'ip';
    }
  | { readonly kind: 'integer'; readonly min?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'object'; readonly fields: FieldTable; readonly maxBytes?: number }
  | { readonly kind: 'array'; readonly min: number; readonly item: FieldRule }
);

export type FieldTable = Readonly<Record<string, FieldRule>>;
