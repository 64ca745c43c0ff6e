import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allowedOf,
  allowing,
  emptyLedger,
  MAX_ALLOWED,
  taking,
} from '../../../../cloudfunctions/core/message/ledger';
import type { MessageLedger } from '../../../../cloudfunctions/core/message/ledger';
import type { Message, MessageForm } from '../../../../cloudfunctions/core/message/message';
import { messageMachine, newMessage } from '../../../../cloudfunctions/core/message/message';
import { refundedMessage, shippedMessage } from '../../../../cloudfunctions/core/message/news';
import { afterSending, decideSending } from '../../../../cloudfunctions/core/message/sending';
import type { SendingEnd } from '../../../../cloudfunctions/core/message/sending';
import { everyStep } from '../machine-table';
import { NOW_MS, sampleOrder, sampleRefund } from '../samples';

const MINUTE_MS = 60_000;
const FORM: MessageForm = {
  kind: 'shipped',
  templateId: 't1',
  page: 'detail?orderId={orderId}',
  fields: [
    { key: 'thing1', fact: 'goods' },
    { key: 'character_string2', fact: 'trackingNo' },
  ],
};
const about = {
  kind: 'shipped',
  messageId: 'shipped:1',
  orderId: 'o1',
  openid: 'me',
  facts: { goods: '龙井', trackingNo: 'SF1' },
  nowMs: NOW_MS,
} as const;

function message(changes: Partial<Message> = {}): Message {
  const made = newMessage([FORM], about);
  if (made === null) throw new Error('no message');
  return { ...made, ...changes };
}
function ledger(left: number): MessageLedger {
  return { ...emptyLedger('me'), balances: left === 0 ? [] : [{ templateId: 't1', left }] };
}
function sending(left = 1) {
  const step = decideSending(message(), ledger(left), NOW_MS);
  if (step.kind !== 'send') throw new Error(step.kind);
  return step.change;
}

describe('message machine', () => {
  const steps = everyStep(messageMachine, {
    'due begin': 'sending',
    'due skip': 'notAllowed',
    'sending accept': 'sent',
    'sending refuse': 'refused',
    'sending postpone': 'due',
    'sending lose': 'unsure',
  });
  it.each(steps)('leads from $state by $command to $next', ({ state, command, next }) => {
    expect(steps).toHaveLength(36);
    expect(messageMachine.next(state, command)).toBe(next);
  });
});

describe('a new message', () => {
  it('puts facts into the fields of its template', () => {
    expect(message()).toMatchObject({
      page: 'detail?orderId=o1',
      data: [
        { key: 'thing1', value: '龙井' },
        { key: 'character_string2', value: 'SF1' },
      ],
      state: 'due',
    });
  });

  it('shortens what a field does not hold', () => {
    const long = newMessage([FORM], { ...about, facts: { goods: '茶'.repeat(30), trackingNo: 'SF1' } });
    expect(long?.data[0]?.value).toBe(`${'茶'.repeat(19)}…`);
  });

  it('is none where the shop sends none of the kind, or a fact is missing', () => {
    expect(newMessage([], about)).toBeNull();
    expect(newMessage([FORM], { ...about, facts: { goods: '龙井' } })).toBeNull();
  });

  it('has an id of what it tells: the same news is the same message', () => {
    const order = sampleOrder();
    const refund = sampleRefund();
    const given = { order, openid: 'me', nowMs: NOW_MS };
    const forms = [
      FORM,
      { ...FORM, kind: 'refunded' as const, fields: [{ key: 'amount1', fact: 'amount' as const }] },
    ];
    expect(refundedMessage(forms, { ...given, refund })).toMatchObject({
      messageId: 'refunded:refund-1',
      data: [{ key: 'amount1', value: '¥100.00' }],
    });
    const parcel = { parcelId: 'p1', courier: '到店自提', trackingNo: '', shippedAtMs: NOW_MS, lines: null };
    expect(shippedMessage(forms, { ...given, order: { ...order, parcels: [parcel] } })).toMatchObject({
      messageId: 'shipped:order-1',
      data: [{ value: '龙井等2件商品' }, { value: '无需单号' }],
    });
  });
});

