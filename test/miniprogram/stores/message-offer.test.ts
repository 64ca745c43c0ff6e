import { describe, expect, it } from '@jest/globals';
import { messageOffer } from '../../../miniprogram/stores/message-offer';

const view = (awaited: number, ...left: number[]) => ({
  awaited,
  allowed: left.map((pieces, index) => ({ templateId: `t${index}`, left: pieces })),
});

describe('offer of messages', () => {
  it.each([
    ['is not made by a shop that sends none', view(1), 'none', []],
    ['is made for the kinds that would not come', view(1, 1, 0), 'ask', ['t1']],
    ['is made again where an earlier order takes what was allowed', view(2, 1, 2), 'ask', ['t0']],
    ['is not made where every message will come', view(2, 2, 3), 'on', []],
    ['counts one message even when nothing waits', view(0, 0), 'ask', ['t0']],
  ] as const)('%s', (_, allowed, state, templateIds) => {
    expect(messageOffer(allowed)).toEqual({ state, templateIds });
  });
});
