import { phoneUnits } from '../element-factory';
import { el } from '../layer';
import { scopedClasses } from '../scoped-class';
import { textFrom } from '../text';
import type { Builtin, Host, Mounted } from './builtin';

const PROPERTIES = {
  name: String,
  value: { type: null, value: '' },
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  cursorSpacing: Number,
  focus: Boolean,
  autoFocus: Boolean,
  confirmType: String,
  confirmHold: Boolean,
  cursor: { type: Number, value: -1 },
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  holdKeyboard: Boolean,
  alwaysEmbed: Boolean,
  cursorColor: String,
} as const;

/** The keyboard each type brings up. */
const KEYBOARD: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal', idcard: 'text' };

/** What a phone's keyboard has for each type: a computer's has more keys, and they do nothing. */
const KEYS: Readonly<Record<string, RegExp>> = { number: /^\d*$/, digit: /^[\d.]*$/, idcard: /^[\dXx]*$/ };

type Native = HTMLInputElement | HTMLTextAreaElement;

function valueOf({ get }: Host): string {
  return textFrom(get('value'));
}

/** A shopper's typing becomes events; a handler may answer with another text, as WeChat's `bindinput` can. */
function listen(host: Host, native: Native): void {
  const { trigger, set } = host;
  native.addEventListener('input', (event) => {
    event.stopPropagation();
    const composing = (event as InputEvent).isComposing;
    const { value, selectionStart } = native;
    if (!composing) set('value', value);
    trigger('input', { value, cursor: selectionStart ?? value.length, keyCode: 0 });
  });
  native.addEventListener('compositionend', () => set('value', native.value));
  native.addEventListener('focus', () => trigger('focus', { value: native.value, height: 0 }));
  native.addEventListener('blur', () => {
    host.set('focus', false);
    trigger('blur', { value: native.value, cursor: native.selectionStart ?? 0 });
  });
  for (const type of ['change', 'load', 'error', 'submit'])
    native.addEventListener(type, (event) => event.stopPropagation());
}

/** What stands in an empty field. Where it has a look of its own it is a text of ours over the field. */
interface Hint {
  readonly element: HTMLElement;
  draw(): void;
}

function hintOf({ element, text }: Host, native: Native): Hint {
  const hint = el('span', { attributes: { 'aria-hidden': 'true' } });
  const show = (): void => {
    hint.hidden = native.value !== '' || native.placeholder !== '';
  };
  native.addEventListener('input', show);
  return {
    element: hint,
    draw: () => {
      const [look, style] = [text('placeholderClass'), text('placeholderStyle')];
      const isPlain = look === '' && style === '';
      native.placeholder = isPlain ? text('placeholder') : '';
      hint.textContent = isPlain ? '' : text('placeholder');
      hint.className = ['ph-hint', ...scopedClasses(element, look)].join(' ');
      hint.setAttribute('style', phoneUnits(style));
      show();
    },
  };
}

function draw(host: Host, native: Native, hint: Hint): void {
  const { text, flag, number } = host;
  const value = valueOf(host);
  if (native.value !== value) native.value = value;
  hint.draw();
  native.disabled = flag('disabled');
  if (number('maxlength') >= 0) native.maxLength = number('maxlength');
  else native.removeAttribute('maxlength');
  native.enterKeyHint = text('confirmType') || 'done';
  native.setAttribute('aria-label', text('ariaLabel') || text('placeholder'));
  if (flag('focus') && document.activeElement !== native) requestAnimationFrame(() => native.focus());
}

function mounted(
  host: Host,
  native: Native,
  { hint, update }: { readonly hint: Hint; readonly update: () => void },
): Mounted {
  const first = valueOf(host);
  listen(host, native);
  host.element.append(native, hint.element);
  if (host.flag('autoFocus')) requestAnimationFrame(() => native.focus());
  return {
    update,
    activate: () => native.focus(),
    field: {
      value: () => native.value,
      reset: () => {
        native.value = first;
        host.set('value', first);
      },
    },
  };
}

function mountInput(host: Host): Mounted {
  const native = document.createElement('input');
  native.autocomplete = 'off';
  native.addEventListener('keydown', ({ key, isComposing }) => {
    if (key !== 'Enter' || isComposing) return;
    host.trigger('confirm', { value: native.value });
    if (!host.flag('confirmHold')) native.blur();
  });
  native.addEventListener('beforeinput', (event) => {
    const missing = KEYS[host.text('type')]?.test(event.data ?? '') === false;
    if (missing && event.inputType === 'insertText') event.preventDefault();
  });
  const hint = hintOf(host, native);
  const update = (): void => {
    const type = host.text('type');
    native.type = host.flag('password') || type === 'safe-password' ? 'password' : 'text';
    native.inputMode = KEYBOARD[type] ?? 'text';
    draw(host, native, hint);
  };
  return mounted(host, native, { hint, update });
}

function mountTextarea(host: Host): Mounted {
  const native = document.createElement('textarea');
  // A browser begins with two; WeChat's grows from one.
  native.rows = 1;
  const hint = hintOf(host, native);
  let lines = 0;
  const grow = (): void => {
    if (!host.flag('autoHeight')) return;
    native.style.height = 'auto';
    native.style.height = `${Math.max(native.scrollHeight, hint.element.offsetHeight)}px`;
    const lineHeight = Number.parseFloat(getComputedStyle(native).lineHeight) || 20;
    const now = Math.round(native.scrollHeight / lineHeight);
    if (now !== lines) host.trigger('linechange', { height: native.scrollHeight, lineCount: now });
    lines = now;
  };
  native.addEventListener('input', grow);
  const update = (): void => {
    host.element.toggleAttribute('auto-height', host.flag('autoHeight'));
    draw(host, native, hint);
    requestAnimationFrame(grow);
  };
  return mounted(host, native, { hint, update });
}

export const FIELDS: readonly Builtin[] = [
  {
    tag: 'input',
    properties: { ...PROPERTIES, type: { type: String, value: 'text' }, password: Boolean },
    mount: mountInput,
  },
  {
    tag: 'textarea',
    properties: {
      ...PROPERTIES,
      autoHeight: Boolean,
      fixed: Boolean,
      showConfirmBar: { type: Boolean, value: true },
      disableDefaultPadding: Boolean,
    },
    mount: mountTextarea,
  },
];
