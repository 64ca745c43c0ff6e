import { drawChoices } from './choices';
import { button, byId } from './element';
import type { Timeline } from './timeline';

interface Audit {
  readonly problems: readonly string[];
  readonly counted: string;
}

async function asked<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(path, init);
  if (!response.ok) throw new Error(`${path} ${response.status}`);
  return (await response.json()) as Answer;
}

/** The switch that loses WeChat Pay's notifications: orders then heal by asking. */
async function drawLosses(timeline: Timeline): Promise<void> {
  const { losing } = await asked<{ losing: boolean }>('/world/losses');
  const set = async (value: number): Promise<void> => {
    const headers = { 'content-type': 'application/json', 'x-phone-as': 'frame' };
    await asked('/world/losses', { method: 'POST', headers, body: JSON.stringify({ losing: value === 1 }) });
    const detail = value === 1 ? '从现在起在路上丢失，订单靠查询恢复' : '恢复正常送达';
    timeline.add({ title: '支付通知', detail, tone: 'notice' });
  };
  drawChoices(
    byId('losses', HTMLElement),
    [
      { value: 0, label: '送达' },
      { value: 1, label: '丢失' },
    ],
    {
      value: losing ? 1 : 0,
      onChoose: (value) =>
        void set(value).catch((cause: unknown) =>
          timeline.add({ title: '支付通知', detail: String(cause), tone: 'bad' }),
        ),
    },
  );
}

function tell(timeline: Timeline, { problems, counted }: Audit): void {
  for (const detail of problems) timeline.add({ title: '账目不符', detail, tone: 'bad' });
  if (problems.length === 0) timeline.add({ title: '账目相符', detail: counted, tone: 'good' });
}

/** The button that checks the money rules over all books. */
function drawAudit(timeline: Timeline): void {
  const look = async (): Promise<void> => tell(timeline, await asked<Audit>('/world/audit'));
  byId('audit', HTMLElement).replaceChildren(
    button('核对全部账目', () => {
      look().catch((cause: unknown) =>
        timeline.add({ title: '核对账目', detail: String(cause), tone: 'bad' }),
      );
    }),
  );
}

/** The button that plants a difference: the next morning has something to find. */
function drawMistake(timeline: Timeline): void {
  const plant = async (): Promise<void> => {
    await asked('/world/bill-mistakes', { method: 'POST', headers: { 'x-phone-as': 'frame' } });
    timeline.add({ title: '对账单', detail: '下一份交易账单会少一行', tone: 'notice' });
  };
  byId('mistake', HTMLElement).replaceChildren(
    button('让下一份账单少一行', () => {
      plant().catch((cause: unknown) =>
        timeline.add({ title: '对账单', detail: String(cause), tone: 'bad' }),
      );
    }),
  );
}

/** Draws what can be done to the world besides its clock. */
export function drawWorldSwitches(timeline: Timeline): void {
  drawMistake(timeline);
  drawAudit(timeline);
  drawLosses(timeline).catch((cause: unknown) =>
    timeline.add({ title: '支付通知', detail: String(cause), tone: 'bad' }),
  );
}
