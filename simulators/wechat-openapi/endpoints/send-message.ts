import type { Answer, Fields } from '../answer';
import { done, isFields, refused } from '../answer';
import type { World } from '../world';

/** Longest value by the kind of field, from the page of subscribeMessage.send. */
const LONGEST: Readonly<Record<string, number>> = {
  thing: 20,
  number: 32,
  letter: 32,
  symbol: 5,
  character_string: 32,
  phone_number: 17,
  name: 10,
  phrase: 5,
};

/** The first thing wrong with the data of a message, or null. */
function wrong(data: Fields, keys: readonly string[]): string | null {
  for (const key of keys) {
    const field = data[key];
    const value: unknown = isFields(field) ? field['value'] : undefined;
    if (typeof value !== 'string' || value === '') return `${key}.value is required`;
    const longest = LONGEST[key.replace(/\d+$/, '')] ?? Number.POSITIVE_INFINITY;
    if (Array.from(value).length > longest) return `${key}.value is longer than ${longest}`;
    // Letters, figures and signs only.
    if (key.startsWith('character_string') && /[^\u0020-\u007e]/.test(value))
      return `${key}.value has other characters`;
  }
  const surplus = Object.keys(data).find((key) => !keys.includes(key));
  return surplus === undefined ? null : `${surplus} is no field of the template`;
}

/** `POST /cgi-bin/message/subscribe/send`: one yes of the shopper is one message. */
export function sendSubscribeMessage(body: Fields, world: World): Promise<Answer> {
  const { touser: openid, template_id: templateId, page = '', data } = body;
  const answer = (code: number, text: string): Promise<Answer> => Promise.resolve(refused(code, text));
  if (typeof openid !== 'string' || openid === '') return answer(40003, 'invalid openid');
  const known = typeof templateId === 'string' && Object.hasOwn(world.templates, templateId);
  const keys = known ? world.templates[templateId] : undefined;
  if (keys === undefined || !known) return answer(40037, 'invalid template_id');
  if (typeof page !== 'string' || page.startsWith('/')) return answer(41030, 'invalid page');
  const problem = isFields(data) ? wrong(data, keys) : 'data is required';
  if (problem !== null) return answer(47003, `argument invalid! ${problem}`);
  const left = world.book.allowed(openid, templateId);
  if (left === 0) return answer(43101, 'user refuse to accept the msg');
  world.book.allow(openid, templateId, left - 1);
  world.book.keepMessage({ openid, templateId, page, data, atMs: world.nowMs() });
  return Promise.resolve(done());
}
