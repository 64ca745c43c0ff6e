import { textFrom } from '../text';
import { openCapability } from './open-type';
import { HOVER, mountedAt } from './builtin';
import type { Builtin, Host, Mounted } from './builtin';

function mountButton(host: Host): Mounted {
  const { element, text, flag } = host;
  host.on('tap', () => {
    if (flag('disabled')) return;
    const form = element.closest('wx-form');
    const type = text('formType');
    if (type !== '' && form) mountedForm(form)?.[type === 'reset' ? 'reset' : 'submit']();
    if (text('openType') !== '') void openCapability(host);
  });
  return {
    update: () => {
      element.setAttribute('role', text('ariaRole') || 'button');
      element.setAttribute('type', text('type'));
      element.setAttribute('size', text('size'));
      for (const name of ['plain', 'disabled', 'loading']) element.toggleAttribute(name, flag(name));
      element.setAttribute('aria-disabled', String(flag('disabled')));
    },
  };
}

interface Form {
  submit(): void;
  reset(): void;
}

const forms = new WeakMap<Element, Form>();

function mountedForm(element: Element): Form | undefined {
  return forms.get(element);
}

function mountForm({ element, trigger }: Host): Mounted {
  const fields = (): { readonly name: string; readonly value: unknown; reset(): void }[] =>
    [...element.querySelectorAll('*')].flatMap((child) => {
      const field = mountedAt(child)?.field;
      // A radio in a group speaks through its group.
      if (field === undefined || child.parentElement?.closest('wx-radio-group,wx-checkbox-group')) return [];
      const name = textFrom((child as Host['element']).__wxElement?.data['name']);
      return [{ name, value: field.value(), reset: field.reset }];
    });
  forms.set(element, {
    submit: () => {
      const named = fields().filter(({ name }) => name !== '');
      trigger('submit', { value: Object.fromEntries(named.map(({ name, value }) => [name, value])) });
    },
    reset: () => {
      for (const field of fields()) field.reset();
      trigger('reset');
    },
  });
  return {};
}

/** A tap on a label reaches the field it is for. */
function mountLabel({ element, text, on }: Host): Mounted {
  const fields = 'wx-checkbox,wx-radio,wx-switch,wx-button,wx-input,wx-textarea';
  on('tap', (event) => {
    const wanted = text('for');
    const page = element.closest('wx-body');
    const field =
      wanted === '' ? element.querySelector(fields) : (page?.querySelector(`#${CSS.escape(wanted)}`) ?? null);
    const original = event.getOriginalEvent();
    const tapped = original instanceof Event && original.target instanceof Node ? original.target : null;
    if (field && !field.contains(tapped)) mountedAt(field)?.activate?.();
  });
  return {};
}

export const BUTTONS: readonly Builtin[] = [
  {
    tag: 'button',
    properties: {
      ...HOVER,
      hoverClass: { type: String, value: 'button-hover' },
      type: { type: String, value: 'default' },
      size: { type: String, value: 'default' },
      plain: Boolean,
      disabled: Boolean,
      loading: Boolean,
      formType: String,
      openType: String,
      lang: String,
      sessionFrom: String,
      sendMessageTitle: String,
      sendMessagePath: String,
      sendMessageImg: String,
      showMessageCard: Boolean,
      appParameter: String,
      phoneNumberNoQuotaToast: Boolean,
      name: String,
    },
    mount: mountButton,
  },
  { tag: 'form', properties: { reportSubmit: Boolean, reportSubmitTimeout: Number }, mount: mountForm },
  { tag: 'label', properties: { for: String }, mount: mountLabel },
];
