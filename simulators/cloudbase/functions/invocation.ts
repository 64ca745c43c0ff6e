import { randomUUID } from 'node:crypto';

/** Who and what invokes a function. */
export type Invocation = {
  readonly functionName: string;
  readonly event: unknown;
  /**
   * `wx_client` for a shopper, `wx_http` for the access service, `wx_trigger` for timers, `scf` for another function.
   * What the cloud says for a pushed message is not published; `wx_push` is a word of ours.
   */
  readonly source: 'wx_client' | 'wx_http' | 'wx_trigger' | 'scf' | 'wx_push';
  /** Present only for `wx_client`. */
  readonly openid?: string;
};

/** Facts of the environment every invocation shares. */
export type CloudEnvironment = { readonly envId: string; readonly appid: string; readonly adminUrl: string };

/** A function that did not answer. The codes are those a caller of the real service sees. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly code: 'FUNCTION_NOT_FOUND' | 'FUNCTIONS_TIME_LIMIT_EXCEEDED' | 'FUNCTIONS_EXECUTE_FAIL';

  constructor(code: FunctionError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Environment variables that make the unmodified SDK talk to the emulator instead of the cloud. */
export function sdkEnvironment({ envId, adminUrl }: CloudEnvironment): Record<string, string> {
  return {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_SESSIONTOKEN: 'local',
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
    // Mutes the SDK's slow-request warning, which a paused debugger would trigger all the time.
    SILENCE: 'true',
  };
}

/** The per-invocation variables: put into process.env and into `context.environment`. */
export function identityEnvironment(invocation: Invocation, cloud: CloudEnvironment): Record<string, string> {
  const identity: Record<string, string> =
    invocation.openid === undefined
      ? {}
      : {
          WX_OPENID: invocation.openid,
          WX_APPID: cloud.appid,
          WX_CLIENTIP: '127.0.0.1',
          WX_API_TOKEN: 'local',
        };
  return {
    ...identity,
    WX_CONTEXT_KEYS: Object.keys(identity).join(','),
    TCB_SOURCE: invocation.source,
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SOURCE',
    ...(invocation.source === 'wx_trigger' ? { TRIGGER_SRC: 'timer' } : {}),
  };
}

/** The second argument of `main`, as far as functions read it. */
export function invocationContext(
  invocation: Invocation,
  cloud: CloudEnvironment,
  timeoutMs: number,
): Record<string, unknown> {
  return {
    callbackWaitsForEmptyEventLoop: false,
    request_id: randomUUID(),
    function_name: invocation.functionName,
    function_version: '$LATEST',
    namespace: cloud.envId,
    memory_limit_in_mb: 256,
    time_limit_in_ms: timeoutMs,
    environment: JSON.stringify({ ...sdkEnvironment(cloud), ...identityEnvironment(invocation, cloud) }),
    environ: '',
  };
}
