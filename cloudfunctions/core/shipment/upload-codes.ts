/**
 * What an error code of `upload_shipping_info` asks for. `wait`: WeChat does not know the payment yet. `again`: its own
 * trouble. `ask`: it may have what we told already. `mend`: a person has to change something.
 */
export type UploadAdvice = 'wait' | 'again' | 'ask' | 'mend';

interface UploadCode {
  readonly advice: UploadAdvice;
  /** For the merchant. */
  readonly words: string;
}

const AGAIN = { advice: 'again', words: '微信暂时繁忙，会自动重试' } as const;
const OURS = { advice: 'mend', words: '发货信息的格式微信不接受，请更正物流后重试' } as const;

/** The page's own table (developers.weixin.qq.com, order_shipping/api_uploadshippinginfo), and the codes of every call. */
const CODES: ReadonlyMap<number, UploadCode> = new Map([
  [45009, { advice: 'again', words: '今天的调用次数已用完，明天会自动重试' }],
  [45011, AGAIN],
  [10060001, { advice: 'wait', words: '微信还没有收到这笔支付的记录，会自动重试' }],
  [10060002, { advice: 'ask', words: '微信记录这笔订单已发货' }],
  [10060003, { advice: 'ask', words: '微信只允许更正一次物流，已经用过了' }],
  [10060004, { advice: 'ask', words: '订单在微信的状态不能再发货' }],
  [10060005, { advice: 'mend', words: '微信不接受这种发货方式，请更正' }],
  [10060006, { advice: 'mend', words: '只有快递可以分包裹发货' }],
  [10060007, OURS],
  [10060008, { advice: 'mend', words: '商品说明不能为空' }],
  [10060009, { advice: 'mend', words: '商品说明太长' }],
  [10060012, AGAIN],
  [10060013, OURS],
  [10060014, OURS],
  [10060019, AGAIN],
  [10060020, { advice: 'mend', words: '微信要求补充商品说明' }],
  [10060023, { advice: 'ask', words: '发货信息没有变化' }],
  [10060024, { advice: 'mend', words: '包裹太多，微信不接受' }],
  [10060025, { advice: 'mend', words: '快递公司不对，请更正' }],
  [10060026, { advice: 'mend', words: '快递单号太长，请更正' }],
  [10060031, { advice: 'mend', words: '付款人和下单的微信号不一致' }],
  [268485194, OURS],
  [268485195, OURS],
  [268485196, OURS],
  [268485197, OURS],
  [268485216, OURS],
  [268485224, OURS],
  [268485226, { advice: 'mend', words: '缺少快递单号，请更正' }],
  [268485227, { advice: 'mend', words: '缺少快递公司，请更正' }],
  [268485228, OURS],
  [268485253, OURS],
]);

/** What a code asks for. One nobody has documented is for a person. */
export function adviceOf(code: number): UploadAdvice {
  return CODES.get(code)?.advice ?? 'mend';
}

/** What a code means, for the merchant. */
export function codeWords(code: number): string {
  return CODES.get(code)?.words ?? `微信返回错误 ${code}`;
}
