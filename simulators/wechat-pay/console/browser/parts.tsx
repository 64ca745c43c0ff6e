import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { toneOf, wordOf } from './words';

/** What every view gets: run an action, and say when it was refused. */
export type Act = (work: () => Promise<unknown>) => Promise<void>;

export function Chip({ state }: { readonly state: string }) {
  return (
    <span class={`chip ${toneOf(state)}`} title={state}>
      {wordOf(state)}
    </span>
  );
}

interface ActionProps {
  readonly act: Act;
  readonly work: () => Promise<unknown>;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A button whose work runs once at a time. */
export function Action({ act, work, children, ...rest }: ActionProps) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    await act(work);
    setBusy(false);
  };
  return (
    <button type="button" class={rest.class ?? ''} disabled={busy} onClick={() => void run()}>
      {children}
    </button>
  );
}

/** A number or a name that one wants to copy. */
export function Code({ text }: { readonly text: string }) {
  return (
    <button
      type="button"
      class="code"
      title="点按复制"
      onClick={() => void navigator.clipboard.writeText(text)}
    >
      {text}
    </button>
  );
}

export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p>{title}</p>
      {children}
    </div>
  );
}
