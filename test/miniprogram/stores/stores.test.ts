import { phone } from '../fake-phone';
import { describe, expect, it } from '@jest/globals';
import { badgeOf, cart, parsePieces, reduceCart } from '../../../miniprogram/stores/cart';
import { createStore } from '../../../miniprogram/stores/observable';
import { parseHistory, reduceHistory, tidySearch } from '../../../miniprogram/stores/search-history';
import { isStaff, parseSession, reduceSession, session } from '../../../miniprogram/stores/session';
import { emptyCart } from '../samples';

describe('store', () => {
  it('tells a listener what is, then what changes, until it stops', () => {
    const counter = createStore(1, (count: number, add: number) => count + add);
    const heard: number[] = [];
    const stop = counter.subscribe((count) => heard.push(count));
    counter.tell(2);
    counter.tell(0);
    stop();
    counter.tell(5);
    expect(heard).toEqual([1, 3]);
  });
});

describe('session', () => {
  it('is remembered from one visit to the next', () => {
    session.tell({ kind: 'meArrived', me: { role: 'cashier' } });
    expect(parseSession(phone.stored.get('session/1'))).toEqual({ role: 'cashier' });
    expect(isStaff(session.read())).toBe(true);
  });

  it.each([null, 'owner', { role: 'king' }, { role: 7 }, {}])(
    'forgets what it does not know: %j',
    (stored) => {
      expect(parseSession(stored)).toBeNull();
    },
  );

  it('stays the same object when nothing changed', () => {
    const state = { role: 'none' } as const;
    expect(reduceSession(state, { kind: 'meArrived', me: { role: 'none' } })).toBe(state);
  });
});

describe('cart store', () => {
  it('counts what the server counts', () => {
    const state = reduceCart({ pieces: 9, cart: null }, { kind: 'cartArrived', cart: emptyCart(4) });
    expect(state).toMatchObject({ pieces: 4 });
    expect(reduceCart(state, { kind: 'piecesArrived', pieces: 6 }).pieces).toBe(6);
  });

  it('keeps its number for the next visit', () => {
    cart.tell({ kind: 'piecesArrived', pieces: 7 });
    expect(parsePieces(phone.stored.get('cart-pieces/1'))).toBe(7);
    expect([-1, 1.5, '3', Number.NaN, null].map(parsePieces)).toEqual([null, null, null, null, null]);
  });

  it.each([
    [0, ''],
    [1, '1'],
    [99, '99'],
    [100, '99+'],
  ])('shows %i pieces as "%s"', (pieces, badge) => {
    expect(badgeOf({ pieces, cart: null })).toBe(badge);
  });
});

describe('search history', () => {
  it('puts the newest first, once, and keeps twelve', () => {
    const many = Array.from({ length: 20 }, (_word, index) => `词${index}`);
    const history = many.reduce<readonly string[]>(
      (words, text) => reduceHistory(words, { kind: 'searched', text }),
      [],
    );
    expect(history).toHaveLength(12);
    expect(reduceHistory(history, { kind: 'searched', text: ' 词15  ' }).slice(0, 2)).toEqual([
      '词15',
      '词19',
    ]);
    expect(reduceHistory(history, { kind: 'cleared' })).toEqual([]);
  });

  it('remembers no empty search', () => {
    const history = ['茶'];
    expect(reduceHistory(history, { kind: 'searched', text: '  ' })).toBe(history);
    expect(tidySearch(`  a \n b${'长'.repeat(60)}`)).toHaveLength(40);
  });

  it('reads back only words', () => {
    expect(parseHistory(['茶', 3, '', null])).toEqual(['茶']);
    expect(parseHistory('茶')).toBeNull();
  });
});
