import { createStatusBar } from './status-bar';

/** What WeChat itself draws over the mini program: dialogs, sheets, toasts. */

export interface Layer {
  readonly element: HTMLElement;
  close(): void;
}

/** Where layers go: over every page, inside the screen. */
function screen(): HTMLElement {
  return document.getElementById('ph-layers') ?? document.body;
}

interface LayerOptions {
  readonly kind: 'dialog' | 'sheet' | 'full' | 'toast';
  readonly label?: string;
  /** A tap beside it, or Escape. */
  readonly onDismiss?: () => void;
}

/** Lays `content` over the screen. */
export function openLayer(
  content: readonly (Node | string)[],
  { kind, label, onDismiss }: LayerOptions,
): Layer {
  const element = document.createElement('div');
  element.className = `ph-layer ph-layer-${kind}`;
  const panel = element.appendChild(document.createElement('div'));
  panel.className = 'ph-layer-panel';
  if (kind === 'full') element.append(createStatusBar());
  if (kind === 'toast') panel.setAttribute('role', 'status');
  else {
    panel.setAttribute('role', 'dialog');
    panel.setAttribute('aria-modal', 'true');
  }
  if (label !== undefined) panel.setAttribute('aria-label', label);
  panel.append(...content);
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') onDismiss?.();
  };
  element.addEventListener('click', ({ target }) => {
    if (target === element) onDismiss?.();
  });
  document.addEventListener('keydown', onKey);
  screen().append(element);
  return {
    element: panel,
    close: () => {
      document.removeEventListener('keydown', onKey);
      element.remove();
    },
  };
}

interface Attributes {
  readonly class?: string;
  readonly text?: string;
  readonly onClick?: () => void;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An element with what stands in it. Text stays text: what a mini program says is never markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: name, text, onClick, attributes }: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (name !== undefined) element.className = name;
  if (text !== undefined) element.textContent = text;
  if (onClick !== undefined) element.addEventListener('click', onClick);
  for (const [attribute, value] of Object.entries(attributes ?? {})) element.setAttribute(attribute, value);
  if (tag === 'button') element.setAttribute('type', 'button');
  element.append(...children);
  return element;
}
