import { post } from './control';
import { Action, Code, Field, Options } from './parts';
import type { Act } from './parts';
import { Switches } from './switches';
import type { Settings, State } from './wire';

interface SettingsProps {
  readonly state: State;
  readonly settings: Settings;
  readonly act: Act;
}

/** Who the merchant is, the switches, the keys, and the way back to the start. */
export function SettingsView({ state, settings, act }: SettingsProps) {
  return (
    <div class="columns">
      <section>
        <Merchant state={state} act={act} />
      </section>
      <section>
        <Switches settings={settings} act={act} />
        <Variations seed={state.seed} variations={settings.variations} act={act} />
      </section>
    </div>
  );
}

function Merchant({ state, act }: { readonly state: State; readonly act: Act }) {
  const reset = async () => {
    if (confirm('忘记所有订单、通知、退款与故障，时钟回到现在？密钥会保留。')) await post('reset');
  };
  return (
    <>
      <h2>商户与密钥</h2>
      <dl class="facts">
        <Fact name="商户号 mchid" value={state.mchid} />
        <Fact name="appid" value={state.appid} />
        <Fact name="子商户号 sub_mchid" value={state.sub_mchid} />
        <Fact name="sub_appid" value={state.sub_appid} />
        <Fact name="商户证书序列号" value={state.merchant_serial_no} />
        <Fact name="微信支付公钥 ID" value={state.public_key_id} />
        {state.platform_certificates.map(({ serial_no: serialNo, expire_time: expireTime }) => (
          <Fact key={serialNo} name={`平台证书（${expireTime.slice(0, 10)} 到期）`} value={serialNo} />
        ))}
      </dl>
      <div class="row">
        <Action act={act} work={() => post('certificates/rotate')}>
          更换平台证书
        </Action>
        <Action act={act} class="danger" work={reset}>
          全部重置
        </Action>
      </div>
    </>
  );
}

interface VariationsProps {
  readonly seed: number;
  readonly variations: Settings['variations'];
  readonly act: Act;
}

function Variations({ seed, variations, act }: VariationsProps) {
  const pin = (name: string) => (value: string) => {
    const { [name]: _before, ...rest } = variations.pinned;
    const pinned = value === '' ? rest : { ...rest, [name]: value };
    void act(() => post('settings', { variations: pinned }));
  };
  return (
    <>
      <h2>文档没有写明之处</h2>
      <p class="soft hint">由种子 {seed} 随机选择，也可以固定。</p>
      <div class="form">
        {Object.entries(variations.possible).map(([name, values]) => (
          <Field key={name} label={name}>
            <Options
              value={variations.pinned[name] ?? ''}
              options={[['', '随机'], ...values.map((value) => [value, value] as const)]}
              choose={pin(name)}
            />
          </Field>
        ))}
      </div>
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Code text={value} />
      </dd>
    </>
  );
}
