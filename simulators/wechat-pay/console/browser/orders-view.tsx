import { post } from './control';
import { Action, Chip, Code, Copy, Empty } from './parts';
import type { Act } from './parts';
import type { OrderShown, State } from './wire';
import { shortTime, yuan } from './words';

const PRODUCTS: Readonly<Record<string, string>> = {
  jsapi: '小程序 / JSAPI',
  native: 'Native',
  h5: 'H5',
  app: 'App',
  codepay: '付款码',
};

/** Orders, newest first, each payable as the shopper would. */
export function OrdersView({ state, act }: { readonly state: State; readonly act: Act }) {
  if (state.orders.length === 0) {
    return (
      <Empty title="还没有订单">
        <p>把客户端的地址指向这里，用 merchant.json 里的商户号与密钥下单：</p>
        <pre>{`POST ${location.origin}/v3/pay/transactions/jsapi`}</pre>
      </Empty>
    );
  }
  return (
    <table>
      <thead>
        <tr>
          <th>商户订单号</th>
          <th>方式</th>
          <th class="number">金额</th>
          <th>状态</th>
          <th>下单</th>
          <th>扮演买家</th>
        </tr>
      </thead>
      <tbody>
        {state.orders.toReversed().map((order) => (
          <Row key={order.out_trade_no} order={order} act={act} />
        ))}
      </tbody>
    </table>
  );
}

/** What a QR code would say, or where a browser pays. */
function WayIn({ order }: { readonly order: OrderShown }) {
  const codeUrl = order.code_urls.at(-1);
  const h5Url = order.h5_urls.at(-1);
  return (
    <div class="row">
      {codeUrl !== undefined && <Copy text={codeUrl}>复制 code_url</Copy>}
      {h5Url !== undefined && (
        <>
          <Copy text={h5Url}>复制 h5_url</Copy>
          <a href={h5Url} target="_blank" rel="noreferrer">
            打开
          </a>
        </>
      )}
    </div>
  );
}

function Row({ order, act }: { readonly order: OrderShown; readonly act: Act }) {
  const pay = (outcome: string) => () => post('payments', { out_trade_no: order.out_trade_no, outcome });
  const payable = order.trade_state === 'NOTPAY' || order.trade_state === 'USERPAYING';
  return (
    <tr>
      <td>
        <Code text={order.out_trade_no} />
        {order.transaction_id !== null && <Code text={order.transaction_id} />}
      </td>
      <td>
        {PRODUCTS[order.product] ?? order.product}
        <WayIn order={order} />
      </td>
      <td class="number">{yuan(order.total)}</td>
      <td>
        <Chip state={order.trade_state} />
      </td>
      <td class="soft">{shortTime(order.created)}</td>
      <td>
        {payable ? (
          <div class="row">
            <Action act={act} work={pay('success')} class="primary">
              支付
            </Action>
            <Action act={act} work={pay('fail')}>
              支付失败
            </Action>
            <Action act={act} work={pay('cancel')}>
              取消
            </Action>
          </div>
        ) : (
          <span class="soft">—</span>
        )}
      </td>
    </tr>
  );
}
