import { describe, expect, it } from '@jest/globals';
import { follow, unfollow } from '../../../miniprogram/stores/following';

/** What began and ended, in its order. */
function thread() {
  const told: string[] = [];
  const begin = (name: string) => () => {
    told.push(`begin ${name}`);
    return () => told.push(`end ${name}`);
  };
  return { told, begin };
}

describe('what a page follows', () => {
  it('takes the place of what it followed under that name, and of nothing else', () => {
    const { told, begin } = thread();
    const page = {};
    follow(page, 'draft', begin('one'));
    follow(page, 'role', begin('role'));
    follow(page, 'draft', begin('two'));
    expect(told).toEqual(['begin one', 'begin role', 'end one', 'begin two']);
  });

  it('ends once, by its name or with the page', () => {
    const { told, begin } = thread();
    const page = {};
    follow(page, 'draft', begin('draft'));
    follow(page, 'role', begin('role'));
    follow({}, 'draft', begin('of another page'));
    unfollow(page, 'draft');
    unfollow(page, 'draft');
    expect(told.slice(3)).toEqual(['end draft']);
    unfollow(page);
    unfollow(page);
    expect(told.slice(4)).toEqual(['end role']);
  });

  it('may be nothing', () => {
    expect(() => unfollow({})).not.toThrow();
    expect(() => unfollow({}, 'draft')).not.toThrow();
  });
});
