/**
 * The phone's time is the world's: an order placed after the clock was moved forward has half an hour left on the phone
 * as well. Scripts see it through `Date`, as they would on a phone whose clock is right.
 */

const LOOK_EVERY_MS = 15_000;
/** Less than this is the way there and back, not a clock that was moved. */
const SAME_MS = 2_000;

const RealDate = Date;
let offsetMs = 0;

const worldNow = (): number => RealDate.now() + offsetMs;

/** `Date` in the world: with arguments it is the date it was asked for, without them it is now. */
const WorldDate = new Proxy(RealDate, {
  construct: (target, given: unknown[], made) =>
    Reflect.construct(target, given.length === 0 ? [worldNow()] : given, made) as Date,
  apply: () => new RealDate(worldNow()).toString(),
  get: (target, name, self) => (name === 'now' ? worldNow : (Reflect.get(target, name, self) as unknown)),
});

/** The world's time; null while the world is out of reach, which every call to it says for itself. */
function askWorld(): Promise<number | null> {
  return fetch('/world/clock')
    .then(async (response) =>
      response.ok ? ((await response.json()) as { readonly now_ms: number }).now_ms : null,
    )
    .catch(() => null);
}

/** Until the world answers, time goes on as it did. */
async function look(): Promise<void> {
  const nowMs = await askWorld();
  if (nowMs === null) return;
  const ahead = nowMs - RealDate.now();
  if (Math.abs(ahead - offsetMs) > SAME_MS) offsetMs = Math.abs(ahead) > SAME_MS ? ahead : 0;
}

/** Sets the phone's clock, and keeps it right. */
export async function followWorldClock(): Promise<void> {
  window.Date = WorldDate;
  window.setInterval(() => void look(), LOOK_EVERY_MS);
  await look();
}
