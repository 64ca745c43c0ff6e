import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Book } from '../../../simulators/wechat-openapi/book';
import { openBook } from '../../../simulators/wechat-openapi/book';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-book-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const file = (): string => path.join(dir, 'below', 'journal.jsonl');

function fill(book: Book): void {
  book.keepOrder({ ...book.order('4200'), remindedMs: 1 });
  book.keepOrder({ ...book.order('4300'), confirmedMs: 2, confirmedBy: 'time' });
  book.keepOrder({ ...book.order('4200'), settledMs: 3 });
  book.allow('o-ann', 'shipped', 2);
  book.allow('o-ann', 'paid', 1);
  book.allow('o-ann', 'shipped', 1);
  book.keepMessage({ openid: 'o-ann', templateId: 'shipped', page: 'p', data: {}, atMs: 4 });
  book.keepPath('orders', 'packages/orders/detail/detail');
}

const contentOf = (book: Book) => ({
  orders: book.orders(),
  allowed: book.allowances(),
  messages: book.messages(),
  paths: book.paths(),
});

describe('the memory of WeChat', () => {
  it('holds the last of what was said about each thing, and the same after a restart', () => {
    const book = openBook(file());
    fill(book);
    const content = contentOf(book);
    expect(content.orders).toMatchObject([
      { transactionId: '4200', remindedMs: 1, settledMs: 3 },
      { transactionId: '4300', confirmedBy: 'time' },
    ]);
    expect([book.allowed('o-ann', 'shipped'), book.allowed('o-bob', 'shipped')]).toEqual([1, 0]);
    book.close();
    const again = openBook(file());
    expect(contentOf(again)).toEqual(content);
    again.close();
  });

  it('writes of a change only the change', () => {
    const book = openBook(file());
    fill(book);
    const before = readFileSync(file(), 'utf8');
    book.allow('o-bob', 'paid', 1);
    book.close();
    expect(readFileSync(file(), 'utf8').slice(before.length).split('\n')).toHaveLength(2);
  });

  it('forgets everything when it is told to, for good', () => {
    const book = openBook(file());
    fill(book);
    book.clear();
    book.keepPath('orders', 'a');
    const nothingElse = { orders: [], allowed: [], messages: [], paths: { orders: 'a' } };
    expect(contentOf(book)).toEqual(nothingElse);
    book.close();
    const again = openBook(file());
    expect(contentOf(again)).toEqual(nothingElse);
    again.close();
  });

  it('keeps the newest thousand messages', () => {
    const book = openBook(null);
    for (let atMs = 0; atMs < 1_003; atMs++)
      book.keepMessage({ openid: 'o', templateId: 't', page: '', data: {}, atMs });
    expect([book.messages().length, book.messages()[0]?.atMs]).toEqual([1_000, 3]);
  });
});
