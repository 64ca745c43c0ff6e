import type { FieldTable } from './field-rule';
import { COMMON_ORDER_FIELDS, goodsDetail } from './order-fields';
import { CODEPAY_PARTIES } from './party-fields';
import type { Mode } from './party-fields';
import { REQUIRED, text } from './text-rule';

/** As OUT_TRADE_NO, without the pipe sign. */
const CODEPAY_OUT_TRADE_NO = text('商户订单号', 32, {
  ...REQUIRED,
  min: 6,
  pattern: String.raw`^[0-9a-zA-Z_\-\*]+$`,
});

const CODEPAY_FIELDS: FieldTable = {
  ...COMMON_ORDER_FIELDS,
  out_trade_no: CODEPAY_OUT_TRADE_NO,
  payer: {
    kind: 'object',
    label: '支付者',
    required: true,
    fields: { auth_code: text('授权码', 32, REQUIRED) },
  },
  scene_info: {
    kind: 'object',
    label: '场景信息',
    required: true,
    fields: {
      device_id: text('商户端设备号', 32),
      device_ip: text('商户端设备IP', 45, { min: 1, form: 'ip' }),
      store_info: {
        kind: 'object',
        label: '商户门店信息',
        fields: { id: text('门店编号', 32), out_id: text('商家自定义编码', 32) },
      },
    },
  },
  detail: goodsDetail('wxpay_goods_id'),
};

/** The body of an order paid with the shopper's payment code. No notify_url: the answer is the result. */
export function codepayFields(mode: Mode): FieldTable {
  return { ...CODEPAY_PARTIES[mode], ...CODEPAY_FIELDS };
}