describe('the ledger', () => {
  const tap = (token: string, ...templateIds: readonly string[]) => ({ token, templateIds });

  it('counts one for each yes, once per tap', () => {
    const once = allowing(emptyLedger('me'), tap('a', 't1', 't2', 't1'));
    if (once === null) throw new Error('nothing counted');
    expect([allowedOf(once, 't1'), allowedOf(once, 't2'), allowedOf(once, 't3')]).toEqual([1, 1, 0]);
    expect(allowing(once, tap('a', 't1'))).toBeNull();
    expect(allowedOf(allowing(once, tap('b', 't1')) ?? once, 't1')).toBe(2);
  });

  it('never grows without end', () => {
    let at = emptyLedger('me');
    for (let index = 0; index < 200; index++)
      at = allowing(at, tap(`tap-${index}`, 't1', `t-${index}`)) ?? at;
    expect(allowedOf(at, 't1')).toBe(MAX_ALLOWED);
    expect(at.balances.length).toBeLessThanOrEqual(20);
    expect(at.tokens.length).toBeLessThanOrEqual(20);
  });

  it('is never below nothing, and as much as was allowed less what was taken', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (acts) => {
        let [at, expected] = [emptyLedger('me'), 0];
        for (const [index, allow] of acts.entries()) {
          const next = allow ? allowing(at, tap(`tap-${index}`, 't1')) : taking(at, 't1');
          if (next !== null) expected += allow ? 1 : -1;
          at = next ?? at;
          expect(allowedOf(at, 't1')).toBe(Math.min(expected, MAX_ALLOWED));
          expected = allowedOf(at, 't1');
        }
      }),
    );
  });
});

describe('sending', () => {
  it('is written down and paid for before it goes out', () => {
    const { message: begun, ledger: paid } = sending(2);
    expect(begun).toMatchObject({ state: 'sending', tries: 1 });
    expect(allowedOf(paid, 't1')).toBe(1);
  });

  it('does not begin without leave, nor a day late', () => {
    for (const step of [
      decideSending(message(), ledger(0), NOW_MS),
      decideSending(message(), ledger(1), NOW_MS + 25 * 60 * MINUTE_MS),
    ])
      expect(step).toMatchObject({
        kind: 'note',
        change: { message: { state: 'notAllowed', nextStepAtMs: null } },
      });
  });

  it('is never repeated after the process died in the middle of it', () => {
    const begun = sending();
    expect(decideSending(begun.message, begun.ledger, NOW_MS + MINUTE_MS).kind).toBe('none');
    const later = decideSending(begun.message, begun.ledger, NOW_MS + 2 * MINUTE_MS);
    expect(later).toMatchObject({
      kind: 'note',
      change: { message: { state: 'unsure', nextStepAtMs: null } },
    });
  });

  it.each([
    [{ kind: 'accepted' }, 'sent', 0],
    [{ kind: 'unknown' }, 'unsure', 0],
    [{ kind: 'refused', code: 43101 }, 'refused', 0],
    [{ kind: 'refused', code: 47003 }, 'refused', 1],
    [{ kind: 'refused', code: 45009 }, 'due', 1],
  ] as readonly (readonly [SendingEnd, string, number])[])(
    'ends after %j as %s with %d left',
    (end, state, left) => {
      const after = afterSending(sending(), end, NOW_MS);
      expect(after?.message.state).toBe(state);
      expect(after && allowedOf(after.ledger, 't1')).toBe(left);
    },
  );

  it('empties the ledger when WeChat says that nothing is allowed', () => {
    const after = afterSending(sending(5), { kind: 'refused', code: 43101 }, NOW_MS);
    expect(after && allowedOf(after.ledger, 't1')).toBe(0);
  });

  it('enters nothing of a message that is over', () => {
    const change = { message: message({ state: 'unsure', nextStepAtMs: null }), ledger: ledger(1) };
    expect(afterSending(change, { kind: 'accepted' }, NOW_MS)).toBeNull();
    expect(decideSending(change.message, change.ledger, NOW_MS + 1e9).kind).toBe('none');
  });
});
