import type { Holder } from './holder';

/** From a list with the product to the checkout. */
export async function buy(
  shopper: Holder,
  {
    title,
    choices,
    pieces,
  }: { readonly title: string; readonly choices: readonly string[]; readonly pieces: number },
): Promise<void> {
  await shopper.tap(title);
  await shopper.tap('立即购买');
  for (const choice of choices) await shopper.tap(choice);
  for (let more = 1; more < pieces; more += 1) await shopper.tapNamed('增加1');
  await shopper.tap('立即购买');
}

/** From the checkout to the page that says it is paid. */
export async function payOrder(shopper: Holder): Promise<void> {
  await shopper.tap('提交订单');
  await shopper.pay();
  await shopper.sees('支付成功');
}

/** From the shopper's own page to an order, by the number that stands at one of its states. */
export async function openOrder(shopper: Holder, state: string, title: RegExp): Promise<void> {
  await shopper.open('/pages/mine/mine');
  await shopper.tapNamed(state);
  await shopper.tap(title);
}

/** From an order to a request for all of it, with a photo. */
export async function askForRefund(
  shopper: Holder,
  { reason, text }: { readonly reason: string; readonly text: string },
): Promise<void> {
  await shopper.tap('申请退款');
  await shopper.tap(reason);
  await shopper.type('退款说明', text);
  await shopper.tapNamed(/^添加照片/);
  await shopper.photograph();
  await shopper.named('查看第1张照片').waitFor();
  await shopper.find('[role="progressbar"]').waitFor({ state: 'detached' });
  await shopper.tap('提交申请');
  await shopper.sees('等待商家处理');
}
