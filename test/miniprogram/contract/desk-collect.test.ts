import { describe, expect, it } from '@jest/globals';
import type { CodeWallet } from '../../../miniprogram/contract/desk-collect';
import { walletOf } from '../../../miniprogram/contract/desk-collect';

describe('a scanned code', () => {
  it.each<[string, CodeWallet]>([
    ['100000000000000000', 'wechat'],
    ['159999999999999999', 'wechat'],
    ['160000000000000000', 'other'],
    ['13456789012345678', 'other'],
    ['1345678901234567890', 'other'],
    ['2800000000000000', 'alipay'],
    ['300000000000000000000000', 'alipay'],
    ['310000000000000000', 'other'],
    ['6212345678901234567', 'unionPay'],
    [' 134567890123456789', 'other'],
    ['', 'other'],
  ])('%s is of %s', (text, wallet) => {
    expect(walletOf(text)).toBe(wallet);
  });
});
