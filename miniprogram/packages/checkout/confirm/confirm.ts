import type { QuoteLineView, WantedLine } from '../../../contract/quote';
import { linesFromLink } from '../../../contract/routes';
import { quoteOrder } from '../../../services/orders';
import type { ListPhase } from '../../../stores/paged-list';

Page({
  data: {
    wanted: [] as readonly WantedLine[],
    lines: [] as readonly QuoteLineView[],
    phase: 'first' as ListPhase,
    problem: '',
  },

  onLoad({ lines }: { lines?: string }) {
    this.setData({ wanted: linesFromLink(lines) });
    void this.load();
  },

  onRetry() {
    void this.load();
  },

  async load() {
    const end = await quoteOrder({ lines: this.data.wanted });
    if (end.kind !== 'accepted') {
      this.setData({ phase: 'failed', problem: end.message });
      return;
    }
    const { lines } = end.value;
    this.setData({ lines, phase: lines.length === 0 ? 'empty' : 'end' });
  },
});
