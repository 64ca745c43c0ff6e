import type { ProductCard } from '../../contract/catalogue';
import { windowHeight } from '../../platform/window';
import { flowWindow, heightsAfter, type ChunkHeights, type FlowWindow } from './flow-window';

/** Products drawn or left out together; even, since two stand in a row. */
const CHUNK_SIZE = 6;

/** How much is drawn above and below what is seen, in screens. */
const DRAWN_SCREENS = 1.5;

/** How near the end of what is drawn may come before more is drawn; less than that, or it would come at once. */
const NOTICED_SCREENS = 0.75;

/** What a flow knows of itself and does not draw. */
interface Knowledge {
  ids: readonly string[];
  heights: ChunkHeights;
  /** The width the heights belong to. */
  width: number;
  /** Counts the lists: a measure of an earlier one says nothing. */
  round: number;
  looking: boolean;
  /** Something happened while it was looking. */
  lookAgain: boolean;
  stopWatching: (() => void) | undefined;
}

const flows = new WeakMap<object, Knowledge>();

function knowledgeOf(flow: object): Knowledge {
  const known = flows.get(flow);
  if (known !== undefined) return known;
  const blank = {
    ids: [],
    heights: [],
    width: 0,
    round: 0,
    looking: false,
    lookAgain: false,
    stopWatching: undefined,
  };
  flows.set(flow, blank);
  return blank;
}

interface Measure {
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly dataset: { readonly chunk: number };
}

function isSame(one: FlowWindow, other: FlowWindow): boolean {
  return (
    one.before === other.before &&
    one.after === other.after &&
    one.chunks.length === other.chunks.length &&
    one.chunks[0] === other.chunks[0]
  );
}

/**
 * Products in two columns on a page that scrolls, however many: only those near the screen stand in the page, the rest
 * is room of the same height. Tells `open` with the `productId`.
 */
Component({
  properties: {
    products: { type: Array, value: [] as readonly ProductCard[] },
  },

  data: { chunkSize: CHUNK_SIZE, chunks: [] as readonly number[], before: 0, after: 0 },

  observers: {
    products(products: readonly ProductCard[]) {
      const known = knowledgeOf(this);
      const ids = products.map(({ productId }) => productId);
      known.heights = heightsAfter(known.heights, { before: known.ids, after: ids, chunkSize: CHUNK_SIZE });
      known.ids = ids;
      known.round += 1;
      // Beyond what is drawn now nothing is taken away before it was measured.
      const { chunks, before, after } = this.data;
      const [top, end] = [before, known.heights.reduce<number>((sum, height) => sum + (height ?? 0), 0)];
      const bottom = chunks.length === 0 ? 0 : end - after;
      this.draw(flowWindow(known.heights, { top, bottom }));
    },
  },

  lifetimes: {
    ready() {
      this.look();
    },
    detached() {
      knowledgeOf(this).stopWatching?.();
    },
  },

  pageLifetimes: {
    show() {
      this.look();
    },
    resize() {
      this.look();
    },
  },

  methods: {
    /** Measures where the list stands and how high its chunks are, then draws what that needs. */
    look() {
      const known = knowledgeOf(this);
      known.lookAgain = known.looking;
      if (known.looking) return;
      known.looking = true;
      const { round } = known;
      const query = this.createSelectorQuery();
      query.select('.flow').boundingClientRect();
      query.selectAll('.chunk').boundingClientRect();
      query.exec(([flow, chunks]: readonly [Measure | null, readonly Measure[] | null]) => {
        known.looking = false;
        // What is not on the screen has no size.
        if (flow === null || flow.width === 0) return;
        if (round === known.round) this.take(flow, chunks ?? []);
        if (known.lookAgain || round !== known.round) this.look();
      });
    },

    take({ top, width }: Measure, chunks: readonly Measure[]) {
      const known = knowledgeOf(this);
      const growth = known.width === 0 ? 1 : width / known.width;
      const measured = new Map(chunks.map(({ dataset, height }) => [dataset.chunk, height]));
      known.width = width;
      known.heights = known.heights.map(
        (height, chunk) => measured.get(chunk) ?? (height === null ? null : height * growth),
      );
      const screen = windowHeight();
      const [above, below] = [screen * DRAWN_SCREENS, screen * (1 + DRAWN_SCREENS)];
      this.draw(flowWindow(known.heights, { top: -top - above, bottom: -top + below }));
    },

    draw(wanted: FlowWindow) {
      if (isSame(this.data, wanted)) {
        if (knowledgeOf(this).stopWatching === undefined) this.watch();
        return;
      }
      knowledgeOf(this).stopWatching?.();
      knowledgeOf(this).stopWatching = undefined;
      const { chunks, before, after } = wanted;
      this.setData({ chunks, before, after }, () => this.look());
    },

    /** Looks again when what is not drawn comes near. */
    watch() {
      const noticed = windowHeight() * NOTICED_SCREENS;
      const observer = this.createIntersectionObserver({ observeAll: true });
      observer.relativeToViewport({ top: noticed, bottom: noticed }).observe('.away', () => this.look());
      knowledgeOf(this).stopWatching = () => observer.disconnect();
    },

    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ productId: string }>) {
      this.triggerEvent('open', detail);
    },
  },
});
