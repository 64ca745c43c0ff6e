import type { FrameMessage, Network, Theme } from '../runtime/frame-link';
import { drawChoices } from './choices';
import type { Choice } from './choices';
import { span } from './element';

/** What the frame sets on the phone. */
export interface PhoneSettings {
  readonly theme: Theme;
  readonly network: Network;
  readonly font: number;
  readonly width: number;
}

const KEY = 'phone-frame';
const DEFAULTS: PhoneSettings = { theme: 'light', network: 'wifi', font: 17, width: 375 };

/** Screens by width, as devices have them. */
export const HEIGHTS: Readonly<Record<number, number>> = { 320: 568, 375: 812, 430: 932 };

const CHOICES: { readonly [Name in keyof PhoneSettings]: readonly Choice<PhoneSettings[Name]>[] } = {
  theme: [
    { value: 'light', label: '浅色' },
    { value: 'dark', label: '深色' },
  ],
  font: [
    { value: 15, label: '小' },
    { value: 17, label: '标准' },
    { value: 20, label: '大' },
    { value: 23, label: '特大' },
  ],
  width: [
    { value: 320, label: '320' },
    { value: 375, label: '375' },
    { value: 430, label: '430' },
  ],
  network: [
    { value: 'wifi', label: '正常' },
    { value: 'slow', label: '很慢' },
    { value: 'none', label: '断网' },
  ],
};

const TITLES: Readonly<Record<keyof PhoneSettings, string>> = {
  theme: '外观',
  font: '字号',
  width: '屏幕',
  network: '网络',
};

/** Settings as they were left; one that is not offered any more is the usual one. */
export function readSettings(): PhoneSettings {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<PhoneSettings>;
  const offered = Object.entries(kept).filter(([name, value]) =>
    (CHOICES[name as keyof PhoneSettings] as readonly Choice<unknown>[] | undefined)?.some(
      (choice) => choice.value === value,
    ),
  );
  return { ...DEFAULTS, ...Object.fromEntries(offered) };
}

/** What the phone has to hear of a change; nothing where the frame alone acts. */
export function messageOf(name: keyof PhoneSettings, settings: PhoneSettings): FrameMessage | undefined {
  switch (name) {
    case 'theme':
      return { kind: 'theme', theme: settings.theme };
    case 'font':
      return { kind: 'fontSize', pixels: settings.font };
    case 'network':
      return { kind: 'network', network: settings.network };
    case 'width':
      return undefined;
  }
}

/** Draws the switches. */
export function drawSettings(
  host: HTMLElement,
  first: PhoneSettings,
  onChange: (settings: PhoneSettings, name: keyof PhoneSettings) => void,
): void {
  let settings = first;
  const row = <Name extends keyof PhoneSettings>(name: Name): HTMLElement => {
    const line = document.createElement('div');
    const choices = document.createElement('div');
    line.className = 'setting';
    choices.className = 'choices';
    choices.setAttribute('role', 'radiogroup');
    choices.setAttribute('aria-label', TITLES[name]);
    drawChoices<PhoneSettings[Name]>(choices, CHOICES[name], {
      value: settings[name],
      onChoose: (value) => {
        settings = { ...settings, [name]: value };
        // A phone without a network tomorrow would look broken.
        localStorage.setItem(KEY, JSON.stringify({ ...settings, network: 'wifi' }));
        onChange(settings, name);
      },
    });
    line.append(span('label', TITLES[name]), choices);
    return line;
  };
  host.replaceChildren(row('theme'), row('font'), row('width'), row('network'));
}
