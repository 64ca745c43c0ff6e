import { connectOpenapi } from '../adapters/wechat/openapi';
import { createWechat } from '../adapters/wechat/wechat';
import type { Wechat } from '../ports/wechat';
import { readCloudConfig } from './config';

/**
 * WeChat's interfaces through the cloud's gateway. Apart from `wire.ts`, so that only the functions that call them load
 * the SDK for it. @throws Error when a setting is missing.
 */
export function wireWechat(): Wechat {
  return createWechat(connectOpenapi(readCloudConfig().environmentId));
}
