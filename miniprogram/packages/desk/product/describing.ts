import type { DetailDraft } from '../../../contract/desk-products';
import type { EditingPage } from './product-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Typed<Data extends object> = WechatMiniprogram.Input<object, Data>;

/** The product's description: headings and paragraphs in their order, and facts by name. */
export const describing = {
  onAddBlock(this: EditingPage, { currentTarget }: Tap<{ kind: 'heading' | 'paragraph' }>) {
    const details = this.data.form?.details ?? [];
    this.change({ details: [...details, { kind: currentTarget.dataset.kind, text: '' }] });
  },

  onBlock(this: EditingPage, { currentTarget, detail }: Typed<{ index: number }>) {
    const details = (this.data.form?.details ?? []).map((block, at): DetailDraft =>
      at === currentTarget.dataset.index && block.kind !== 'picture'
        ? { ...block, text: detail.value }
        : block,
    );
    this.change({ details });
  },

  onRemoveBlock(this: EditingPage, { currentTarget }: Tap<{ index: number }>) {
    const details = this.data.form?.details ?? [];
    this.change({ details: details.filter((_block, at) => at !== currentTarget.dataset.index) });
  },

  onRaiseBlock(this: EditingPage, { currentTarget }: Tap<{ index: number }>) {
    const { index } = currentTarget.dataset;
    const details = [...(this.data.form?.details ?? [])];
    const [block] = details.splice(index, 1);
    if (block === undefined || index === 0) return;
    details.splice(index - 1, 0, block);
    this.change({ details });
  },

  onAddFact(this: EditingPage) {
    this.change({ facts: [...(this.data.form?.facts ?? []), { name: '', value: '' }] });
  },

  onFact(this: EditingPage, { currentTarget, detail }: Typed<{ index: number; field: 'name' | 'value' }>) {
    const { index, field } = currentTarget.dataset;
    const facts = (this.data.form?.facts ?? []).map((fact, at) =>
      at === index ? { ...fact, [field]: detail.value } : fact,
    );
    this.change({ facts });
  },

  onRemoveFact(this: EditingPage, { currentTarget }: Tap<{ index: number }>) {
    const facts = this.data.form?.facts ?? [];
    this.change({ facts: facts.filter((_fact, at) => at !== currentTarget.dataset.index) });
  },
};
