import type { FieldRule, FieldTable } from './field-rule';

export const MCHID: FieldRule = {
  kind: 'string',
  label: '直连商户号',
  required: true,
  max: 32,
  unit: '字节数',
};

export const OUT_TRADE_NO: FieldRule = {
  kind: 'string',
  label: '商户订单号',
  required: true,
  min: 6,
  max: 32,
  unit: '字节数',
  // As the live message quotes it.
  pattern: String.raw`^[0-9a-zA-Z_\-\|\*]+$`,
};

export const TRANSACTION_ID: FieldRule = {
  kind: 'string',
  label: '微信支付订单号',
  required: true,
  max: 32,
  unit: '字节数',
};

const GOODS_DETAIL: FieldRule = {
  kind: 'object',
  label: '单品列表',
  fields: {
    merchant_goods_id: {
      kind: 'string',
      label: '商户侧商品编码',
      required: true,
      max: 32,
      unit: '字节数',
      pattern: String.raw`^[0-9a-zA-Z_\-]+$`,
    },
    wechatpay_goods_id: { kind: 'string', label: '微信支付商品编码', max: 32, unit: '字节数' },
    goods_name: { kind: 'string', label: '商品名称', max: 256, unit: '字节数' },
    quantity: { kind: 'integer', label: '商品数量', required: true, min: 1 },
    unit_price: { kind: 'integer', label: '商品单价', required: true, min: 0 },
  },
};

const DETAIL: FieldRule = {
  kind: 'object',
  label: '优惠功能',
  maxBytes: 6144,
  fields: {
    cost_price: { kind: 'integer', label: '订单原价', min: 0 },
    invoice_id: { kind: 'string', label: '商品小票ID', max: 32, unit: '字节数' },
    goods_detail: { kind: 'array', label: '单品列表', min: 1, item: GOODS_DETAIL },
  },
};

const SCENE_INFO: FieldRule = {
  kind: 'object',
  label: '场景信息',
  fields: {
    payer_client_ip: { kind: 'string', label: '用户终端IP', required: true, max: 45, unit: '字节数' },
    device_id: { kind: 'string', label: '商户端设备号', max: 32, unit: '字节数' },
    store_info: {
      kind: 'object',
      label: '商户门店信息',
      fields: {
        id: { kind: 'string', label: '门店编号', required: true, max: 32, unit: '字节数' },
        name: { kind: 'string', label: '门店名称', max: 256, unit: '字节数' },
        area_code: { kind: 'string', label: '地区编码', max: 32, unit: '字节数' },
        address: { kind: 'string', label: '详细地址', max: 512, unit: '字节数' },
      },
    },
  },
};

/** What every direct order product takes. */
const COMMON_ORDER_FIELDS: FieldTable = {
  appid: { kind: 'string', label: '公众号ID', required: true, max: 32, unit: '字节数' },
  mchid: MCHID,
  // The published table counts characters here; a live message about attach counts bytes.
  description: { kind: 'string', label: '商品描述', required: true, max: 127, unit: '字符数' },
  out_trade_no: OUT_TRADE_NO,
  time_expire: { kind: 'string', label: '交易结束时间', min: 1, max: 64, unit: '字节数' },
  attach: { kind: 'string', label: '附加数据', max: 128, unit: '字节数' },
  notify_url: {
    kind: 'string',
    label: '通知地址',
    required: true,
    max: 255,
    unit: '字节数',
    // As the live message quotes it: no query string, no fragment.
    pattern: String.raw`^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$`,
  },
  goods_tag: { kind: 'string', label: '订单优惠标记', max: 32, unit: '字节数' },
  support_fapiao: { kind: 'boolean', label: '电子发票入口开放标识' },
  amount: {
    kind: 'object',
    label: '订单金额',
    required: true,
    fields: {
      total: { kind: 'integer', label: '总金额', required: true, min: 1 },
      currency: { kind: 'string', label: '货币类型', max: 16, unit: '字节数' },
    },
  },
  detail: DETAIL,
  scene_info: SCENE_INFO,
  settle_info: {
    kind: 'object',
    label: '结算信息',
    fields: { profit_sharing: { kind: 'boolean', label: '是否指定分账' } },
  },
};

/** Body of a JSAPI (and mini program) order. */
export const JSAPI_ORDER_FIELDS: FieldTable = {
  ...COMMON_ORDER_FIELDS,
  payer: {
    kind: 'object',
    label: '支付者',
    required: true,
    fields: { openid: { kind: 'string', label: '用户标识', required: true, max: 128, unit: '字符数' } },
  },
};

/** Body of a close. */
export const CLOSE_FIELDS: FieldTable = { mchid: MCHID };
