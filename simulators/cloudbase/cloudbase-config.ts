import * as v from 'valibot';
import type { CloudbaseOptions } from './start';

const Name = v.pipe(v.string(), v.minLength(1));
const Index = v.strictObject({
  name: Name,
  unique: v.optional(v.boolean()),
  keys: v.pipe(v.array(v.tuple([Name, v.picklist([1, -1])])), v.minLength(1)),
});
const Expression = v.union([v.boolean(), v.string()]);
const Config = v.strictObject({
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  dir: v.nullable(Name),
  envId: v.optional(Name),
  appid: v.optional(Name),
  collections: v.array(v.strictObject({ name: Name, indexes: v.array(Index) })),
  functions: v.record(
    Name,
    v.strictObject({
      file: Name,
      env: v.record(v.string(), v.string()),
      timeoutMs: v.pipe(v.number(), v.integer(), v.minValue(1)),
      instances: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ),
  codeCacheDir: v.optional(Name),
  routes: v.optional(v.record(v.pipe(v.string(), v.startsWith('/')), Name)),
  timers: v.optional(
    v.array(
      v.strictObject({ function: Name, name: Name, everyMs: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    ),
  ),
  transactionTtlMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  storageRule: v.optional(v.strictObject({ read: v.optional(Expression), write: v.optional(Expression) })),
  survives: v.optional(v.picklist(['process', 'machine'])),
});

/** A configuration file's JSON as options; throws one error that lists every problem. */
export function parseCloudbaseConfig(json: unknown): CloudbaseOptions {
  const parsed = v.safeParse(Config, json);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map(
    (issue) => `${v.getDotPath(issue) ?? 'configuration'}: ${issue.message}`,
  );
  throw new Error(`the CloudBase configuration is wrong:\n${problems.join('\n')}`);
}
