import type { FieldRule, FieldTable } from './field-rule';

/** Numbers of refunds take `@` as well. */
const REFUND_NO_PATTERN = String.raw`^[0-9a-zA-Z_\-\|\*@]+$`;

export const OUT_REFUND_NO: FieldRule = {
  kind: 'string',
  label: '商户退款单号',
  required: true,
  min: 6,
  max: 64,
  unit: '字节数',
  pattern: REFUND_NO_PATTERN,
};

export const REFUND_ID: FieldRule = {
  kind: 'string',
  label: '微信支付退款单号',
  required: true,
  max: 32,
  unit: '字节数',
};

/** Given by service providers only. */
export const SUB_MCHID: FieldRule = { kind: 'string', label: '子商户号', max: 32, unit: '字节数' };

const REFUND_SOURCE: FieldRule = {
  kind: 'object',
  label: '退款出资账户及金额',
  fields: {
    account: {
      kind: 'string',
      label: '出资账户类型',
      required: true,
      max: 32,
      unit: '字节数',
      pattern: '^(AVAILABLE|UNAVAILABLE)$',
    },
    amount: { kind: 'integer', label: '出资金额', required: true, min: 1 },
  },
};

const REFUNDED_GOODS: FieldRule = {
  kind: 'object',
  label: '退款商品',
  fields: {
    merchant_goods_id: { kind: 'string', label: '商户侧商品编码', required: true, max: 32, unit: '字节数' },
    wechatpay_goods_id: { kind: 'string', label: '微信支付商品编码', max: 32, unit: '字节数' },
    goods_name: { kind: 'string', label: '商品名称', max: 256, unit: '字节数' },
    unit_price: { kind: 'integer', label: '商品单价', required: true, min: 0 },
    refund_amount: { kind: 'integer', label: '商品退款金额', required: true, min: 0 },
    refund_quantity: { kind: 'integer', label: '商品退货数量', required: true, min: 1 },
  },
};

/** Body of an application for a refund, direct or of a service provider. */
export const REFUND_FIELDS: FieldTable = {
  sub_mchid: SUB_MCHID,
  transaction_id: { kind: 'string', label: '微信支付订单号', min: 1, max: 32, unit: '字节数' },
  out_trade_no: {
    kind: 'string',
    label: '商户订单号',
    min: 6,
    max: 32,
    unit: '字节数',
    pattern: REFUND_NO_PATTERN,
  },
  out_refund_no: OUT_REFUND_NO,
  reason: { kind: 'string', label: '退款原因', max: 80, unit: '字节数' },
  notify_url: {
    kind: 'string',
    label: '退款结果回调url',
    min: 8,
    max: 256,
    unit: '字节数',
    pattern: String.raw`^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$`,
  },
  funds_account: {
    kind: 'string',
    label: '退款资金来源',
    max: 32,
    unit: '字节数',
    pattern: '^(AVAILABLE|UNSETTLED)$',
  },
  amount: {
    kind: 'object',
    label: '金额信息',
    required: true,
    fields: {
      refund: { kind: 'integer', label: '退款金额', required: true, min: 1 },
      from: { kind: 'array', label: '退款出资账户及金额', min: 1, item: REFUND_SOURCE },
      total: { kind: 'integer', label: '原订单金额', required: true, min: 1 },
      currency: { kind: 'string', label: '退款币种', required: true, max: 16, unit: '字节数' },
    },
  },
  goods_detail: { kind: 'array', label: '退款商品', min: 1, item: REFUNDED_GOODS },
};

/** Body of an application to carry an abnormal refund on. */
export const ABNORMAL_REFUND_FIELDS: FieldTable = {
  sub_mchid: SUB_MCHID,
  out_refund_no: OUT_REFUND_NO,
  type: {
    kind: 'string',
    label: '异常退款处理方式',
    required: true,
    max: 32,
    unit: '字节数',
    pattern: '^(USER_BANK_CARD|MERCHANT_BANK_CARD)$',
  },
  bank_type: { kind: 'string', label: '开户银行', min: 1, max: 16, unit: '字节数' },
  bank_account: { kind: 'string', label: '收款银行卡号', min: 1, max: 1024, unit: '字节数' },
  real_name: { kind: 'string', label: '收款用户姓名', min: 1, max: 1024, unit: '字节数' },
};
