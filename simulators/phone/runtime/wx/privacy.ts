import { reportProblem } from '../problems';
import { IDENTITY } from '../world';
import { asynchronousAll, WxFailure } from './call';
import type { Params } from './call';
import { ask } from './dialogs';
import { addToWx } from './registry';

const KEY = `phone-privacy:${IDENTITY}`;

interface Answer {
  readonly event: string;
  readonly buttonId?: string;
}
type Resolve = (answer: Answer) => void;
type Dialog = (resolve: Resolve, info: { readonly referrer: string }) => void;

let isChecked = false;
/** The shop's own question; WeChat keeps the last one it was given. */
let ownDialog: Dialog | undefined;
/** The button with `open-type="agreePrivacyAuthorization"` that was tapped last. */
let tappedButton: string | undefined;

const agreed = (): boolean => localStorage.getItem(KEY) === 'agreed';

/** The answer to the shop's own question. An agreement counts only if its button was tapped. */
function askByOwnDialog(dialog: Dialog, referrer: string): Promise<boolean> {
  tappedButton = undefined;
  return new Promise((resolve) => {
    dialog(
      ({ event, buttonId }) => {
        if (event === 'disagree') resolve(false);
        if (event !== 'agree') return;
        const isTapped = tappedButton !== undefined && tappedButton === buttonId;
        if (!isTapped) reportProblem('隐私授权', `没有点过 id 为 ${buttonId ?? ''} 的同意按钮，微信不认`);
        resolve(isTapped);
      },
      { referrer },
    );
  });
}

async function authorize(referrer: string): Promise<void> {
  if (agreed()) return;
  const answer = await (ownDialog
    ? askByOwnDialog(ownDialog, referrer)
    : ask({
        title: '隐私保护提示',
        content: '使用前请阅读《小程序用户隐私保护指引》',
        confirmText: '同意',
        cancelText: '拒绝',
      }));
  if (!answer) throw new WxFailure('privacy permission is not authorized', { errno: 104 });
  localStorage.setItem(KEY, 'agreed');
}

/** Interfaces that read or write personal data: in an app that says so, each waits for consent. */
export function withConsent(
  works: Readonly<Record<string, (params: Params) => unknown>>,
): Record<string, (params: Params) => unknown> {
  return Object.fromEntries(
    Object.entries(works).map(([name, work]) => [
      name,
      async (params: Params) => {
        if (isChecked) await authorize(name);
        return work(params);
      },
    ]),
  );
}

/** 隐私协议: asked once per holder. `checked`: app.json has `__usePrivacyCheck__`. */
export function addPrivacy(checked: boolean): void {
  isChecked = checked;
  addToWx({
    onNeedPrivacyAuthorization: (listener: Dialog) => {
      ownDialog = listener;
    },
    __agreePrivacy: ({ buttonId }: { readonly buttonId: string }) => {
      tappedButton = buttonId;
    },
    ...asynchronousAll({
      requirePrivacyAuthorize: () => authorize('requirePrivacyAuthorize'),
      getPrivacySetting: () => ({
        needAuthorization: checked && !agreed(),
        privacyContractName: '《小程序用户隐私保护指引》',
      }),
      openPrivacyContract: () =>
        ask({
          title: '用户隐私保护指引',
          content: '手机上会打开公众平台后台填写的隐私保护指引。',
          showCancel: false,
          confirmText: '好',
        }),
    }),
  });
}
