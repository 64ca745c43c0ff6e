/** A few words that go away by themselves. Only for what needs no answer. */
export function notify(title: string, mood: 'plain' | 'done' = 'plain'): void {
  // The `success` icon leaves room for seven characters; longer words would be cut.
  const icon = mood === 'done' && title.length <= 7 ? 'success' : 'none';
  void wx.showToast({ title, icon, duration: 2000 });
}

export interface Question {
  readonly title: string;
  readonly text?: string;
  readonly yes: string;
  readonly no?: string;
}

/** Asks before something that cannot be undone. Buttons hold at most four characters, a limit of the phone. */
export async function askToConfirm({ title, text, yes, no = '取消' }: Question): Promise<boolean> {
  const { confirm } = await wx.showModal({
    title,
    confirmText: yes,
    cancelText: no,
    ...(text !== undefined && { content: text }),
  });
  return confirm;
}

/** Says something that has to be read, and waits until it was. */
export async function tell({
  title,
  text,
}: {
  readonly title: string;
  readonly text: string;
}): Promise<void> {
  await wx.showModal({ title, content: text, showCancel: false, confirmText: '知道了' });
}

/** Asks for a choice. Null when the person closed the sheet. */
export async function choose(choices: readonly string[]): Promise<number | null> {
  try {
    const { tapIndex } = await wx.showActionSheet({ itemList: [...choices] });
    return tapIndex;
  } catch {
    // The only way it fails is that the sheet was closed.
    return null;
  }
}
