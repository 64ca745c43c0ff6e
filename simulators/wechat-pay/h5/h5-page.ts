import { html } from 'hono/html';

type Html = ReturnType<typeof html>;

const STYLE = `
  body { font: 16px/1.6 system-ui, sans-serif; margin: 0; background: #f5f5f5; color: #111; text-align: center; }
  main { max-width: 24rem; margin: 0 auto; padding: 15vh 1.5rem 2rem; }
  .amount { font-size: 2.5rem; font-weight: 600; margin: .5rem 0 2.5rem; }
  button { display: block; width: 100%; min-height: 48px; margin: .75rem 0; border: 0; border-radius: 8px; font: inherit; }
  .pay { background: #07c160; color: #fff; }
  .cancel { background: #fff; }
  a { color: #576b95; }
  small { color: #888; }
`;

/** The sheet a browser shows in place of WeChat. */
export function payPage(order: { readonly description: string; readonly totalFen: number }): Promise<string> {
  const { totalFen } = order;
  const yuan = `¥${Math.floor(totalFen / 100)}.${String(totalFen % 100).padStart(2, '0')}`;
  return page(html`
    <p>${order.description}</p>
    <p class="amount">${yuan}</p>
    <form method="post">
      <button class="pay" name="outcome" value="success">确认支付</button>
      <button class="cancel" name="outcome" value="cancel">取消</button>
    </form>
  `);
}

/** One sentence, and the way back when there is one. */
export function messagePage(message: string, backUrl: string | undefined): Promise<string> {
  return page(html`
    <p role="status">${message}</p>
    ${backUrl === undefined ? '' : html`<p><a href="${backUrl}">返回商家</a></p>`}
  `);
}

async function page(content: Html): Promise<string> {
  return String(
    await html`<!doctype html>
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>微信支付</title>
          <style>
            ${STYLE}
          </style>
        </head>
        <body>
          <main>
            ${content}
            <small>模拟的微信支付，不产生真实扣款</small>
          </main>
        </body>
      </html>`,
  );
}
