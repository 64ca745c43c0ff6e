import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanText } from '../../../../cloudfunctions/core/field/clean-text';

describe('a text that somebody typed', () => {
  it.each([
    ['spaces around it', '  围裙\n', '围裙'],
    ['a zero-width space', '围\u200b裙', '围裙'],
    ['a word joiner and a soft hyphen', 'apr\u00ad\u2060on', 'apron'],
    ['a joiner between letters', '红\u200d', '红'],
    ['a letter and its accent apart', 'cafe\u0301', 'caf\u00e9'],
    ['nothing but signs nobody sees', '\u200b\u2060\u3164\u2800\ufe0f\u200d', ''],
    ['an unseen sign after a space', '红 \u200b', '红'],
    ['a tag that is no flag', '红\u{e0061}', '红'],
  ])('is without %s', (_what, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it.each(['👨‍👩‍👧 一家三口', '❤️', '1️⃣', '👩🏽‍🌾', '🏳️‍🌈', '两行\n文字', '“引号”、顿号', 'naïve'])(
    'keeps %s as it is',
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );

  it('is clean after cleaning, and never longer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(clean.length).toBeLessThanOrEqual(text.normalize('NFC').length);
      }),
    );
  });
});
