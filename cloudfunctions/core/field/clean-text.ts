/** A joiner inside an emoji, its coloured form, and the form of a keycap: signs nobody sees that change what is seen. */
const OF_AN_EMOJI =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)/u;
/** Everything that draws nothing; the last one is a blank that counts as a letter. */
const UNSEEN = new RegExp(`(${OF_AN_EMOJI.source})|[\\p{Default_Ignorable_Code_Point}\\u2800]`, 'gu');

/**
 * A text as somebody means it who typed or pasted it: without signs nobody sees, one form for letters that look the
 * same, no spaces around it. Two texts that look alike are then alike, and one that shows nothing is empty.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(UNSEEN, (_sign, kept: string | undefined) => kept ?? '')
    .trim();
}
