import type { DeskMethod, DeskMethods, DeskReply } from '../../miniprogram/contract/desk';

/** Calls the `desk` function as the phone of somebody of the staff would. */
export interface Clerk {
  call<Method extends DeskMethod>(
    method: Method,
    params: DeskMethods[Method]['params'],
  ): Promise<DeskReply<Method>>;
}

/** A phone at the cloud's address. Its identity is known to the local runner only. */
export function clerkAt(cloudUrl: string, openid: string): Clerk {
  return {
    call: async (method, params) => {
      const response = await fetch(`${cloudUrl}/__call/desk`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-dev-openid': openid },
        body: JSON.stringify({ method, params }),
      });
      const answer = (await response.json()) as { result?: unknown };
      if (answer.result === undefined) throw new Error(`${method}: the function answered nothing`);
      return answer.result as never;
    },
  };
}
