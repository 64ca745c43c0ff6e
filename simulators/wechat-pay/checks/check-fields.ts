import { isIP } from 'node:net';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { Variations } from '../variations';
import type { FieldRule, FieldTable } from './field-rule';

/** Where a checked value came from: the `location` of error details. */
export type ValueSource = 'body' | 'query' | 'uri_template';

/** One broken rule. `value` is what live details show: a count, the text, or empty when missing. */
interface Breach {
  readonly pointer: string;
  readonly message: string;
  readonly value: string | number;
  readonly issue: string;
}

/** Members the API does not know. */
interface UnknownMembers {
  readonly unknown: readonly string[];
}

type Finding = Breach | UnknownMembers;

/** Four-byte UTF-8 and lone surrogates: the API takes one to three bytes per character. */
const OUTSIDE_BMP = /[\u{10000}-\u{10FFFF}]|\p{Surrogate}/u;

/** A 400 PARAM_ERROR for the first member that breaks its rule, or undefined. */
export function checkFields(
  body: unknown,
  table: FieldTable,
  variations: Variations,
): ApiRefusal | undefined {
  const rule: FieldRule = { kind: 'object', label: '请求体', fields: table };
  const finding = checkValue(body, rule, '/body');
  return finding && refuseFinding(finding, 'body', variations);
}

/** The members of the query: those of the table as its rules say, and no others. */
export function checkQuery(
  query: Readonly<Record<string, string>>,
  table: FieldTable,
  variations: Variations,
): ApiRefusal | undefined {
  for (const [name, rule] of Object.entries(table)) {
    if (!Object.hasOwn(query, name) && rule.required !== true) continue;
    const broken = checkParameter(query[name], rule, { source: 'query', name }, variations);
    if (broken !== undefined) return broken;
  }
  const unknown = Object.keys(query).filter((name) => !Object.hasOwn(table, name));
  return unknown.length === 0 ? undefined : unknownMembers(unknown.map((name) => `/query/${name}`));
}

/** The same for a single value of the path or the query. */
export function checkParameter(
  value: string | undefined,
  rule: FieldRule,
  at: { readonly source: ValueSource; readonly name: string },
  variations: Variations,
): ApiRefusal | undefined {
  const pointer = `/${at.source}/${at.name}`;
  const finding =
    value === undefined || value === '' ? missing(rule, pointer) : checkValue(value, rule, pointer);
  return finding && refuseFinding(finding, at.source, variations);
}

function refuseFinding(finding: Finding, source: ValueSource, variations: Variations): ApiRefusal {
  return 'unknown' in finding ? unknownMembers(finding.unknown) : paramError(finding, source, variations);
}

/** As captured from the live service, the null included. */
function unknownMembers(pointers: readonly string[]): ApiRefusal {
  return refused(400, 'PARAM_ERROR', '请求中含有未在API文档中定义的参数', {
    internalCode: INTERNAL_CODE.extraParameter,
    detail: { location: null, value: pointers },
  });
}

function paramError(breach: Breach, source: ValueSource, variations: Variations): ApiRefusal {
  const detail =
    variations.pick('paramErrorDetail') === 'live'
      ? { location: source, value: breach.value }
      : {
          field:
            source === 'body'
              ? breach.pointer.slice('/body'.length)
              : (breach.pointer.split('/').at(-1) ?? ''),
          value: breach.value,
          issue: breach.issue,
          location: source,
        };
  return refused(400, 'PARAM_ERROR', breach.message, {
    internalCode: INTERNAL_CODE.illegalParameter,
    detail,
  });
}

function missing(rule: FieldRule, pointer: string): Breach {
  const message = `输入源“${pointer}”映射到字段“${rule.label}”必填性规则校验失败，此字段为必填项`;
  return { pointer, message, value: '', issue: 'required field is missing' };
}

function wrongType(value: unknown, rule: FieldRule, pointer: string): Breach {
  const shown = typeof value === 'number' || typeof value === 'string' ? value : '';
  const issue = `must be ${rule.kind}`;
  if (rule.kind === 'integer' && typeof value !== 'object' && typeof value !== 'boolean') {
    const message = `无法将输入源“${pointer}”映射到目标字段“${rule.label}”中，此字段需要一个合法的 64 位有符号整数`;
    return { pointer, message, value: shown, issue };
  }
  const wanted = rule.kind === 'integer' ? 'number' : rule.kind;
  const message = `无法将 JSON 输入源“${pointer}”映射到目标字段“${rule.label}”中，此字段需要一个 ${wanted} 类型的 Json 值`;
  return { pointer, message, value: shown, issue };
}

