import { NOT_COLLECTED_WORDS, type CollectionStanding } from '../../../contract/collection';
import type { CollectionCard } from '../../../contract/desk-collect';

/** Which of its faces the page shows. */
export type CollectionFace = 'waiting' | 'code' | 'ending' | 'paid' | 'back' | 'notPaid';

/** A collection in words. */
export interface CollectionWords {
  readonly face: CollectionFace;
  readonly title: string;
  readonly text: string;
  /** The code to draw; empty where there is none to scan. */
  readonly codeUrl: string;
  /** What the button below may take back; empty where nothing can be. */
  readonly takeBack: string;
}

/** Whether nothing will change any more by itself. */
export function isFinal({ kind }: CollectionStanding): boolean {
  return kind === 'paid' || kind === 'takenBack' || kind === 'notPaid';
}

function waitingWords(codeUrl: string): CollectionWords {
  return codeUrl === ''
    ? {
        face: 'waiting',
        title: '等待顾客付款',
        text: '请顾客在手机上确认，结果会自动显示，请不要重复收款',
        codeUrl,
        takeBack: '取消收款',
      }
    : {
        face: 'code',
        title: '请顾客扫码付款',
        text: '付款后这里会自动更新',
        codeUrl,
        takeBack: '取消收款',
      };
}

/** A collection as the cashier reads it: paid, not paid, or on the way to one of them. */
export function collectionWords({ standing }: Pick<CollectionCard, 'standing'>): CollectionWords {
  const none = { codeUrl: '', takeBack: '' };
  switch (standing.kind) {
    case 'waiting':
      return waitingWords(standing.codeUrl ?? '');
    case 'reversing':
      return { face: 'ending', title: '正在撤销', text: '顾客没有及时付款，系统正在撤销，不会收钱', ...none };
    case 'paid':
      return { face: 'paid', title: '收款成功', text: '', codeUrl: '', takeBack: '撤销收款' };
    case 'takingBack':
      return { face: 'ending', title: '正在退回', text: '款项正在原路退回顾客', ...none };
    case 'refundDue':
      return {
        face: 'ending',
        title: '正在退款',
        text: '款项会由微信支付原路退回顾客，可能需要几分钟',
        ...none,
      };
    case 'takenBack':
      return { face: 'back', title: '已撤销', text: '款项已原路退回顾客', ...none };
    case 'notPaid':
      return { face: 'notPaid', title: '没有收款', text: NOT_COLLECTED_WORDS[standing.reason], ...none };
  }
}

/** A collection in a list, in a few words. */
export function standingTag(standing: CollectionStanding): string {
  switch (standing.kind) {
    case 'waiting':
      return '等待付款';
    case 'reversing':
      return '正在撤销';
    case 'paid':
      return '已收款';
    case 'takingBack':
    case 'refundDue':
      return '正在退回';
    case 'takenBack':
      return '已退回';
    case 'notPaid':
      return '未收款';
  }
}
