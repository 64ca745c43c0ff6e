/** Couriers as `get_delivery_list` names them; the real list has more than a thousand. */
export const DELIVERY_LIST: readonly { readonly delivery_id: string; readonly delivery_name: string }[] = [
  ['SF', '顺丰速运'],
  ['ZTO', '中通快递'],
  ['YTO', '圆通速递'],
  ['YD', '韵达速递'],
  ['STO', '申通快递'],
  ['JTSD', '极兔速递'],
  ['JD', '京东快递'],
  ['EMS', 'EMS'],
  ['YZPY', '邮政快递包裹'],
  ['DBL', '德邦快递'],
  ['KYSY', '跨越速运'],
  ['UC', '优速快递'],
  ['HTKY', '百世快递'],
  ['ZJS', '宅急送'],
].map(([delivery_id = '', delivery_name = '']) => ({ delivery_id, delivery_name }));
