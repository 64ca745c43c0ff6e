/**
 * Makes an element. Strings become text nodes and never markup; `null` and `false` are left out.
 * `on…` properties are listeners, `class` and the rest are attributes; `true` sets one without a value.
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  const shown = children.flat(Infinity).filter((child) => child !== null && child !== false);
  element.append(...shown);
  return element;
}

/** Shows other content in an element that stays, and gives the focus back to the control that had it. */
export function show(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== false));
  if (key !== undefined) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** A button whose work runs once at a time, however often it is tapped. */
export function button(label, work, properties = {}) {
  return h(
    'button',
    {
      type: 'button',
      ...properties,
      class: `button ${properties.class ?? ''}`.trim(),
      onclick: async ({ currentTarget }) => {
        if (currentTarget.getAttribute('aria-busy') === 'true') return;
        currentTarget.setAttribute('aria-busy', 'true');
        try {
          await work();
        } finally {
          currentTarget.removeAttribute('aria-busy');
        }
      },
    },
    label,
  );
}

/** As long as the second half of a double tap may take. */
const DOUBLE_TAP_MS = 350;

/** Takes no taps for a moment: the second half of a double tap must not hit what has just come under the finger. */
export function holdStill(element) {
  element.inert = true;
  return new Promise((resolve) => {
    setTimeout(() => {
      element.inert = false;
      resolve();
    }, DOUBLE_TAP_MS);
  });
}

let toastTimer;

/** A sentence that goes away by itself. */
export function toast(text) {
  const element = document.querySelector('#toast');
  element.textContent = text;
  element.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => element.classList.remove('shown'), 4_000);
}

/** The place of a list that is on its way. */
export function loading(text) {
  return h('p', { class: 'state', 'aria-busy': 'true' }, h('span', { class: 'spinner' }), text);
}

/** What went wrong, and a way to try again. */
export function failed(message, retry) {
  return h(
    'div',
    { class: 'state', role: 'alert' },
    h('p', {}, message),
    button('重试', retry, { class: 'quiet' }),
  );
}
