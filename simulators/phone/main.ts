import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readMessageTemplates } from './server/message-templates';
import { startPhone } from './start';

const HELP = `main.ts --source DIR --cloud URL --pay URL [--port 8600] [--name 小铺]

Runs the mini program in DIR (the one with app.json) in a browser.
  --cloud URL  the CloudBase emulator
  --pay URL    the control plane of the WeChat Pay simulator, …/__sim
  --port P     0 takes a free one
  --name NAME  who the payment sheet says is paid
  --templates FILE  subscribe messages as JSON: {"<template id>": {"title": "订单发货提醒",
               "fields": [{"key": "thing1", "name": "商品", "sample": "明前龙井"}]}}`;

/** Runs until it is told to stop; prints the address. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      source: { type: 'string' },
      cloud: { type: 'string' },
      pay: { type: 'string' },
      port: { type: 'string', default: '8600' },
      name: { type: 'string', default: '小铺' },
      templates: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { source, cloud, pay, templates } = values;
  if (values.help) return console.log(HELP);
  if (source === undefined || cloud === undefined || pay === undefined) throw new Error(HELP);
  const phone = await startPhone({
    port: Number(values.port),
    source: path.resolve(source),
    cloudUrl: cloud,
    wechatPayControlUrl: pay,
    merchantName: values.name,
    ...(templates !== undefined && {
      messageTemplates: readMessageTemplates(readFileSync(templates, 'utf8')),
    }),
    log: (text) => console.error(text),
  });
  console.log(phone.url);
}

main().catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
});
