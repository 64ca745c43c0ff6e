import type { DeskMethod, DeskMethods, DeskReply } from '../../miniprogram/contract/desk';
import { deskCounter } from '../../cloudfunctions/functions/desk/counter';
import { answerCall } from '../../cloudfunctions/main/answer-call';
import type { Files } from '../../cloudfunctions/ports/files';
import type { InProcessShop } from './in-process-shop';

/** A call of somebody's phone. */
export interface DeskCall<Method extends DeskMethod> {
  readonly who: string;
  readonly method: Method;
  readonly params: DeskMethods[Method]['params'];
}

/** No call of a scenario uploads a picture. */
const NO_FILES: Files = {
  read: () => Promise.reject(new Error('this shop has no files')),
  remove: () => Promise.reject(new Error('this shop has no files')),
};

/** The function `desk` on a shop's own deps: identity, rights, parameters and all. */
export async function callDesk<Method extends DeskMethod>(
  deps: InProcessShop['deps'],
  { who, method, params }: DeskCall<Method>,
): Promise<DeskReply<Method>> {
  const environment = JSON.stringify({ WX_OPENID: who, TCB_SOURCE: 'wx_client' });
  const event = { method, params };
  // The reply of this very method, which the compiler cannot follow through a name.
  return (await answerCall(deskCounter({ ...deps, files: NO_FILES }), event, { environment })) as never;
}
