import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyCache } from '../../cloudfunctions/ports/platform-keys';

/** A cache with nothing in it, and a way to end it. */
export interface KeyCacheUnderTest {
  readonly cache: KeyCache;
  close(): Promise<void>;
}

const AT_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const ANSWER = {
  headers: { 'wechatpay-serial': 'ABCD', 'wechatpay-signature': 'c2lnbmF0dXJl' },
  body: 'eyJkYXRhIjpbXX0=',
};

/** The promises of the key cache port; every adapter keeps all of them. */
export function describeKeyCache(name: string, open: () => Promise<KeyCacheUnderTest>): void {
  describe(`key cache: ${name}`, () => {
    let under: KeyCacheUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    it('has nothing at first, and a wish for nothing is no entry', async () => {
      await under.cache.want('m-empty', AT_MS);
      expect(await under.cache.read('m-empty')).toBeNull();
    });

    it('gives back what was kept, to the letter', async () => {
      await under.cache.keep('m-kept', { answer: ANSWER, checkedAtMs: AT_MS });
      expect(await under.cache.read('m-kept')).toEqual({
        answer: ANSWER,
        checkedAtMs: AT_MS,
        wantedAtMs: null,
      });
    });

    it('knows that there are none', async () => {
      await under.cache.keep('m-none', { answer: null, checkedAtMs: AT_MS });
      expect(await under.cache.read('m-none')).toEqual({
        answer: null,
        checkedAtMs: AT_MS,
        wantedAtMs: null,
      });
    });

    it('replaces the whole of an answer and ends the wish for it', async () => {
      await under.cache.keep('m-new', { answer: ANSWER, checkedAtMs: AT_MS });
      await under.cache.want('m-new', AT_MS + 1);
      expect(await under.cache.read('m-new')).toMatchObject({ answer: ANSWER, wantedAtMs: AT_MS + 1 });
      const answer = { headers: { 'wechatpay-serial': 'EF01' }, body: '' };
      await under.cache.keep('m-new', { answer, checkedAtMs: AT_MS + 2 });
      expect(await under.cache.read('m-new')).toEqual({ answer, checkedAtMs: AT_MS + 2, wantedAtMs: null });
    });

    it('keeps merchants apart', async () => {
      await under.cache.keep('m-a', { answer: ANSWER, checkedAtMs: AT_MS });
      await under.cache.keep('m-b', { answer: null, checkedAtMs: AT_MS });
      await under.cache.want('m-b', AT_MS + 1);
      expect(await under.cache.read('m-a')).toMatchObject({ answer: ANSWER, wantedAtMs: null });
    });
  });
}
