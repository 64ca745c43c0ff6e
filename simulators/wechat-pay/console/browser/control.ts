import type { Refusal } from './wire';

/** The console lives at `…/__sim/`, so a route of the control plane is a path beside it. */
export async function ask<Answer>(route: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(route, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // The control plane answers JSON, or nothing.
  const answer = text === '' ? null : (JSON.parse(text) as unknown);
  if (response.ok) return answer as Answer;
  const { error } = (answer ?? {}) as Refusal;
  const sentence = [error?.what, error?.where && `（${error.where}）`, error?.todo && `：${error.todo}`];
  throw new Error(error?.what === undefined ? `HTTP ${response.status}` : sentence.filter(Boolean).join(''));
}

export const post = (route: string, body: unknown = {}): Promise<unknown> => ask(route, 'POST', body);
