import { describe, expect, it } from '@jest/globals';
import { createChangeQueue } from '../../../../miniprogram/pages/cart/change-queue';

type End = { readonly kind: 'accepted' | 'refused'; readonly name: string };

/** Calls that end when the test says so. */
function bench() {
  const ends: End[] = [];
  const sent: string[] = [];
  const answers: ((kind: End['kind']) => void)[] = [];
  const queue = createChangeQueue<End>((end) => ends.push(end));
  const push = (key: string, name = key): Promise<void> =>
    queue.push({
      key,
      send: () => {
        sent.push(name);
        return new Promise((resolve) => answers.push((kind) => resolve({ kind, name })));
      },
    });
  const answer = async (kind: End['kind'] = 'accepted'): Promise<void> => {
    answers.shift()?.(kind);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, ends, sent, push, answer };
}

describe('queue of cart changes', () => {
  it('sends one at a time and hears only the end of the last', async () => {
    const { sent, ends, push, answer } = bench();
    void push('a');
    void push('b');
    expect(sent).toEqual(['a']);
    await answer();
    expect(sent).toEqual(['a', 'b']);
    expect(ends).toEqual([]);
    await answer();
    expect(ends).toEqual([{ kind: 'accepted', name: 'b' }]);
  });

  it('sends of several waiting taps on one stepper the last', async () => {
    const { sent, push, answer } = bench();
    void push('pieces', '2');
    for (const pieces of ['3', '4', '5']) void push('pieces', pieces);
    await answer();
    await answer();
    expect(sent).toEqual(['2', '5']);
  });

  it('drops what waits when the server said no, and tells that', async () => {
    const { sent, ends, push, answer } = bench();
    void push('a');
    void push('b');
    await answer('refused');
    expect(sent).toEqual(['a']);
    expect(ends).toEqual([{ kind: 'refused', name: 'a' }]);
  });

  it('goes on after a refusal', async () => {
    const { ends, push, answer } = bench();
    void push('a');
    await answer('refused');
    void push('b');
    await answer();
    expect(ends.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('sends what is pushed by whoever hears an end', async () => {
    const sent: string[] = [];
    const change = (key: string) => ({
      key,
      send: () => {
        sent.push(key);
        return Promise.resolve({ kind: sent.length === 1 ? 'refused' : 'accepted' });
      },
    });
    const queue = createChangeQueue<{ readonly kind: string }>(({ kind }) => {
      if (kind === 'refused') void queue.push(change('load'));
    });
    await queue.push(change('a'));
    expect(sent).toEqual(['a', 'load']);
  });

  it('is idle only once everything has ended', async () => {
    const { queue, push, answer } = bench();
    let idle = false;
    void push('a');
    void push('b');
    void queue.idle().then(() => {
      idle = true;
    });
    await answer();
    expect(idle).toBe(false);
    await answer();
    expect(idle).toBe(true);
  });
});
