import { describe, expect, it } from '@jest/globals';
import { advance, defineMachine } from '../../../cloudfunctions/core/machine';
import type { MachineTable } from '../../../cloudfunctions/core/machine';

type Table = MachineTable<string, string>;

const DOOR: Table = {
  name: 'door',
  initial: 'open',
  states: ['open', 'shut', 'locked'],
  transitions: { open: { shut: 'shut' }, shut: { open: 'open', lock: 'locked' }, locked: {} },
};

describe('defineMachine', () => {
  const door = defineMachine(DOOR);

  it('lists its commands once, in the order of first appearance', () => {
    expect(door.commands).toEqual(['shut', 'open', 'lock']);
  });

  it('follows the table', () => {
    expect(door.next('shut', 'lock')).toBe('locked');
  });

  it('answers null to a command the state refuses', () => {
    expect(door.next('open', 'lock')).toBeNull();
    expect(door.next('locked', 'open')).toBeNull();
  });

  it.each(['toString', 'constructor', '__proto__'])('knows no command or state called %s', (word) => {
    expect(door.next('open', word)).toBeNull();
    expect(door.next(word, 'shut')).toBeNull();
  });

  it('takes states without a way out as final when none are named', () => {
    expect(DOOR.states.filter(door.isFinal)).toEqual(['locked']);
  });

  it('takes the named states as final, even with a way out', () => {
    const named = defineMachine({ ...DOOR, final: ['shut', 'locked'] });
    expect(DOOR.states.filter(named.isFinal)).toEqual(['shut', 'locked']);
  });

  it('lets a state lead to itself', () => {
    const ring = { ...DOOR, transitions: { ...DOOR.transitions, open: { shut: 'shut', ring: 'open' } } };
    expect(defineMachine(ring).next('open', 'ring')).toBe('open');
  });

  const { locked: _locked, ...withoutLocked } = DOOR.transitions;
  it.each<[string, Partial<Table>, string]>([
    [
      'an unreachable state',
      { states: [...DOOR.states, 'lost'], transitions: { ...DOOR.transitions, lost: { find: 'open' } } },
      'unreachable state lost',
    ],
    [
      'a state reached only from itself',
      { states: [...DOOR.states, 'lost'], transitions: { ...DOOR.transitions, lost: { stay: 'lost' } } },
      'unreachable state lost',
    ],
    [
      'an unknown target',
      { transitions: { ...DOOR.transitions, locked: { kick: 'broken' } } },
      'unknown target locked -kick→ broken',
    ],
    ['a missing row', { transitions: withoutLocked }, 'no row for locked'],
    [
      'a row for a state it does not list',
      { transitions: { ...DOOR.transitions, ajar: { shut: 'shut' } } },
      'row for unknown state ajar',
    ],
    ['an unknown initial state', { initial: 'ajar' }, 'unknown initial state ajar'],
    ['an unknown final state', { final: ['locked', 'ajar'] }, 'unknown final state ajar'],
    ['a state listed twice', { states: [...DOOR.states, 'open'] }, 'a state is listed twice'],
    ['a dead end that is not final', { final: ['open'] }, 'dead end locked is not final'],
  ])('refuses to load with %s', (_name, change, fault) => {
    expect(() => defineMachine({ ...DOOR, ...change })).toThrow(`machine door: ${fault}`);
  });

  it('names every fault at once', () => {
    const broken = { ...DOOR, final: ['ajar'], transitions: withoutLocked };
    expect(() => defineMachine(broken)).toThrow('machine door: no row for locked; unknown final state ajar');
  });
});

describe('advance', () => {
  const door = defineMachine(DOOR);

  it('takes the step', () => {
    expect(advance(door, 'open', 'shut')).toBe('shut');
  });

  it('throws when the machine refuses, naming machine, command and state', () => {
    expect(() => advance(door, 'open', 'lock')).toThrow('machine door: lock is refused in open');
  });
});
