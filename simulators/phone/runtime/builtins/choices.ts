import { textFrom } from '../text';
import { mountedAt } from './builtin';
import type { Builtin, Host, Mounted } from './builtin';

/** A group hears from the boxes inside it. */
const groups = new WeakMap<Element, (changed: Element) => void>();

function draw({ element, flag, text }: Host, role: string): void {
  element.setAttribute('role', role);
  element.setAttribute('aria-checked', String(flag('checked')));
  element.toggleAttribute('checked', flag('checked'));
  element.toggleAttribute('disabled', flag('disabled'));
  if (text('color') !== '') element.style.setProperty('--ph-choice', text('color'));
}

function mountSwitch(host: Host): Mounted {
  const first = host.flag('checked');
  const toggle = (): void => {
    if (host.flag('disabled')) return;
    host.set('checked', !host.flag('checked'));
    host.trigger('change', { value: host.flag('checked') });
  };
  host.on('tap', toggle);
  return {
    update: () => {
      host.element.setAttribute('kind', host.text('type'));
      draw(host, 'switch');
    },
    activate: toggle,
    field: { value: () => host.flag('checked'), reset: () => host.set('checked', first) },
  };
}

function mountBox(role: 'checkbox' | 'radio'): (host: Host) => Mounted {
  return (host) => {
    const first = host.flag('checked');
    const choose = (): void => {
      const already = role === 'radio' && host.flag('checked');
      if (host.flag('disabled') || already) return;
      host.set('checked', role === 'radio' || !host.flag('checked'));
      const group = host.element.closest(`wx-${role}-group`);
      if (group) groups.get(group)?.(host.element);
    };
    host.on('tap', choose);
    return {
      update: () => draw(host, role),
      activate: choose,
      field: { value: () => host.flag('checked'), reset: () => host.set('checked', first) },
    };
  };
}

function mountGroup(role: 'checkbox' | 'radio'): (host: Host) => Mounted {
  return ({ element, trigger }) => {
    const boxes = (): Host['element'][] => [...element.querySelectorAll<Host['element']>(`wx-${role}`)];
    const isOn = (box: Element): boolean => mountedAt(box)?.field?.value() === true;
    const chosen = (): string[] =>
      boxes()
        .filter(isOn)
        .map((box) => textFrom(box.__wxElement?.data['value']));
    const value = (): unknown => (role === 'radio' ? (chosen()[0] ?? '') : chosen());
    groups.set(element, (changed) => {
      if (role === 'radio')
        for (const box of boxes()) if (box !== changed) box.__wxElement?.setData({ checked: false });
      trigger('change', { value: value() });
    });
    const reset = (): void => {
      for (const box of boxes()) mountedAt(box)?.field?.reset();
    };
    return { field: { value, reset } };
  };
}

const BOX = { value: String, disabled: Boolean, checked: Boolean, color: String } as const;

export const CHOICES: readonly Builtin[] = [
  { tag: 'switch', properties: { ...BOX, name: String, type: String }, mount: mountSwitch },
  { tag: 'checkbox', properties: BOX, mount: mountBox('checkbox') },
  { tag: 'radio', properties: BOX, mount: mountBox('radio') },
  { tag: 'checkbox-group', properties: { name: String }, mount: mountGroup('checkbox') },
  { tag: 'radio-group', properties: { name: String }, mount: mountGroup('radio') },
];
