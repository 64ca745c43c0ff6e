import { fen } from '../../../miniprogram/contract/money';
import type { ShopSettings } from '../../../cloudfunctions/core/shop/settings';
import type { MessageTemplates } from '../../../simulators/phone/server/message-templates';

/** The seeded shop's message templates, as they were put together on the platform. */
export const MESSAGE_TEMPLATES: MessageTemplates = {
  'tmpl-shipped': {
    title: '订单发货提醒',
    fields: [
      { key: 'thing1', name: '商品', sample: '明前龙井 等2件' },
      { key: 'thing2', name: '快递公司', sample: '顺丰速运' },
      { key: 'character_string3', name: '快递单号', sample: 'SF1234567890' },
      { key: 'time4', name: '发货时间', sample: '2026年11月21日 15:00' },
    ],
  },
  'tmpl-refunded': {
    title: '退款到账通知',
    fields: [
      { key: 'thing1', name: '商品', sample: '青瓷小杯' },
      { key: 'amount2', name: '退款金额', sample: '¥68.00' },
      { key: 'time3', name: '到账时间', sample: '2026年11月21日 15:00' },
      { key: 'thing4', name: '备注', sample: '已原路退回零钱' },
    ],
  },
};

/** The keys of each template's fields: all that WeChat's interface for sending checks. */
export const MESSAGE_FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(MESSAGE_TEMPLATES).map(([id, { fields }]) => [id, fields.map(({ key }) => key)]),
);

/** What the seeded shop says about itself, and what delivery costs. */
export const SHOP_WORDS: Omit<ShopSettings, 'banners' | 'categories'> = {
  shopName: '小铺',
  notice: '慢慢挑，好好过日子',
  hotWords: ['龙井', '茶杯', '香薰蜡烛', '笔记本', '靠垫', '礼物', '台灯', '桂花糕'],
  freight: {
    fee: fen(800),
    freeFrom: fen(9_900),
    remoteProvinces: ['新疆', '西藏', '内蒙古', '青海'],
    remoteFee: fen(1_800),
    notDelivered: ['台湾', '香港', '澳门'],
  },
  messageTemplates: ['tmpl-shipped', 'tmpl-refunded'],
  messageForms: [
    {
      kind: 'shipped',
      templateId: 'tmpl-shipped',
      page: 'packages/orders/detail/detail?orderId={orderId}',
      fields: [
        { key: 'thing1', fact: 'goods' },
        { key: 'thing2', fact: 'courier' },
        { key: 'character_string3', fact: 'trackingNo' },
        { key: 'time4', fact: 'time' },
      ],
    },
    {
      kind: 'refunded',
      templateId: 'tmpl-refunded',
      page: 'packages/orders/detail/detail?orderId={orderId}',
      fields: [
        { key: 'thing1', fact: 'goods' },
        { key: 'amount2', fact: 'amount' },
        { key: 'time3', fact: 'time' },
        { key: 'thing4', fact: 'note' },
      ],
    },
  ],
  about: {
    service: {
      hours: '每天 9:00–21:00',
      phone: '400-000-0000',
      text: '有任何问题，点“联系客服”留言，我们当天回复。',
    },
    privacy: {
      updatedOn: '2026-11-21',
      paragraphs: [
        '为了把东西送到你手上，我们会用到你填写的收货人、手机号和地址；为了收款和退款，我们会用到微信给我们的用户标识。除此之外，我们不收集别的。',
        '申请售后时上传的照片，只给处理这笔售后的店员看。',
        '你可以随时在“我的－注销账号”里删除账号：购物车、地址和照片会立即删除，已完成的订单会去掉姓名、电话和街道后，按法律要求保存。',
        '我们不把你的信息提供给第三方；快递公司只会拿到面单上的内容。',
      ],
    },
    delivery: '满 99 元包邮，未满收 8 元；新疆、西藏、内蒙古、青海收 18 元。下午四点前付款，当天发出。',
    returns: '收到七天内可以退换；食物和香氛拆封后，如无质量问题不能退。',
  },
};
