import type { FieldRule, FieldTable } from './field-rule';
import { ORDER_PARTIES } from './party-fields';
import type { Mode } from './party-fields';
import { REQUIRED, text } from './text-rule';

/** The products whose orders lead to a payment sheet. */
export type SheetProduct = 'jsapi' | 'native' | 'h5' | 'app';

export const OUT_TRADE_NO: FieldRule = text('商户订单号', 32, {
  ...REQUIRED,
  min: 6,
  // As the live message quotes it.
  pattern: String.raw`^[0-9a-zA-Z_\-\|\*]+$`,
});

export const TRANSACTION_ID: FieldRule = text('微信支付订单号', 32, REQUIRED);

/** The list of goods differs by product in one member's name only. */
export function goodsDetail(wechatGoodsId: 'wechatpay_goods_id' | 'wxpay_goods_id'): FieldRule {
  const fields: FieldTable = {
    merchant_goods_id: text('商户侧商品编码', 32, { ...REQUIRED, pattern: String.raw`^[0-9a-zA-Z_\-]+$` }),
    [wechatGoodsId]: text('微信支付商品编码', 32),
    goods_name: text('商品名称', 256),
    quantity: { kind: 'integer', label: '商品数量', required: true, min: 1 },
    unit_price: { kind: 'integer', label: '商品单价', required: true, min: 0 },
  };
  return {
    kind: 'object',
    label: '优惠功能',
    maxBytes: 6144,
    fields: {
      cost_price: { kind: 'integer', label: '订单原价', min: 0 },
      invoice_id: text('商品小票ID', 32),
      goods_detail: {
        kind: 'array',
        label: '单品列表',
        min: 1,
        item: { kind: 'object', label: '单品列表', fields },
      },
    },
  };
}

/** What an order of any product takes, the payment code included. */
export const COMMON_ORDER_FIELDS: FieldTable = {
  // The published table counts characters here; a live message about attach counts bytes.
  description: text('商品描述', 127, { ...REQUIRED, unit: '字符数' }),
  attach: text('附加数据', 128),
  goods_tag: text('订单优惠标记', 32),
  support_fapiao: { kind: 'boolean', label: '电子发票入口开放标识' },
  amount: {
    kind: 'object',
    label: '订单金额',
    required: true,
    fields: {
      total: { kind: 'integer', label: '总金额', required: true, min: 1 },
      currency: text('货币类型', 16),
    },
  },
  settle_info: {
    kind: 'object',
    label: '结算信息',
    fields: { profit_sharing: { kind: 'boolean', label: '是否指定分账' } },
  },
};

export const NOTIFY_URL: FieldRule = text('通知地址', 255, {
  min: 1,
  // As the live message quotes it: no query string, no fragment.
  pattern: String.raw`^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$`,
});

const SHEET_ORDER_FIELDS: FieldTable = {
  ...COMMON_ORDER_FIELDS,
  out_trade_no: OUT_TRADE_NO,
  time_expire: text('交易结束时间', 64, { min: 1 }),
  notify_url: { ...NOTIFY_URL, required: true },
  detail: goodsDetail('wechatpay_goods_id'),
};

const SCENE_MEMBERS: FieldTable = {
  payer_client_ip: text('用户终端IP', 45, { ...REQUIRED, form: 'ip' }),
  device_id: text('商户端设备号', 32),
  store_info: {
    kind: 'object',
    label: '商户门店信息',
    fields: {
      id: text('门店编号', 32, REQUIRED),
      name: text('门店名称', 256),
      area_code: text('地区编码', 32),
      address: text('详细地址', 512),
    },
  },
};

const SCENE_INFO: FieldRule = { kind: 'object', label: '场景信息', fields: SCENE_MEMBERS };

const H5_SCENE_INFO: FieldRule = {
  ...SCENE_INFO,
  required: true,
  fields: {
    ...SCENE_MEMBERS,
    h5_info: {
      kind: 'object',
      label: 'H5场景信息',
      required: true,
      fields: {
        type: text('场景类型', 32, { ...REQUIRED, pattern: '^(Wap|iOS|Android)$' }),
        app_name: text('应用名称', 64),
        app_url: text('网站URL', 128),
        bundle_id: text('iOS平台BundleID', 128),
        package_name: text('Android平台PackageName', 128),
      },
    },
  },
};

const PAYER: Readonly<Record<Mode, FieldRule>> = {
  direct: {
    kind: 'object',
    label: '支付者',
    required: true,
    fields: { openid: text('用户标识', 128, { ...REQUIRED, unit: '字符数' }) },
  },
  partner: {
    kind: 'object',
    label: '支付者',
    required: true,
    fields: {
      sp_openid: text('用户服务标识', 128, { min: 1, unit: '字符数' }),
      sub_openid: text('用户子标识', 128, { min: 1, unit: '字符数' }),
    },
  },
};

/** The body of an order that leads to a payment sheet. */
export function sheetOrderFields(product: SheetProduct, mode: Mode): FieldTable {
  const fields = { ...ORDER_PARTIES[mode], ...SHEET_ORDER_FIELDS };
  switch (product) {
    case 'jsapi':
      return { ...fields, scene_info: SCENE_INFO, payer: PAYER[mode] };
    case 'h5':
      return { ...fields, scene_info: H5_SCENE_INFO };
    case 'native':
    case 'app':
      return { ...fields, scene_info: SCENE_INFO };
  }
}
