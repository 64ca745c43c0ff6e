import { useState } from 'preact/hooks';
import { post } from './control';
import { Action, Code, Field, Options } from './parts';
import type { Act } from './parts';
import type { Settings } from './wire';

const NOTIFICATIONS = [
  ['ladder', '按微信的间隔'],
  ['atOnce', '立即'],
] as const;

const SIGN_ERRORS = [
  ['false', '不签名'],
  ['true', '签名'],
] as const;

const SIGNING_KEYS = [
  ['both', '两种都有（切换期）'],
  ['publicKey', '只有公钥（新商户）'],
  ['platformCertificate', '只有平台证书'],
] as const;

const MERCHANT_STATES = [
  ['ready', '正常'],
  ['certificateExpired', '商户证书已过期'],
  ['certificateRevoked', '商户证书已吊销'],
  ['certificateReplaced', '商户证书已被更换'],
  ['noCertificate', '没有商户证书'],
  ['noApiV3Key', '没有设置 APIv3 密钥'],
] as const;

interface SwitchesProps {
  readonly settings: Settings;
  readonly act: Act;
}

/** What may be turned while the simulator runs. */
export function Switches({ settings, act }: SwitchesProps) {
  const turn = (name: string) => (value: unknown) => void act(() => post('settings', { [name]: value }));
  return (
    <>
      <h2>开关</h2>
      <div class="form">
        <Field label="通知重试">
          <Options value={settings.notifications} options={NOTIFICATIONS} choose={turn('notifications')} />
        </Field>
        <Field label="错误应答">
          <Options
            value={String(settings.sign_errors)}
            options={SIGN_ERRORS}
            choose={(value) => turn('sign_errors')(value === 'true')}
          />
        </Field>
        <Field label="商户的验签密钥">
          <Options value={settings.signing_keys} options={SIGNING_KEYS} choose={turn('signing_keys')} />
        </Field>
        <Field label="商户的状况">
          <Options
            value={settings.merchant_state}
            options={MERCHANT_STATES}
            choose={turn('merchant_state')}
          />
        </Field>
        <Entry
          label="退款用时（秒）"
          kind="decimal"
          value={settings.refund_delay_seconds}
          set={(text) => turn('refund_delay_seconds')(Number(text))}
          free={() => turn('refund_delay_seconds')('seeded')}
        />
        <Entry
          label="账单生成时刻"
          kind="time"
          value={settings.bill_ready}
          set={turn('bill_ready')}
          free={() => turn('bill_ready')('seeded')}
        />
      </div>
      <RateLimits limits={settings.rate_limits} windows={settings.rate_windows} act={act} />
    </>
  );
}

interface EntryProps {
  readonly label: string;
  readonly kind: 'decimal' | 'time';
  readonly value: number | string;
  readonly set: (text: string) => void;
  readonly free: () => void;
}

/** A value that is fixed when one is typed, and left to chance when it is emptied. */
function Entry({ label, kind, value, set, free }: EntryProps) {
  return (
    <Field label={label}>
      <input
        {...(kind === 'time' ? { type: 'time' } : { inputMode: 'decimal' })}
        placeholder="随机，与真实相近"
        value={value === 'seeded' ? '' : String(value)}
        onChange={({ currentTarget: { value: text } }) => (text === '' ? free() : set(text))}
      />
    </Field>
  );
}

interface RateLimitsProps {
  readonly limits: Settings['rate_limits'];
  readonly windows: Settings['rate_windows'];
  readonly act: Act;
}

const WINDOW_WORDS = { second: '秒', minute: '分钟' } as const;

/** What is no endpoint of its own. */
const LIMIT_WORDS: Readonly<Record<string, string>> = {
  'refunds.apply.failing': '被拒绝的申请',
  'refunds.apply.oldOrders': '一个月前的订单',
};

function RateLimits({ limits, windows, act }: RateLimitsProps) {
  const [chosen, setChosen] = useState(Object.keys(windows)[0] ?? '');
  const [most, setMost] = useState('1');
  const windowOf = (name: string): string => WINDOW_WORDS[windows[name] ?? 'second'];
  const wordsOf = (name: string): string =>
    LIMIT_WORDS[name] === undefined ? name : `${name}（${LIMIT_WORDS[name]}）`;
  const limit = (next: unknown) => () => post('settings', { rate_limits: next });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(limits).filter(([known]) => known !== name));
  return (
    <>
      <h2>限频</h2>
      <p class="soft hint">
        {Object.keys(limits).length === 0 ? '已关闭，请求再多也不会被拒绝。' : '超过这些次数，应答 429。'}
      </p>
      <ul class="limits">
        {Object.entries(limits).map(([name, count]) => (
          <li key={name}>
            <span>
              <Code text={name} />
              {LIMIT_WORDS[name] !== undefined && <span class="soft">{LIMIT_WORDS[name]}</span>}
            </span>
            <span class="count">
              {count} 次/{windowOf(name)}
            </span>
            <Action act={act} work={limit(without(name))}>
              解除
            </Action>
          </li>
        ))}
      </ul>
      <div class="form">
        <Field label="接口">
          <Options
            value={chosen}
            options={Object.keys(windows).map((name) => [name, wordsOf(name)])}
            choose={setChosen}
          />
        </Field>
        <Field label={`每${windowOf(chosen)}次数`}>
          <input inputMode="numeric" value={most} onInput={(event) => setMost(event.currentTarget.value)} />
        </Field>
        <div class="row">
          <Action act={act} work={limit({ ...limits, [chosen]: Number(most) })}>
            限制
          </Action>
          <Action act={act} work={limit('published')}>
            按公布的限频
          </Action>
          <Action act={act} work={limit('off')}>
            关闭限频
          </Action>
        </div>
      </div>
    </>
  );
}
