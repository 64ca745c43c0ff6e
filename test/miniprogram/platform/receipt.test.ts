import { phone } from '../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import { confirmOnWechat } from '../../../miniprogram/platform/receipt';

const api = (globalThis as unknown as { wx: Record<string, unknown> }).wx;

afterEach(() => {
  delete api['openBusinessView'];
  phone.forget();
});

/** WeChat's page ends so. */
function ending(end: () => unknown): unknown[] {
  const opened: unknown[] = [];
  api['openBusinessView'] = async (view: unknown) => {
    opened.push(view);
    return end();
  };
  return opened;
}

function failing(errMsg: string): never {
  throw Object.assign(new Error(errMsg), { errMsg });
}

describe('WeChat’s page for confirming receipt', () => {
  it('is opened for the transaction', async () => {
    const opened = ending(() => ({ extraData: { status: 'success' } }));
    await confirmOnWechat('4200001');
    expect(opened).toEqual([{ businessType: 'weappOrderConfirm', extraData: { transaction_id: '4200001' } }]);
  });

  it.each([
    ['confirmed', () => ({ extraData: { status: 'success' } })],
    ['cancelled', () => ({ extraData: { status: 'cancel' } })],
    ['cancelled', () => ({})],
    ['missing', () => ({ extraData: { status: 'fail' } })],
    ['cancelled', () => failing('openBusinessView:fail cancel')],
    ['missing', () => failing('openBusinessView:fail businessType is not supported')],
  ] as const)('ends %s, whatever way it is told', async (outcome, end) => {
    ending(end);
    expect(await confirmOnWechat('4200001')).toBe(outcome);
  });

  it('is missing on a phone that has none', async () => {
    expect(await confirmOnWechat('4200001')).toBe('missing');
  });
});
