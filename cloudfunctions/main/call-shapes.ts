import * as v from 'valibot';
import { CURRENCIES, MAX_ORDER_MINOR } from '../../miniprogram/contract/money';

/** An id of ours. */
export const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/));
/** A name the phone gives to a wish, so that a repeated tap is the same one. */
export const clientToken = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{8,64}$/));
/** A number and an id: where a page begins. */
export const cursor = v.pipe(v.string(), v.regex(/^\d{1,15}\.[0-9A-Za-z_-]{1,64}$/));
/** A file in the cloud's storage. */
export const fileId = v.pipe(
  v.string(),
  v.regex(
    /^cloud:\/\/[0-9A-Za-z_-]{1,64}(\.[0-9A-Za-z_-]{1,64})?(\/[0-9A-Za-z_-][0-9A-Za-z_.-]{0,63}){1,5}$/,
  ),
);
/** A sum of money up to what one order may reach. */
export const money = v.strictObject({
  minor: wholeNumber(0, MAX_ORDER_MINOR),
  currency: v.picklist(CURRENCIES),
});
/** Parameters of a method that takes none. */
export const nothing = v.strictObject({});

/** A whole number between two others, both included. */
export function wholeNumber(least: number, most: number) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
}

/** A person's words: of any script, emoji too, but without halves of characters and signs that turn text around. */
export function words(maxLength: number) {
  return v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.regex(/^(?:\n|[^\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])*$/u),
  );
}
