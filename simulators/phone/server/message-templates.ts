import * as v from 'valibot';

/** A subscribe message as it was put together on the platform (公众平台, 订阅消息, 我的模板). */
export interface MessageTemplate {
  /** What the person is asked about, e.g. `订单发货提醒`. */
  readonly title: string;
  /** In the order they are shown; `key` as the server sends it, e.g. `thing1`. */
  readonly fields: readonly { readonly key: string; readonly name: string; readonly sample: string }[];
}

/** The templates of a mini program, by their ids. */
export type MessageTemplates = Readonly<Record<string, MessageTemplate>>;

const Templates = v.record(
  v.string(),
  v.strictObject({
    title: v.pipe(v.string(), v.nonEmpty()),
    fields: v.array(v.strictObject({ key: v.string(), name: v.string(), sample: v.string() })),
  }),
);

/** Reads a table of templates from JSON. @throws Error that names the first place that is wrong */
export function readMessageTemplates(text: string): MessageTemplates {
  const parsed = v.safeParse(Templates, JSON.parse(text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`message templates: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}
