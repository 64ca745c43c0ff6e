/** A page whose list is searched: `typed` stands in the field, `text` is what was searched for. */
interface SearchedList {
  readonly data: { readonly typed: string; readonly text: string };
  setData(patch: { readonly typed?: string; readonly text?: string }): void;
  restart(): Promise<void>;
}

function search(page: SearchedList, typed: string): void {
  const text = typed.trim();
  if (text === page.data.text) return;
  page.setData({ text });
  void page.restart();
}

/** What the field of such a page does: spread into the page. */
export const searchedList = {
  onTyped(this: SearchedList, { detail }: WechatMiniprogram.Input) {
    this.setData({ typed: detail.value });
  },

  onSearch(this: SearchedList) {
    search(this, this.data.typed);
  },

  onClear(this: SearchedList) {
    this.setData({ typed: '' });
    search(this, '');
  },
};
