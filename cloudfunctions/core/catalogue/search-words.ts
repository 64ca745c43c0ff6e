/** Words of one product that are kept for searching; longer descriptions are cut here. */
const MAX_WORDS = 400;
/** Words of one search; with more, the first ones already tell. */
const MAX_SEARCH_WORDS = 24;
/** Longest prefix of a Latin word or number that is kept. */
const MAX_PREFIX = 12;

/** Chinese signs together, other letters and numbers together: 250克 is two runs. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const HAN = /^\p{Script=Han}/u;

/** One form for what looks or sounds alike: full width, capitals and combined signs. */
function runsOf(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(RUNS) ?? [];
}

/** The signs of a text; letters and Chinese signs are one code point each once they are normalised. */
function signsOf(text: string): readonly string[] {
  return Array.from(text);
}

/** Neighbouring pairs of a Chinese text, which knows no spaces between words; one sign alone is its own word. */
function pairs(run: string): readonly string[] {
  const signs = signsOf(run);
  if (signs.length === 1) return signs;
  return signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`);
}

function prefixes(word: string): readonly string[] {
  const signs = signsOf(word).slice(0, MAX_PREFIX);
  return signs.map((_sign, at) => signs.slice(0, at + 1).join(''));
}

/**
 * What a product is found by: every Chinese sign and every pair of neighbours, every beginning of a Latin word or
 * number. Kept in an indexed list beside the product.
 */
export function wordsToFind(texts: readonly string[]): readonly string[] {
  const words = texts
    .flatMap(runsOf)
    .flatMap((run) => (HAN.test(run) ? [...signsOf(run), ...pairs(run)] : prefixes(run)));
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/**
 * What a search asks for; a product must have all of it. One or two Chinese signs are asked for as they stand; a longer
 * text for each of its signs, since nobody writes spaces: 青瓷杯 finds 青瓷品茗杯, 香薰蜡烛 finds 香薰烛 that is also a 蜡烛.
 * Empty when the text holds no letter, number or sign.
 */
export function wordsToSeek(text: string): readonly string[] {
  const words = runsOf(text).flatMap((run) => {
    const signs = signsOf(run);
    if (!HAN.test(run)) return [signs.slice(0, MAX_PREFIX).join('')];
    return signs.length <= 2 ? [run] : signs;
  });
  return [...new Set(words)].slice(0, MAX_SEARCH_WORDS);
}
