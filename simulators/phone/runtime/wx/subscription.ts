import { el, openLayer } from '../layer';
import { reportHandled } from '../problems';
import { IDENTITY, post, reach } from '../world';
import { asynchronousAll, required, WxFailure } from './call';
import type { Params } from './call';
import { addToWx } from './registry';

/** As the server tells it; see its `MessageTemplate`. */
interface Template {
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly sample: string }[];
}

type Answers = Readonly<Record<string, 'accept' | 'reject'>>;

const KEPT_KEY = `phone-subscriptions:${IDENTITY}`;
/** WeChat asks about no more at once (开发文档, wx.requestSubscribeMessage). */
const MOST = 3;

/** What this holder answered for good: 总是保持以上选择. */
function keptAnswers(): Answers {
  return JSON.parse(localStorage.getItem(KEPT_KEY) ?? '{}') as Answers;
}

/** WeChat counts every yes; a phone without a network asks, and nobody hears it. */
async function sayYes(templateIds: readonly string[]): Promise<void> {
  if (templateIds.length === 0) return;
  await post('/wechat/subscriptions', { template_ids: templateIds }).catch((error: unknown) => {
    console.warn('nobody heard the yes', error);
  });
}

async function templates(): Promise<Readonly<Record<string, Template>>> {
  const response = await reach('/wechat/templates');
  return (await response.json()) as Readonly<Record<string, Template>>;
}

/** The message as it will arrive, with the platform's sample values. */
function sampleCard({ fields }: Template): HTMLElement {
  const rows = fields.map(({ name, sample }) =>
    el('div', { class: 'ph-sample-row' }, el('span', { text: name }), el('b', { text: sample })),
  );
  return el('div', { class: 'ph-sample' }, ...rows);
}

/** One message to say yes or no to. An id nobody described is shown as one, for the developer. */
function row(
  id: string,
  template: Template | undefined,
): { readonly element: HTMLElement; readonly box: HTMLInputElement } {
  const box = el('input', { attributes: { type: 'checkbox', value: id } });
  box.checked = true;
  const label = el('label', { class: 'ph-subscription' }, box, el('span', { text: template?.title ?? id }));
  if (template === undefined) {
    reportHandled(`订阅消息 ${id} 没有登记：手机不知道它的标题。用 messageTemplates 或 --templates 告诉手机`);
    const hint = el('p', { class: 'ph-unknown-template', text: '没有登记这个模板，用户看不到标题' });
    return { element: el('div', {}, label, hint), box };
  }
  const sample = sampleCard(template);
  sample.hidden = true;
  const look = el('button', {
    class: 'ph-subscription-look',
    text: '示例',
    attributes: { 'aria-label': `查看“${template.title}”的示例`, 'aria-expanded': 'false' },
    onClick: () => {
      sample.hidden = !sample.hidden;
      look.setAttribute('aria-expanded', String(!sample.hidden));
    },
  });
  const line = el('div', { class: 'ph-subscription-line' }, label, look);
  return { element: el('div', {}, line, sample), box };
}

interface Given {
  readonly answers: Answers;
  /** 总是保持以上选择. */
  readonly always: boolean;
}

/** The sheet over the page. Closing it is a no to everything. */
function askAbout(ids: readonly string[], known: Readonly<Record<string, Template>>): Promise<Given> {
  return new Promise((resolve) => {
    const rows = ids.map((id) => row(id, known[id]));
    const always = el('input', { attributes: { type: 'checkbox' } });
    const end = (allowed: boolean) => (): void => {
      layer.close();
      const answers = rows.map(
        ({ box }) => [box.value, allowed && box.checked ? 'accept' : 'reject'] as const,
      );
      resolve({ answers: Object.fromEntries(answers), always: always.checked });
    };
    const layer = openLayer(
      [
        el('p', { class: 'ph-subscription-who', text: '小程序 申请' }),
        el('h2', { text: '发送一次性订阅消息' }),
        el('div', { class: 'ph-subscriptions' }, ...rows.map(({ element }) => element)),
        el(
          'label',
          { class: 'ph-subscription ph-quiet' },
          always,
          el('span', { text: '总是保持以上选择，不再询问' }),
        ),
        el(
          'footer',
          { class: 'ph-sheet-answers' },
          el('button', { text: '取消', onClick: end(false) }),
          el('button', { class: 'ph-yes', text: '允许', onClick: end(true) }),
        ),
      ],
      { kind: 'sheet', label: '发送一次性订阅消息', onDismiss: end(false) },
    );
  });
}

/** `wx.requestSubscribeMessage`. Whoever answered for good is not asked again, and each call is one more yes. */
async function subscribe(params: Params): Promise<Params> {
  const ids = required(params, 'tmplIds', 'object') as readonly string[];
  if (ids.length === 0 || ids.length > MOST)
    throw new WxFailure(`TmplIds length must be 1 to ${MOST}`, { errCode: 20_003 });
  if (!navigator.userActivation.isActive) throw new WxFailure('can only be invoked by user TAP gesture.');
  const kept = keptAnswers();
  const open = ids.filter((id) => kept[id] === undefined);
  const given: Given =
    open.length === 0 ? { answers: {}, always: false } : await askAbout(open, await templates());
  const answers: Answers = { ...kept, ...given.answers };
  if (given.always) localStorage.setItem(KEPT_KEY, JSON.stringify(answers));
  await sayYes(ids.filter((id) => answers[id] === 'accept'));
  return Object.fromEntries(ids.map((id) => [id, answers[id]]));
}

/** `wx.getSetting`: with `withSubscriptions` the answers that were given for good. */
function settings(params: Params): Params {
  const itemSettings = keptAnswers();
  const subscriptionsSetting = {
    mainSwitch: true,
    ...(Object.keys(itemSettings).length > 0 && { itemSettings }),
  };
  return { authSetting: {}, ...(params['withSubscriptions'] === true && { subscriptionsSetting }) };
}

/** 订阅消息: the question, and what was answered for good. */
export function addSubscriptions(): void {
  addToWx(asynchronousAll({ requestSubscribeMessage: subscribe, getSetting: settings }));
}
