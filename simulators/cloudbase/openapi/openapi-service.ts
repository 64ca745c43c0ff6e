import type { IncomingMessage, ServerResponse } from 'node:http';

/** How a call of WeChat's own interfaces ends: with the JSON WeChat answers, or without any. */
export type OpenapiEnd = { readonly kind: 'answered'; readonly answer: object } | { readonly kind: 'lost' };

/** WeChat's own interfaces, which the cloud's gateway reaches for the functions. */
export type OpenapiService = {
  /** Calls one by its cloud name, e.g. `wxa.sec.order.getOrder`. */
  call(cloudName: string, data: unknown): Promise<OpenapiEnd>;
  /** Serves what comes in below `/__wechat`, without that prefix. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
};
