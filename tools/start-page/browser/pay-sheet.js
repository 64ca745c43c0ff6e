import { h, holdStill } from './dom';

/**
 * The payment sheet, as WeChat would show it over the shop. Resolves to `paid` or `cancel`; a payment that failed
 * keeps the sheet open with a sentence, and a second tap while one is under way does nothing.
 */
export function askPayment({ amount, pay }) {
  return new Promise((resolve) => {
    let busy = false;
    const problem = h('p', { class: 'problem', role: 'alert' });
    const confirm = h('button', { type: 'button', class: 'button pay' }, '确认支付');
    const close = (answer) => {
      if (busy || !sheet.isConnected) return;
      sheet.remove();
      void holdStill(document.querySelector('.frame'));
      resolve(answer);
    };
    confirm.addEventListener('click', async () => {
      if (busy) return;
      busy = true;
      confirm.textContent = '支付中…';
      confirm.disabled = true;
      problem.textContent = '';
      try {
        await pay();
        busy = false;
        close('paid');
      } catch (error) {
        busy = false;
        if (!sheet.open) sheet.showModal();
        problem.textContent = error.message;
        confirm.textContent = '重试支付';
        confirm.disabled = false;
      }
    });
    const cancel = h(
      'button',
      { type: 'button', class: 'button plain', onclick: () => close('cancel') },
      '取消',
    );
    const sheet = h(
      'dialog',
      { class: 'sheet', 'aria-label': '微信支付' },
      h('p', { class: 'sheet-brand' }, '微信支付 · 模拟'),
      h('p', { class: 'sheet-payee' }, '付款给 小铺'),
      h('p', { class: 'sheet-amount' }, amount),
      h('dl', { class: 'sheet-method' }, h('dt', {}, '付款方式'), h('dd', {}, '模拟零钱')),
      problem,
      confirm,
      cancel,
    );
    sheet.addEventListener('cancel', (event) => {
      event.preventDefault();
      close('cancel');
    });
    // A browser may close a dialog over a prevented `cancel`; that too is the shopper walking away.
    sheet.addEventListener('close', () => close('cancel'));
    document.body.append(sheet);
    sheet.showModal();
    void holdStill(sheet).then(() => confirm.focus());
  });
}