function checkValue(value: unknown, rule: FieldRule, pointer: string): Finding | undefined {
  switch (rule.kind) {
    case 'string':
      return typeof value === 'string' ? checkText(value, rule, pointer) : wrongType(value, rule, pointer);
    case 'integer':
      return checkInteger(value, rule, pointer);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrongType(value, rule, pointer);
    case 'object':
      return isRecord(value) ? checkRecord(value, rule, pointer) : wrongType(value, rule, pointer);
    case 'array':
      return Array.isArray(value) ? checkItems(value, rule, pointer) : wrongType(value, rule, pointer);
  }
}

function checkText(value: string, rule: FieldRule & { kind: 'string' }, pointer: string): Breach | undefined {
  const prefix = `输入源“${pointer}”映射到值字段“${rule.label}”字符串规则校验失败，`;
  const length = rule.unit === '字节数' ? Buffer.byteLength(value) : Array.from(value).length;
  const min = rule.min ?? (rule.required ? 1 : 0);
  const breach = (message: string, shown: string | number, issue: string): Breach => ({
    pointer,
    message: prefix + message,
    value: shown,
    issue,
  });
  if (length < min) return breach(`${rule.unit} ${length}，小于最小值 ${min}`, length, 'too short');
  if (length > rule.max) return breach(`${rule.unit} ${length}，大于最大值 ${rule.max}`, length, 'too long');
  if (rule.pattern !== undefined && !compiled(rule.pattern).test(value)) {
    return breach(`字符串必须匹配正则表达式“${rule.pattern}”`, value, 'does not match the pattern');
  }
  if (rule.form === 'ip' && isIP(value) === 0)
    return breach('必须是合法的IP地址', value, 'not an IP address');
  if (OUTSIDE_BMP.test(value))
    return breach('字符串只支持3字节以内的UTF-8编码字符', '', 'four-byte character');
  return undefined;
}

const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(pattern);
  patterns.set(pattern, known);
  return known;
}

function checkInteger(
  value: unknown,
  rule: FieldRule & { kind: 'integer' },
  pointer: string,
): Breach | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrongType(value, rule, pointer);
  if (rule.min === undefined || value >= rule.min) return undefined;
  const message = `输入源“${pointer}”映射到数值字段“${rule.label}”规则校验失败，值低于最小值 ${rule.min}`;
  return { pointer, message, value, issue: 'too small' };
}

function checkRecord(
  value: Readonly<Record<string, unknown>>,
  rule: FieldRule & { kind: 'object' },
  pointer: string,
): Finding | undefined {
  for (const [name, inner] of Object.entries(rule.fields)) {
    const at = `${pointer}/${name}`;
    if (Object.hasOwn(value, name)) {
      const finding = checkValue(value[name], inner, at);
      if (finding !== undefined) return finding;
    } else if (inner.required) {
      return missing(inner, at);
    }
  }
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(rule.fields, name));
  if (unknown.length > 0) return { unknown: unknown.map((name) => `${pointer}/${name}`) };
  const bytes = rule.maxBytes === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
  if (rule.maxBytes === undefined || bytes <= rule.maxBytes) return undefined;
  const message = `输入源“${pointer}”映射到值字段“${rule.label}”字符串规则校验失败，字节数 ${bytes}，大于最大值 ${rule.maxBytes}`;
  return { pointer, message, value: bytes, issue: 'too long' };
}

function checkItems(
  value: readonly unknown[],
  rule: FieldRule & { kind: 'array' },
  pointer: string,
): Finding | undefined {
  if (value.length < rule.min) {
    const message = `输入源“${pointer}”映射到数组字段“${rule.label}”规则校验失败，元素个数 ${value.length}，小于最小值 ${rule.min}`;
    return { pointer, message, value: value.length, issue: 'too few items' };
  }
  for (const [index, item] of value.entries()) {
    const finding = checkValue(item, rule.item, `${pointer}/${index}`);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
