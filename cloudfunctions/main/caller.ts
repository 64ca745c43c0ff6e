import * as v from 'valibot';

/** Who caused an invocation, as the platform says. Nothing of the event counts. */
export type Caller =
  | {
      readonly kind: 'shopper';
      readonly openid: string;
      /** Of the phone; absent where the platform does not tell. */
      readonly ip?: string;
    }
  | { readonly kind: 'timer' }
  | { readonly kind: 'anonymous' };

const context = v.object({ environment: v.optional(v.string()) });
const environment = v.object({
  WX_OPENID: v.optional(v.string()),
  WX_CLIENTIP: v.optional(v.string()),
  WX_CLIENTIPV6: v.optional(v.string()),
  TCB_SOURCE: v.optional(v.string()),
});

/** Of a phone, in either form. */
const ADDRESS = v.pipe(v.string(), v.ip());

/** Calls from the phone and from DevTools; a chain of functions begins with one of them as well. */
const FROM_PHONE = /^wx_(client|devtools)/;

function snapshot(given: unknown): v.InferOutput<typeof environment> {
  const parsed = v.safeParse(context, given);
  if (!parsed.success || parsed.output.environment === undefined) return {};
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), environment), parsed.output.environment);
  return read.success ? read.output : {};
}

/**
 * Reads the caller from this invocation's own snapshot. `process.env` is not asked: an instance may still hold the
 * identity of the shopper before.
 */
export function callerOf(invocationContext: unknown): Caller {
  const told = snapshot(invocationContext);
  const { WX_OPENID: openid, TCB_SOURCE: source = '' } = told;
  if (openid !== undefined && openid !== '') {
    if (!FROM_PHONE.test(source)) return { kind: 'anonymous' };
    const ip = [told.WX_CLIENTIP, told.WX_CLIENTIPV6].find((one) => v.is(ADDRESS, one));
    return { kind: 'shopper', openid, ...(ip !== undefined && { ip }) };
  }
  return source === 'wx_trigger' ? { kind: 'timer' } : { kind: 'anonymous' };
}
