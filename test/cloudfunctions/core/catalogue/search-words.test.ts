import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordsToFind, wordsToSeek } from '../../../../cloudfunctions/core/catalogue/search-words';

function finds(text: string, ...product: readonly string[]): boolean {
  const words = new Set(wordsToFind(product));
  const wanted = wordsToSeek(text);
  return wanted.length > 0 && wanted.every((word) => words.has(word));
}

describe('search words', () => {
  it.each([
    ['龙井', '明前龙井'],
    ['井', '明前龙井'],
    ['青瓷杯', '青瓷品茗杯'],
    ['香薰蜡烛', '大豆蜡香薰烛 蜡烛'],
    ['亚麻 茶席', '亚麻茶席'],
    ['a5', '笔记本 A5'],
    ['Ａ５', '笔记本 a5'],
    ['note', 'Notebook'],
    ['250', '250克 礼盒'],
    ['7号杯', '青瓷7号杯'],
    ['号杯', '青瓷7号杯'],
    ['CAFÉ', 'café'],
  ])('%s finds %s', (text, title) => {
    expect(finds(text, title)).toBe(true);
  });

  it.each([
    ['井龙', '明前龙井'],
    ['茶杯', '茶席 杯垫'],
    ['book', 'Notebook'],
    ['龙井 红茶', '明前龙井'],
    ['', '明前龙井'],
    ['🍵！ ', '明前龙井'],
  ])('%j does not find %s', (text, title) => {
    expect(finds(text, title)).toBe(false);
  });

  it('finds every product by its own title', () => {
    const title = fc.string({
      unit: fc.constantFrom('青', '瓷', '茶', 'a', 'B', '5', ' ', '·'),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(title, (text) => {
        expect(wordsToSeek(text).length === 0 || finds(text, text)).toBe(true);
      }),
    );
  });

  it('keeps few words of a long text and asks for few', () => {
    const long = Array.from({ length: 5_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('');
    expect(wordsToFind([long])).toHaveLength(400);
    expect(wordsToSeek(long)).toHaveLength(24);
  });
});
