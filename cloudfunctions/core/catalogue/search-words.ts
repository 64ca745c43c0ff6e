/** Words of one product that are kept for searching; longer descriptions are cut here. */
const MAX_WORDS = 400;
/** Words of one search; with more, the first ones already tell. */
const MAX_SEARCH_WORDS = 24;
/** Longest prefix of a Latin word or number that is kept. */
const MAX_PREFIX = 12;

const RUNS = /\p{Script=Han}+|[\p{L}\p{N}]+/gu;
const HAN = /^\p{Script=Han}/u;

/** One form for what looks or sounds alike: full width, capitals and combined signs. */
function runsOf(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(RUNS) ?? [];
}

/** Neighbouring pairs of a Chinese text, which knows no spaces between words; one sign alone is its own word. */
function pairs(run: string): readonly string[] {
  const signs = [...run];
  if (signs.length === 1) return signs;
  return signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`);
}

function prefixes(word: string): readonly string[] {
  const signs = [...word].slice(0, MAX_PREFIX);
  return signs.map((_sign, at) => signs.slice(0, at + 1).join(''));
}

/**
 * What a product is found by: every Chinese sign and every pair of neighbours, every beginning of a Latin word or
 * number. Kept in an indexed list beside the product.
 */
export function wordsToFind(texts: readonly string[]): readonly string[] {
  const words = texts
    .flatMap(runsOf)
    .flatMap((run) => (HAN.test(run) ? [...run, ...pairs(run)] : prefixes(run)));
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/**
 * What a search asks for; a product must have all of it. A Chinese text asks for its pairs, so 青瓷杯 finds 青瓷品茗杯
 * only where 瓷杯 stands too: write 青瓷 杯. Empty when the text holds no letter, number or sign.
 */
export function wordsToSeek(text: string): readonly string[] {
  const words = runsOf(text).flatMap((run) =>
    HAN.test(run) ? pairs(run) : [[...run].slice(0, MAX_PREFIX).join('')],
  );
  return [...new Set(words)].slice(0, MAX_SEARCH_WORDS);
}
