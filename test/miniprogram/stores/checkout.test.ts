import { phone } from '../fake-phone';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkout,
  NEW_CHECKOUT,
  orderToSend,
  parseCheckout,
  reduceCheckout,
  SENT_ORDER_LIVES_MS,
  type CheckoutState,
} from '../../../miniprogram/stores/checkout';

const wish = { lines: 'green*2', addressId: 'home', remark: '别放花生' };
const T0 = 1_800_000_000_000;

function sentAt(nowMs: number): CheckoutState {
  return reduceCheckout(NEW_CHECKOUT, { kind: 'sent', order: orderToSend(NEW_CHECKOUT, wish, nowMs) });
}

describe('checkout', () => {
  it('keeps what was typed for the same goods, and begins anew for others', () => {
    const typed = reduceCheckout(reduceCheckout(NEW_CHECKOUT, { kind: 'opened', lines: 'green*2' }), {
      kind: 'remarkTyped',
      remark: '别放花生',
    });
    expect(reduceCheckout(typed, { kind: 'opened', lines: 'green*2' }).remark).toBe('别放花生');
    expect(reduceCheckout(typed, { kind: 'opened', lines: 'blue*1' }).remark).toBe('');
  });

  it('sends an order of unknown end again under its first name', () => {
    const state = sentAt(T0);
    expect(orderToSend(state, wish, T0 + 60_000)).toBe(state.sent);
  });

  it.each([
    ['goods', { ...wish, lines: 'green*1' }],
    ['an address', { ...wish, addressId: 'office' }],
    ['a remark', { ...wish, remark: '' }],
  ])('gives another name to other %s', (_what, other) => {
    expect(orderToSend(sentAt(T0), other, T0).clientToken).not.toBe(sentAt(T0).sent?.clientToken);
  });

  it('gives another name to the same goods once the first order can no longer be waiting', () => {
    const state = sentAt(T0);
    const token = (nowMs: number): string => orderToSend(state, wish, nowMs).clientToken;
    expect(token(T0 + SENT_ORDER_LIVES_MS - 1)).toBe(state.sent?.clientToken);
    expect(token(T0 + SENT_ORDER_LIVES_MS)).not.toBe(state.sent?.clientToken);
  });

  it('forgets goods, remark and name once the end is known, and keeps the address', () => {
    const state = reduceCheckout({ ...sentAt(T0), addressId: 'home' }, { kind: 'endKnown' });
    expect(state).toEqual({ ...NEW_CHECKOUT, addressId: 'home' });
  });

  it('is found again when the mini program is opened anew', () => {
    checkout.tell({ kind: 'sent', order: orderToSend(NEW_CHECKOUT, wish, T0) });
    const stored = structuredClone(phone.stored.get('checkout/1'));
    expect(parseCheckout(stored)).toEqual(checkout.read());
    expect(checkout.read().sent?.wish).toEqual(wish);
  });

  it('reads anything a phone may have stored without failing', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const state = parseCheckout(stored);
        if (state !== null) expect(parseCheckout(structuredClone(state))).toEqual(state);
      }),
    );
  });
});
