/** How phone and frame talk: both come from one address, and one window holds the other. */

/** What the phone tells the frame around it. */
export type PhoneMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'route'; readonly url: string }
  | { readonly kind: 'problem'; readonly text: string }
  /** Worth knowing, and nothing is broken. */
  | { readonly kind: 'remark'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly milliseconds: number;
      readonly outcome: 'ok' | 'refused' | 'failed';
      readonly detail: string;
    }
  | { readonly kind: 'payment'; readonly text: string };

/** What the frame tells the phone. */
export type FrameMessage =
  | { readonly kind: 'theme'; readonly theme: Theme }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'fontSize'; readonly pixels: number };

export type Theme = 'light' | 'dark';
export type Network = 'wifi' | 'slow' | 'none';

const MARK = 'xiaopu-phone';

/** Listens for messages of one kind of sender, from this address only. */
function hear<Message>(from: () => Window | null, listener: (message: Message) => void): void {
  window.addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== location.origin || source !== from() || typeof data !== 'object' || data === null) return;
    const { mark, message } = data as { readonly mark?: unknown; readonly message?: Message };
    if (mark === MARK && message !== undefined) listener(message);
  });
}

/** Tells the frame; a phone that stands alone has nobody to tell. */
export function tellFrame(message: PhoneMessage): void {
  if (window.parent !== window) window.parent.postMessage({ mark: MARK, message }, location.origin);
}

/** Hears the frame. */
export function hearFrame(listener: (message: FrameMessage) => void): void {
  hear(() => window.parent, listener);
}

/** The frame's side: tells the phone in `element`. */
export function tellPhone(element: HTMLIFrameElement, message: FrameMessage): void {
  element.contentWindow?.postMessage({ mark: MARK, message }, location.origin);
}

/** The frame's side: hears the phone in `element`. */
export function hearPhone(element: HTMLIFrameElement, listener: (message: PhoneMessage) => void): void {
  hear(() => element.contentWindow, listener);
}
