import { describe, expect, it } from '@jest/globals';
import { failureText } from './stories/report';
import { tellStory } from './stories/story';

/** As many as a test run has time for; `npm run stories` tells any number. */
const STORIES = 30;
/** Stories of one test: a failure then names its seeds, and the time of a test stays in sight. */
const BLOCK = 5;

describe('a random story of shoppers, staff, clocks and faults', () => {
  const blocks = Array.from({ length: STORIES / BLOCK }, (_, block) => block * BLOCK + 1);
  it.each(blocks)(
    'ends with clean books and the same money and goods on both sides: %i and the next ones',
    async (first) => {
      for (let seed = first; seed < first + BLOCK; seed++) {
        const told = await tellStory(seed);
        // Every step stands in the message: without them nobody sees what led there.
        expect(told.problems.length === 0 ? '' : failureText(told)).toBe('');
      }
    },
  );
});
