import { EVIDENCE_KIND_WORDS, type EvidenceView } from '../../../contract/desk-evidence';
import { idFromLink } from '../../../contract/routes';
import { copyText } from '../../../platform/clipboard';
import { choose, notify } from '../../../platform/feedback';
import { saveTextFile } from '../../../platform/file';
import { exportEvidence, loadEvidence } from '../../../services/desk-evidence';
import { growList, tellList } from '../../../stores/list-on-page';
import { listPage } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { timeText } from '../../../stores/when';
import { verdictText } from './verdict-words';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

interface EvidenceRow {
  readonly evidenceId: string;
  readonly when: string;
  readonly words: string;
  readonly verdict: string;
  readonly numbers: readonly { readonly name: string; readonly value: string }[];
}

function rowOf(entry: EvidenceView): EvidenceRow {
  const { evidenceId, at, kind, verdict, outTradeNo, outRefundNo, requestId, bodySha256, supportCode } =
    entry;
  const numbers: readonly (readonly [name: string, value: string | null])[] = [
    ['支付单', outTradeNo],
    ['退款单', outRefundNo],
    ['请求编号', requestId],
    ['报文摘要', bodySha256],
    ['客服编号', supportCode],
  ];
  return {
    evidenceId,
    when: timeText(at),
    words: EVIDENCE_KIND_WORDS[kind],
    verdict: verdictText(verdict),
    numbers: numbers.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ name, value }])),
  };
}

const FORMATS = ['csv', 'jsonl'] as const;

Page({
  ...listPage,

  data: {
    orderId: '',
    list: newList<EvidenceRow>(),
    exporting: false,
    /** Proofs that have come so far. */
    exported: 0,
    wrong: '',
  },

  onLoad({ orderId }: { orderId?: string }) {
    const id = idFromLink(orderId);
    if (id === null) {
      tellList(this, { kind: 'replaced', items: [] });
      return;
    }
    this.setData({ orderId: id });
    void this.more();
  },

  more(): Promise<void> {
    const { orderId } = this.data;
    return growList(this, {
      ask: ({ cursor }) => loadEvidence({ orderId, ...(cursor !== undefined && { after: cursor }) }),
      rows: ({ entries, next }) => ({ items: entries.map(rowOf), next }),
    });
  },

  onCopy({ currentTarget }: Tap<{ text: string }>) {
    void copyText(currentTarget.dataset.text);
  },

  async onExport() {
    const { orderId, exporting } = this.data;
    if (exporting) return;
    const chosen = await choose(['表格（CSV）', '逐行数据（JSONL）']);
    const format = chosen === null ? undefined : FORMATS[chosen];
    if (format === undefined) return;
    this.setData({ exporting: true, exported: 0, wrong: '' });
    const end = await exportEvidence(orderId, format, (exported) => this.setData({ exported }));
    if (end.kind !== 'accepted') this.setData({ wrong: `没有导出完整：${end.message}` });
    else if (await saveTextFile(end.value.fileName, end.value.content))
      notify(`已导出全部 ${end.value.entries} 条`, 'done');
    else {
      // A phone that cannot send files still has a clipboard.
      await copyText(end.value.content);
      notify(`已复制全部 ${end.value.entries} 条，可粘贴到电脑上保存`);
    }
    this.setData({ exporting: false });
  },
});
