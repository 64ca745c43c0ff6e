import { beijingDay, dayAfter, monthsBefore, startOfDay } from '../beijing-day';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import { createSeededRandom } from '../seeded-random';
import type { World } from '../world';

const HOUR_MS = 3_600_000;

/** Bills are drawn up from nine the next morning; merchants are told to come after ten. */
const DRAWING_STARTS_MS = 9 * HOUR_MS;

/** The API gives bills of the last three months. */
const MONTHS_KEPT = 3;

/** When the bills of a day can be had. */
export function billReadyMs(day: string, { settings, random }: Pick<World, 'settings' | 'random'>): number {
  const { billReadyMs: set } = settings;
  // Of a generator of its own, so that a day keeps its moment however often one asks.
  const chance = createSeededRandom(random.seed).fraction(`billReady:${day}`);
  const afterMidnightMs = set === 'seeded' ? DRAWING_STARTS_MS + Math.floor(chance * HOUR_MS) : set;
  return startOfDay(dayAfter(day)) + afterMidnightMs;
}

/** Whether the bill of a day may be asked for now. `day` has been checked to be a text. */
export function checkBillDay(day: string, world: World): ApiRefusal | undefined {
  const nowMs = world.clock.nowMs();
  const today = beijingDay(nowMs);
  if (Number.isNaN(startOfDay(day)))
    return dateRefused('PARAM_ERROR', '账单日期格式不正确', INTERNAL_CODE.billDateWrong);
  if (day >= today)
    return dateRefused('INVALID_REQUEST', '只能下载今天之前的账单', INTERNAL_CODE.billDateWrong);
  if (day < monthsBefore(today, MONTHS_KEPT)) {
    return dateRefused('INVALID_REQUEST', '只能下载三个月以内的账单', INTERNAL_CODE.billDateTooOld);
  }
  if (nowMs >= billReadyMs(day, world)) return undefined;
  return dateRefused('STATEMENT_CREATING', '请求的账单正在生成中，请稍后再试', INTERNAL_CODE.billCreating);
}

export function noStatement(): ApiRefusal {
  return dateRefused('NO_STATEMENT_EXIST', '请求的账单文件不存在', INTERNAL_CODE.billNotExist);
}

function dateRefused(code: string, message: string, internalCode: number): ApiRefusal {
  return refused(400, code, message, { internalCode });
}
