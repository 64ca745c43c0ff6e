import { dispatch } from './easel';
import type { EaselNode, PhoneElement } from './easel';
import { scopedClasses } from './scoped-class';

/** A finger that moved further does not tap. */
const TAP_DISTANCE_PX = 10;
const LONG_PRESS_MS = 350;
const HOVER_STAY_MS = 70;

interface Touch {
  readonly identifier: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly pageX: number;
  readonly pageY: number;
}

interface Gesture {
  readonly node: EaselNode;
  readonly start: Touch;
  readonly timer: number;
  readonly unhover: () => void;
  moved: boolean;
  long: boolean;
}

let gesture: Gesture | undefined;

function nodeOf(target: EventTarget | null): EaselNode | undefined {
  for (
    let element = target as PhoneElement | null;
    element;
    element = element.parentNode as PhoneElement | null
  )
    if (element.__wxElement) return element.__wxElement;
  return undefined;
}

function copy({ identifier, clientX, clientY, pageX, pageY }: Touch): Touch {
  return { identifier, clientX, clientY, pageX, pageY };
}

interface Fingers {
  readonly touches: readonly Touch[];
  readonly changed: readonly Touch[];
}

function fire(node: EaselNode, type: string, original: Event, { touches, changed }: Fingers) {
  const at = changed[0] ?? touches[0];
  const detail = { x: at?.pageX ?? 0, y: at?.pageY ?? 0 };
  return dispatch(node, type, detail, { original, fields: { touches, changedTouches: changed } });
}

/** Shows `hover-class` on the nearest element that has one; answers how to take it away. */
function hover(node: EaselNode): () => void {
  for (let element: PhoneElement | null = node.$$; element; element = element.parentElement) {
    if (element.hasAttribute('disabled')) break;
    const wanted = element.__wxElement?.data?.['hoverClass'];
    if (typeof wanted !== 'string' || wanted === '' || wanted === 'none') continue;
    const names = scopedClasses(element, wanted);
    const marked = element;
    marked.classList.add(...names);
    return () => void window.setTimeout(() => marked.classList.remove(...names), HOVER_STAY_MS);
  }
  return () => undefined;
}

function begin(event: Event, fingers: Fingers): void {
  const node = nodeOf(event.target);
  const start = fingers.changed[0];
  if (node === undefined || start === undefined) return;
  if (gesture) window.clearTimeout(gesture.timer);
  const timer = window.setTimeout(() => {
    if (gesture === undefined || gesture.moved) return;
    gesture.long = true;
    fire(node, 'longpress', event, fingers);
    fire(node, 'longtap', event, fingers);
  }, LONG_PRESS_MS);
  gesture = { node, start, timer, unhover: hover(node), moved: false, long: false };
  fire(node, 'touchstart', event, fingers);
}

function move(event: Event, fingers: Fingers): void {
  const at = fingers.changed[0];
  if (gesture === undefined || at === undefined) return;
  const { start } = gesture;
  const far = Math.max(Math.abs(at.clientX - start.clientX), Math.abs(at.clientY - start.clientY));
  if (far > TAP_DISTANCE_PX && !gesture.moved) {
    gesture.moved = true;
    window.clearTimeout(gesture.timer);
    gesture.unhover();
  }
  const sent = fire(gesture.node, 'touchmove', event, fingers);
  if (sent.defaultPrevented() && event.cancelable) event.preventDefault();
}

/** A disabled button or field does not hear taps. */
function isDisabled(node: EaselNode): boolean {
  return node.$$?.closest('wx-button[disabled]') !== null && node.$$ !== null;
}

function end(event: Event, fingers: Fingers): void {
  if (gesture === undefined) return;
  const { node, timer, unhover, moved, long } = gesture;
  gesture = undefined;
  window.clearTimeout(timer);
  unhover();
  fire(node, 'touchend', event, fingers);
  if (moved || long || isDisabled(node)) return;
  fire(node, 'tap', event, fingers);
}

function cancel(event: Event): void {
  if (gesture === undefined) return;
  window.clearTimeout(gesture.timer);
  gesture.unhover();
  fire(gesture.node, 'touchcancel', event, { touches: [], changed: [] });
  gesture = undefined;
}

/** The browser's own click after a tap would fall on whatever the tap has opened; fields need it to get the focus. */
function suppressGhostClick(event: TouchEvent): void {
  const native = event.target instanceof Element && event.target.closest('input,textarea,select,a,video');
  if (event.cancelable && gesture !== undefined && !gesture.moved && !native) event.preventDefault();
}

/** On a phone the keyboard goes when one taps beside the field. */
function leaveField({ target }: Event): void {
  const field = document.activeElement;
  if (
    field instanceof HTMLElement &&
    field !== document.body &&
    target instanceof Node &&
    !field.contains(target)
  )
    field.blur();
}

function touchFingers({ touches, changedTouches }: TouchEvent): Fingers {
  return { touches: [...touches].map(copy), changed: [...changedTouches].map(copy) };
}

function mouseFingers({ clientX, clientY, pageX, pageY }: MouseEvent, pressed: boolean): Fingers {
  const finger = { identifier: 0, clientX, clientY, pageX, pageY };
  return { touches: pressed ? [finger] : [], changed: [finger] };
}

function listenToTouch(): void {
  const options = { capture: true, passive: false };
  document.addEventListener(
    'touchstart',
    (event) => {
      leaveField(event);
      begin(event, touchFingers(event));
    },
    options,
  );
  document.addEventListener('touchmove', (event) => move(event, touchFingers(event)), options);
  document.addEventListener(
    'touchend',
    (event) => {
      suppressGhostClick(event);
      end(event, touchFingers(event));
    },
    options,
  );
  document.addEventListener('touchcancel', cancel, options);
}

function listenToMouse(): void {
  // After a touch the browser invents mouse events of its own for the same finger.
  let lastTouchAt = -Infinity;
  document.addEventListener('touchend', ({ timeStamp }) => (lastTouchAt = timeStamp), true);
  const invented = ({ timeStamp }: Event): boolean => timeStamp - lastTouchAt < 800;
  document.addEventListener(
    'mousedown',
    (event) => {
      if (event.button === 0 && !invented(event)) begin(event, mouseFingers(event, true));
    },
    true,
  );
  document.addEventListener(
    'mousemove',
    (event) => {
      if (gesture !== undefined && !invented(event)) move(event, mouseFingers(event, true));
    },
    true,
  );
  document.addEventListener(
    'mouseup',
    (event) => {
      if (!invented(event)) end(event, mouseFingers(event, false));
    },
    true,
  );
}

function listenToAnimations(): void {
  for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend'])
    document.addEventListener(
      type,
      (event) => {
        const node = (event.target as PhoneElement).__wxElement;
        const { elapsedTime } = event as TransitionEvent;
        if (node) dispatch(node, type, { elapsedTime }, { original: event });
      },
      true,
    );
}

/** Turns fingers and mouse into the mini program's events. */
export function listenToGestures(): void {
  listenToTouch();
  listenToMouse();
  listenToAnimations();
}
