import { expect, it } from '@jest/globals';
import { DESK_REFUSAL_WORDS } from '../../../miniprogram/contract/desk';

it.each(['NOT_ALLOWED', 'CLIENT_TOKEN_REUSED', 'NOT_STAFF', 'BUSY'] as const)(
  'says %s to everybody at the desk without speaking of one area',
  (code) => {
    expect(DESK_REFUSAL_WORDS[code]).not.toMatch(/发货|退款|收款|商品|库存|对账/);
  },
);
