import type { FieldRule, FieldTable } from './field-rule';
import { REQUIRED, text } from './text-rule';

/** Numbers of refunds take `@` as well, and so do order numbers here: V2 orders may have one. */
const REFUND_NO_PATTERN = String.raw`^[0-9a-zA-Z_\-\|\*@]+$`;

export const OUT_REFUND_NO = text('商户退款单号', 64, { ...REQUIRED, min: 6, pattern: REFUND_NO_PATTERN });

export const REFUND_ID = text('微信支付退款单号', 32, REQUIRED);

/** Given by service providers only. */
export const SUB_MCHID = text('子商户号', 32, { min: 1, pattern: String.raw`^[1-9]\d*$` });

const REFUND_SOURCE: FieldRule = {
  kind: 'object',
  label: '退款出资账户及金额',
  fields: {
    account: text('出资账户类型', 32, { ...REQUIRED, pattern: '^(AVAILABLE|UNAVAILABLE)$' }),
    amount: { kind: 'integer', label: '出资金额', required: true, min: 1 },
  },
};

const REFUNDED_GOODS: FieldRule = {
  kind: 'object',
  label: '退款商品',
  fields: {
    merchant_goods_id: text('商户侧商品编码', 32, REQUIRED),
    wechatpay_goods_id: text('微信支付商品编码', 32, { min: 1 }),
    goods_name: text('商品名称', 256, { min: 1 }),
    unit_price: { kind: 'integer', label: '商品单价', required: true, min: 0 },
    refund_amount: { kind: 'integer', label: '商品退款金额', required: true, min: 0 },
    refund_quantity: { kind: 'integer', label: '商品退货数量', required: true, min: 1 },
  },
};

/** Body of an application for a refund, direct or of a service provider. */
export const REFUND_FIELDS: FieldTable = {
  sub_mchid: SUB_MCHID,
  transaction_id: text('微信支付订单号', 32, { min: 1 }),
  out_trade_no: text('商户订单号', 32, { min: 6, pattern: REFUND_NO_PATTERN }),
  out_refund_no: OUT_REFUND_NO,
  reason: text('退款原因', 80),
  notify_url: text('退款结果回调url', 256, {
    min: 8,
    pattern: String.raw`^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$`,
  }),
  funds_account: text('退款资金来源', 32, { pattern: '^(AVAILABLE|UNSETTLED)$' }),
  amount: {
    kind: 'object',
    label: '金额信息',
    required: true,
    fields: {
      refund: { kind: 'integer', label: '退款金额', required: true, min: 1 },
      from: { kind: 'array', label: '退款出资账户及金额', min: 1, item: REFUND_SOURCE },
      total: { kind: 'integer', label: '原订单金额', required: true, min: 1 },
      currency: text('退款币种', 16, REQUIRED),
    },
  },
  goods_detail: { kind: 'array', label: '退款商品', min: 1, item: REFUNDED_GOODS },
};

/** The query of a refund: a service provider names its sub merchant. */
export const REFUND_QUERY: FieldTable = { sub_mchid: SUB_MCHID };

/** Body of an application to carry an abnormal refund on. */
export const ABNORMAL_REFUND_FIELDS: FieldTable = {
  sub_mchid: SUB_MCHID,
  out_refund_no: OUT_REFUND_NO,
  type: text('异常退款处理方式', 32, { ...REQUIRED, pattern: '^(USER_BANK_CARD|MERCHANT_BANK_CARD)$' }),
  bank_type: text('开户银行', 16, { min: 1 }),
  bank_account: text('收款银行卡号', 1024, { min: 1 }),
  real_name: text('收款用户姓名', 1024, { min: 1 }),
};
