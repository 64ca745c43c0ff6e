import { constants, createPublicKey, publicEncrypt, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from './merchant-client';
import { createRefundWorld, DAY_MS, MINUTE_MS, REFUNDS } from './refund-world';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, query, tell } = createRefundWorld(fixture);
const CARD = '6222020000000000408';
let refundId = '';

/** A refund whose bank card is gone. */
beforeEach(async () => {
  await pay('ABNORM01');
  await tell('/refunds', { outcome: 'abnormal' });
  refundId = String((await refund('ABNORM01', 'R-ABNORM1', 100)).json['refund_id']);
  await fixture.simulator.clock.advance(MINUTE_MS);
  fixture.receiver.received.length = 0;
});

const platformKey = (): KeyObject =>
  new X509Certificate(readFileSync(fixture.simulator.merchant.platformCertificateFile)).publicKey;

function sealed(text: string, key: KeyObject = platformKey(), oaepHash = 'sha1'): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key, padding, oaepHash }, Buffer.from(text)).toString('base64');
}

function toUser(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    out_refund_no: 'R-ABNORM1',
    type: 'USER_BANK_CARD',
    bank_type: 'ICBC_DEBIT',
    bank_account: sealed(CARD),
    real_name: sealed('张三'),
    ...change,
  };
}

function apply(
  body: Readonly<Record<string, unknown>>,
  serial: string | undefined = fixture.simulator.merchant.platformSerialNo,
  id = refundId,
): Promise<Answer> {
  const headers = { 'Wechatpay-Serial': serial };
  return fixture.client.call('POST', `${REFUNDS}/${id}/apply-abnormal-refund`, { body, headers });
}

const refusal = ({ status, json }: Answer): unknown[] => [status, json['code']];

describe('an abnormal refund', () => {
  it('goes on to another card of the shopper and arrives', async () => {
    const answer = await apply(toUser());
    expect([answer.status, answer.json]).toMatchObject([
      200,
      {
        refund_id: refundId,
        status: 'PROCESSING',
        channel: 'OTHER_BANKCARD',
        user_received_account: '工商银行借记卡0408',
      },
    ]);
    await fixture.simulator.clock.advance(MINUTE_MS);
    expect((await query('R-ABNORM1')).json['status']).toBe('SUCCESS');
    const kinds = fixture.receiver.received.map(({ json }) => json['event_type']);
    expect(kinds).toEqual(['REFUND.SUCCESS']);
  });

  it('is opened with the public key when its id is named', async () => {
    const { publicKeyFile, publicKeyId } = fixture.simulator.merchant;
    const key = createPublicKey(readFileSync(publicKeyFile));
    const body = toUser({ bank_account: sealed(CARD, key), real_name: sealed('张三', key) });
    const answer = await apply(body, publicKeyId);
    expect([answer.status, answer.headers['wechatpay-serial']]).toEqual([200, publicKeyId]);
  });

  it('goes to the merchant without a card', async () => {
    const answer = await apply({ out_refund_no: 'R-ABNORM1', type: 'MERCHANT_BANK_CARD' });
    expect(answer.json).toMatchObject({ status: 'PROCESSING', user_received_account: '商户结算银行账户' });
  });

  it('asked for again the same way, in another cipher text, stays as it is', async () => {
    const first = await apply(toUser());
    expect((await apply(toUser())).json).toEqual(first.json);
    expect(refusal(await apply(toUser({ bank_account: sealed('6222020000000000999') })))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
    await fixture.simulator.clock.advance(5 * DAY_MS);
    expect((await apply(toUser())).json['status']).toBe('SUCCESS');
  });

  it('may turn abnormal a second time', async () => {
    await apply(toUser());
    await tell('/refunds', { out_refund_no: 'R-ABNORM1', outcome: 'abnormal', when: 'due' });
    await fixture.simulator.clock.advance(MINUTE_MS);
    expect((await query('R-ABNORM1')).json['status']).toBe('ABNORMAL');
    expect((await apply(toUser())).json['status']).toBe('PROCESSING');
  });

  it.each([
    ['what is not base64', () => toUser({ bank_account: '6222020000000000408!' })],
    ['what was not encrypted', () => toUser({ bank_account: Buffer.from(CARD).toString('base64') })],
    ['what was padded with SHA-256', () => toUser({ real_name: sealed('张三', platformKey(), 'sha256') })],
    ['a card that is none', () => toUser({ bank_account: sealed('none') })],
    ['no card', () => toUser({ bank_account: undefined })],
    ['no bank', () => toUser({ bank_type: undefined })],
    ['no name', () => toUser({ real_name: undefined })],
    ['an unknown way', () => toUser({ type: 'CASH' })],
    ['an unknown member', () => toUser({ colour: 'red' })],
  ])('is refused for %s', async (_name, body) => {
    expect(refusal(await apply(body()))).toEqual([400, 'PARAM_ERROR']);
    expect((await query('R-ABNORM1')).json['status']).toBe('ABNORMAL');
  });

  it('is refused when the header names another key than the fields were sealed with, or none', async () => {
    expect(refusal(await apply(toUser(), fixture.simulator.merchant.publicKeyId))).toEqual([
      400,
      'PARAM_ERROR',
    ]);
    expect(refusal(await apply(toUser(), '4F00000000000000000000000000000000000000'))).toEqual([
      400,
      'PARAM_ERROR',
    ]);
    const { call } = fixture.client;
    const bare = await call('POST', `${REFUNDS}/${refundId}/apply-abnormal-refund`, { body: toUser() });
    expect(bare.json['message']).toBe('HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)');
  });

  it('is not found by another number', async () => {
    expect(refusal(await apply(toUser(), undefined, `${refundId}0`))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(refusal(await apply(toUser({ out_refund_no: 'R-ABNORM2' })))).toEqual([
      404,
      'RESOURCE_NOT_EXISTS',
    ]);
  });

  it('leaves neither card nor name in the journal', async () => {
    await apply(toUser());
    const journal = readFileSync(join(fixture.dir, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('refundRerouted');
    expect(journal).not.toContain(CARD);
    expect(journal).not.toContain('张三');
  });
});

describe('a refund that is not abnormal', () => {
  it('is not carried on', async () => {
    await tell('/refunds', { out_refund_no: 'R-ABNORM1', outcome: 'success' });
    expect(refusal(await apply(toUser()))).toEqual([400, 'INVALID_REQUEST']);
  });
});
