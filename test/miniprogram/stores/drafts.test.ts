import { phone } from '../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  createDrafts,
  MOST_DRAFTS,
  reduceDrafts,
  type DraftEvent,
  type DraftMap,
} from '../../../miniprogram/stores/drafts';

interface Form {
  readonly text: string;
}
const parse = ({ text }: Readonly<Record<string, unknown>>): Form | null =>
  typeof text === 'string' ? { text } : null;

function after(events: readonly DraftEvent<Form>[], subject = 'order-1'): DraftMap<Form> {
  return events.reduce<DraftMap<Form>>(
    (drafts, event, nowMs) => reduceDrafts(drafts, { subject, event, nowMs }),
    {},
  );
}

const opened = { kind: 'opened', form: { text: '' } } as const;
const typed = (text: string) => ({ kind: 'changed', change: { text } }) as const;

afterEach(() => {
  phone.stored.clear();
  phone.forget();
});

describe('drafts', () => {
  it('keep what was typed when the page is opened again', () => {
    expect(after([opened, typed('半句'), opened])['order-1']?.form.text).toBe('半句');
  });

  it('send an answer that got lost again as it was, under its first name', () => {
    const sent = after([opened, typed('一句'), { kind: 'sent' }]);
    const again = reduceDrafts(sent, { subject: 'order-1', event: typed('别的'), nowMs: 9 });
    expect(again).toBe(sent);
  });

  it('have another name after a no, and the same words', () => {
    const sent = after([opened, typed('一句'), { kind: 'sent' }]);
    const refused = reduceDrafts(sent, { subject: 'order-1', event: { kind: 'refused' }, nowMs: 9 });
    expect(refused['order-1']).toMatchObject({ form: { text: '一句' }, sent: false });
    expect(refused['order-1']?.clientToken).not.toBe(sent['order-1']?.clientToken);
  });

  it('stay within their number, and never forget one whose end is not known', () => {
    const subjects = fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(subjects, (steps) => {
        let drafts: DraftMap<Form> = {};
        const sent = new Set<string>();
        for (const [nowMs, [number, send]] of steps.entries()) {
          // No more are left open than there is room for.
          if (send && sent.size >= MOST_DRAFTS - 1) continue;
          const subject = `order-${number}`;
          drafts = reduceDrafts(drafts, { subject, event: opened, nowMs });
          if (send) drafts = reduceDrafts(drafts, { subject, event: { kind: 'sent' }, nowMs });
          if (send) sent.add(subject);
        }
        expect(Object.keys(drafts).length).toBeLessThanOrEqual(MOST_DRAFTS);
        for (const subject of sent) expect(drafts[subject]?.sent).toBe(true);
      }),
    );
  });

  it('are there after WeChat ended the mini program, and nothing foreign with them', () => {
    const first = createDrafts('test-drafts/1', parse);
    first.tell('order-1', opened);
    first.tell('order-1', typed('写到一半'));
    const stored = phone.stored.get('test-drafts/1') as object;
    phone.stored.set('test-drafts/1', { ...stored, broken: 7, other: { form: { text: 1 } } });
    const second = createDrafts('test-drafts/1', parse);
    expect(second.read('order-1')).toEqual(first.read('order-1'));
    expect(second.read('other')).toBeUndefined();
  });

  it('tell a listener of its own subject only', () => {
    const drafts = createDrafts('test-drafts/2', parse);
    const heard: string[] = [];
    drafts.tell('order-1', opened);
    const stop = drafts.subscribe('order-1', ({ form }) => heard.push(form.text));
    drafts.tell('order-2', opened);
    drafts.tell('order-1', typed('一'));
    stop();
    drafts.tell('order-1', typed('二'));
    expect(heard).toEqual(['', '一']);
  });
});
