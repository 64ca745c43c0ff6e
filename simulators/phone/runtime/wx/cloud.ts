import { keepFile, keptFile } from '../files';
import { tellFrame } from '../frame-link';
import { reportProblem } from '../problems';
import { addressOf, Offline, post, reach } from '../world';
import { removeFiles, temporaryUrls, uploadFile } from '../cloud-files';
import { asynchronous, listeners, required, WxFailure } from './call';
import type { Params } from './call';
import { addToWx } from './registry';

/** The largest data a mini program may send with a call. */
const MAX_DATA_BYTES = 100 * 1024;

interface CallAnswer {
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

/** The network's failure, in the words of the cloud's client. */
function unreachable(cause: unknown): WxFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `request:fail ${cause instanceof Offline ? reason : 'net::ERR_CONNECTION_REFUSED'}`;
  return new WxFailure(`Error: errCode: -1 | errMsg: ${message}`, { errCode: -1 });
}

function outcomeOf(answer: CallAnswer): 'ok' | 'refused' | 'failed' {
  if (answer.error !== undefined) return 'failed';
  const { result } = answer;
  return typeof result === 'object' && result !== null && 'ok' in result && result.ok === false
    ? 'refused'
    : 'ok';
}

/** What the frame's timeline says of a call besides its name. */
function detailOf({ result, error }: CallAnswer): string {
  if (error !== undefined) return error.code;
  const refusal = (result as { readonly refusal?: { readonly code?: string } } | null)?.refusal;
  return refusal?.code ?? '';
}

async function callFunction(params: Params): Promise<Params> {
  const name = String(required(params, 'name', 'string'));
  const data = (params['data'] ?? {}) as Params;
  if (JSON.stringify(data).length > MAX_DATA_BYTES)
    throw new WxFailure('Error: data exceed max size', { errCode: -501002 });
  const shown = typeof data['method'] === 'string' ? data['method'] : name;
  const began = performance.now();
  const say = (answer: CallAnswer): void =>
    tellFrame({
      kind: 'call',
      name: shown,
      milliseconds: Math.round(performance.now() - began),
      outcome: outcomeOf(answer),
      detail: detailOf(answer),
    });
  const answer = await post<CallAnswer>(`/call/${encodeURIComponent(name)}`, data).catch((cause: unknown) => {
    say({ error: { code: '网络不通', message: '' } });
    throw unreachable(cause);
  });
  say(answer);
  if (answer.error === undefined) return { result: answer.result ?? null, requestID: crypto.randomUUID() };
  const { code, message } = answer.error;
  const errCode = code === 'FUNCTION_NOT_FOUND' ? -501000 : -504002;
  throw new WxFailure(`Error: errCode: ${errCode} functions execute fail | errMsg: ${code} ${message}`, {
    errCode,
  });
}

async function upload(params: Params): Promise<Params> {
  const filePath = String(required(params, 'filePath', 'string'));
  const file = keptFile(filePath);
  if (file === undefined) throw new WxFailure(`Error: file not found: ${filePath}`, { errCode: -1 });
  const fileID = await uploadFile(String(required(params, 'cloudPath', 'string')), file).catch(
    (cause: unknown) => {
      throw unreachable(cause);
    },
  );
  return { fileID, statusCode: 200 };
}

async function download(params: Params): Promise<Params> {
  const address = addressOf(String(required(params, 'fileID', 'string'))).replace(/^\/world/, '');
  const response = await reach(address).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok) throw new WxFailure('Error: STORAGE_FILE_NONEXIST', { errCode: -503003 });
  const file = await response.blob();
  return { tempFilePath: keepFile(file, file.type.split('/')[1] ?? 'bin'), statusCode: response.status };
}

const named = (name: string, work: (params: Params) => unknown): unknown =>
  asynchronous(`cloud.${name}`, work);

/** 云开发. What is not here is shown when it is asked for. */
export function addCloud(): void {
  const members: Readonly<Record<string, unknown>> = {
    init: () => undefined,
    callFunction: named('callFunction', callFunction),
    uploadFile: (params: Params) => {
      const progress = listeners('UploadProgress');
      const send = asynchronous('cloud.uploadFile', async (given) => {
        const stored = await upload(given);
        // On one machine a file arrives in one step.
        progress.tell({ progress: 100 });
        return stored;
      });
      return send(params) ?? { onProgressUpdate: progress.on, offProgressUpdate: progress.off };
    },
    downloadFile: named('downloadFile', download),
    getTempFileURL: named('getTempFileURL', async (params) => ({
      fileList: await temporaryUrls(required(params, 'fileList', 'object') as readonly unknown[]),
    })),
    deleteFile: named('deleteFile', async (params) => ({
      fileList: await removeFiles(required(params, 'fileList', 'object') as readonly string[]),
    })),
    DYNAMIC_CURRENT_ENV: 'local',
  };
  const cloud = new Proxy(members, {
    get: (target, name) => {
      if (typeof name === 'string' && name !== 'then' && !(name in target))
        reportProblem('wx', `wx.cloud.${name} 在这台手机上没有实现`);
      return target[name as string];
    },
  });
  addToWx({ cloud });
}
