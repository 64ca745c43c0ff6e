/** Fields of a multipart form as raw bytes: what is binary must not pass through a text. */
export type FormFields = ReadonlyMap<string, Buffer>;

const LINE = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');

/** The boundary a content type names, or null where it is no multipart form. */
export function boundaryOf(contentType: string | undefined): string | null {
  const found = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(contentType ?? '');
  return found?.[1] ?? null;
}

/** Splits a form into its fields; parts without a name are left out. */
export function formFields(body: Buffer, boundary: string): FormFields {
  const fields = new Map<string, Buffer>();
  const mark = Buffer.from(`--${boundary}`);
  let from = body.indexOf(mark);
  while (from !== -1) {
    const next = body.indexOf(mark, from + mark.length);
    if (next === -1) break;
    const part = body.subarray(from + mark.length + LINE.length, next - LINE.length);
    const end = part.indexOf(HEADERS_END);
    const name = /\bname="([^"]*)"/.exec(part.subarray(0, Math.max(end, 0)).toString('utf8'))?.[1];
    if (end !== -1 && name !== undefined) fields.set(name, part.subarray(end + HEADERS_END.length));
    from = next;
  }
  return fields;
}
