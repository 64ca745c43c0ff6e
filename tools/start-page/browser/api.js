/** The server said no: `code` for us, the message is a sentence for the shopper. Nothing changed. */
export class Refused extends Error {
  constructor({ code, message }) {
    super(message);
    this.code = code;
  }
}

/** No answer came, so what happened is unknown; every call here may be repeated. */
export class Unreachable extends Error {}

const NAME = /^[0-9A-Za-z_-]{1,32}$/;
const asked = new URLSearchParams(location.search).get('as');

/** Who is shopping: `?as=` in the address. A name that cannot be one falls back to the first shopper. */
export const SHOPPER = asked !== null && NAME.test(asked) ? asked : 'lin';

async function exchange(path, body) {
  let response;
  let reply;
  try {
    response = await fetch(`/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    reply = await response.json();
  } catch (cause) {
    throw new Unreachable('网络不通，请检查后重试', { cause });
  }
  if (reply.ok) return reply.value;
  if (response.status >= 500) throw new Unreachable(reply.refusal.message);
  throw new Refused(reply.refusal);
}

/** Calls the shop's cloud function. */
export const callShop = (method, params) => exchange('/call', { as: SHOPPER, method, params });

/** Answers the payment sheet: `success` or `cancel`. */
export const pay = (prepayId, outcome) => exchange('/pay', { as: SHOPPER, prepayId, outcome });

export const world = () => exchange('/world');
export const advanceClock = (advanceSeconds) => exchange('/clock', { advanceSeconds });
export const runJobs = () => exchange('/jobs', {});
export const loseNotifications = (loses) => exchange('/faults', { losesNotifications: loses });
export const notifications = () => exchange('/notifications');

/** One notification, or undefined where it is not known. */
export async function notification(id) {
  return (await exchange(`/notifications?id=${encodeURIComponent(id)}`))[0];
}
