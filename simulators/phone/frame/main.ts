/** The page around the phone: who holds it, what time it is, what happened. */
import { hearPhone, tellPhone } from '../runtime/frame-link';
import { drawChoices } from './choices';
import { followClock } from './clock';
import { byId } from './element';
import { followNotifications } from './notifications';
import { drawSettings, HEIGHTS, messageOf, readSettings } from './phone-settings';
import type { PhoneSettings } from './phone-settings';
import { createTimeline, entryOf } from './timeline';
import { drawWorldSwitches } from './world-switches';

/** Below this the phone is the page. */
const NARROW = window.matchMedia('(max-width: 759px)');
/** The bezel, on all sides. */
const BEZEL_PX = 12;
const MARGIN_PX = 20;

const screen = byId('screen', HTMLIFrameElement);
const phone = byId('phone', HTMLElement);
let settings = readSettings();
let holder = new URLSearchParams(location.search).get('as') ?? 'lin';

/** The phone's address: who, how it is set, and the page it opens. */
function phoneUrl(page: string): string {
  const { theme, network, font } = settings;
  const query = new URLSearchParams({ as: holder, theme, network, font: String(font) });
  if (NARROW.matches) query.set('shell', 'bare');
  return `/phone?${query.toString()}#${page}`;
}

const BLANK = 'about:blank';
let wanted = '';

/** Starts the phone at a page; the old one is gone with its memory. */
function openPhone(page: string): void {
  wanted = phoneUrl(page);
  screen.contentWindow?.location.replace(BLANK);
}

/** The next phone starts once the last one is gone: begun earlier, it would be the one that goes. */
function startWhenBlank(): void {
  screen.addEventListener('load', () => {
    const { location: place } = screen.contentWindow ?? {};
    if (place?.href === BLANK) place.replace(wanted);
  });
}

/** As large as the window lets it, and no larger than it is. */
function fit(): void {
  const { width } = settings;
  const height = HEIGHTS[width] ?? 812;
  phone.style.width = NARROW.matches ? '' : `${width}px`;
  phone.style.height = NARROW.matches ? '' : `${height}px`;
  const room = (phone.parentElement?.clientHeight ?? height) - 2 * MARGIN_PX;
  const scale = NARROW.matches ? 1 : Math.min(1, room / (height + 2 * BEZEL_PX));
  phone.style.transform = scale < 1 ? `scale(${scale})` : '';
  // A scaled box keeps the room of its full size.
  phone.style.margin = scale < 1 ? `${(-height * (1 - scale)) / 2}px ${(-width * (1 - scale)) / 2}px` : '';
}

function changeHolder(as: string): void {
  holder = as;
  const url = new URL(location.href);
  url.searchParams.set('as', as);
  url.hash = '';
  history.replaceState(null, '', url);
  openPhone('');
}

async function drawHolders(): Promise<void> {
  const response = await fetch('/identities');
  const known = (await response.json()) as readonly { readonly as: string; readonly name: string }[];
  const choices = known.map(({ as, name }) => ({ value: as, label: name }));
  if (!choices.some(({ value }) => value === holder)) choices.push({ value: holder, label: holder });
  drawChoices(byId('who', HTMLElement), choices, { value: holder, onChoose: changeHolder });
}

function fold(): void {
  const unfold = byId('unfold', HTMLButtonElement);
  unfold.addEventListener('click', () => {
    const open = document.body.classList.toggle('unfolded');
    unfold.setAttribute('aria-expanded', String(open));
    unfold.textContent = open ? '回到手机' : '控制台';
  });
}

function start(): void {
  const timeline = createTimeline(byId('timeline', HTMLOListElement), byId('nothing', HTMLElement));
  hearPhone(screen, (message) => {
    if (message.kind === 'route') history.replaceState(null, '', `#${message.url}`);
    const entry = entryOf(message);
    if (entry) timeline.add(entry);
  });
  drawSettings(byId('settings', HTMLElement), settings, (changed: PhoneSettings, name) => {
    settings = changed;
    const message = messageOf(name, settings);
    if (message) tellPhone(screen, message);
    fit();
  });
  byId('forget', HTMLButtonElement).addEventListener('click', timeline.clear);
  byId('reload', HTMLButtonElement).addEventListener('click', () => openPhone(location.hash.slice(1)));
  window.addEventListener('hashchange', () => openPhone(location.hash.slice(1)));
  window.addEventListener('resize', fit);
  NARROW.addEventListener('change', () => openPhone(location.hash.slice(1)));
  followClock(timeline, () => openPhone(location.hash.slice(1)));
  drawWorldSwitches(timeline);
  followNotifications(timeline);
  fold();
  fit();
  startWhenBlank();
  void drawHolders();
  openPhone(location.hash.slice(1));
}

start();
