/** How a call or a notification ended; the rest of the verdict, a code, stays as it is. */
const END_WORDS: Readonly<Record<string, string>> = {
  accepted: '微信支付已受理',
  refused: '微信支付没有受理',
  unknown: '没有等到微信支付的回音',
  paid: '收到付款成功的通知',
  revived: '关闭后付款，订单已恢复',
  refundDue: '收到付款，会自动退回',
  reversing: '收到付款，正在撤销',
  alreadySettled: '重复的通知，之前已处理',
  mismatch: '通知与订单不符，没有入账',
  unknownAttempt: '通知里的支付单不是本店的，没有入账',
};

const REFUND_WORDS: Readonly<Record<string, string>> = {
  applied: '收到退款结果的通知',
  unchanged: '重复的退款通知，之前已处理',
  mismatch: '退款通知与退款单不符，没有入账',
  unknownRefund: '通知里的退款单不是本店的，没有入账',
};

/** What was asked of WeChat outside of payment. */
const ERRAND_WORDS: Readonly<Record<string, string>> = {
  upload: '上传发货信息',
  getOrder: '查询发货信息',
  remind: '提醒收货',
  shipped: '发货通知',
  refunded: '退款通知',
};

const ERRAND_END_WORDS: Readonly<Record<string, string>> = {
  accepted: '微信已受理',
  refused: '微信没有受理',
  unknown: '没有等到微信的回音',
};

function withRest(words: string, rest: readonly string[]): string {
  return [words, ...rest].join(' ');
}

/** What the server keeps for machines, said for a person. What this version does not know stays word for word. */
export function verdictText(verdict: string): string {
  const [first = '', second = '', ...rest] = verdict.split(' ');
  const errand = ERRAND_WORDS[first];
  const errandEnd = ERRAND_END_WORDS[second];
  if (errand !== undefined && errandEnd !== undefined) return withRest(`${errand}，${errandEnd}`, rest);
  const refund = first === 'refund' ? REFUND_WORDS[second] : undefined;
  if (refund !== undefined) return withRest(refund, rest);
  const end = END_WORDS[first];
  return end === undefined
    ? verdict
    : withRest(
        end,
        [second, ...rest].filter((part) => part !== ''),
      );
}
