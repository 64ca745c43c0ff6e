import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
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

const SAY_COPIED_MS = 1_500;

/** Copies a text, and for a moment says that it did. */
function useCopy(text: string) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAY_COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return { copied, copy };
}

/** A number or a name that one wants to copy. */
export function Code({ text }: { readonly text: string }) {
  const { copied, copy } = useCopy(text);
  return (
    <button
      type="button"
      class={copied ? 'code copied' : 'code'}
      title={copied ? '已复制' : '点按复制'}
      onClick={() => void copy()}
    >
      {text}
    </button>
  );
}

/** A button that copies what stands beside it. */
export function Copy({ text, children }: { readonly text: string; readonly children: ComponentChildren }) {
  const { copied, copy } = useCopy(text);
  return (
    <button type="button" title={text} onClick={() => void copy()}>
      {copied ? '已复制' : children}
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

/** A labelled line of a form. */
export function Field({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <label class="field">
      <span title={label}>{label}</span>
      {children}
    </label>
  );
}

interface OptionsProps {
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly choose: (value: string) => void;
}

export function Options({ value, options, choose }: OptionsProps) {
  return (
    <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  );
}
