import {
  REFUND_REQUEST_STATE_WORDS,
  REFUND_STATE_WORDS,
  type RefundRequestView,
} from '../../../contract/refund';

/** How a request stands, as a title and a sentence. */
export function requestWords({ state, refund, answer }: RefundRequestView): {
  readonly title: string;
  readonly text: string;
} {
  const title =
    refund === null || state !== 'approved'
      ? REFUND_REQUEST_STATE_WORDS[state]
      : REFUND_STATE_WORDS[refund.state];
  switch (state) {
    case 'requested':
      return { title, text: '商家看到后会尽快处理，结果会显示在这里' };
    case 'rejected':
      return {
        title,
        text: answer === '' ? '可以联系客服了解原因，或修改后重新申请' : '可以联系客服，或修改后重新申请',
      };
    case 'withdrawn':
      return { title, text: '申请已撤销，没有退款' };
    case 'approved':
      return { title, text: refundSentence(refund) };
  }
}

function refundSentence(refund: RefundRequestView['refund']): string {
  switch (refund?.state) {
    case 'succeeded':
      return '款项已原路退回，到账时间以微信支付的通知为准';
    case 'closed':
    case 'abnormal':
      return '款项没有退到你的账户，商家正在处理，也可以联系客服';
    case 'byHand':
      return '款项无法原路退回，商家已用其他方式退给你，如有疑问请联系客服';
    case 'due':
    case 'processing':
    case undefined:
      return '款项会原路退回，一般1到3个工作日到账';
  }
}
