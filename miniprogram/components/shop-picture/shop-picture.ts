import type { PictureView } from '../../contract/picture';

/** How much taller than wide, in percent, so that the page keeps its place while the picture loads. */
function tallness(ratio: string, picture: PictureView | null): number {
  const [width = 0, height = 0] = ratio.split(':').map(Number);
  if (width > 0 && height > 0) return Math.round((height * 100) / width);
  return picture === null ? 100 : Math.round((picture.height * 100) / Math.max(picture.width, 1));
}

/** A picture of the shop in a box that is there before it. `ratio` is e.g. `1:1`; empty keeps the picture's own. */
Component({
  properties: {
    picture: { type: Object, optionalTypes: [null], value: null },
    ratio: { type: String, value: '1:1' },
    lazy: { type: Boolean, value: true },
  },

  data: { src: '', alt: '', tall: 100, loaded: false, broken: false },

  observers: {
    'picture, ratio'(picture: PictureView | null, ratio: string) {
      const src = picture?.fileId ?? '';
      const again = src !== this.data.src;
      this.setData({
        tall: tallness(ratio, picture),
        ...(again && { src, alt: picture?.alt ?? '', loaded: false, broken: false }),
      });
    },
  },

  methods: {
    onLoad() {
      this.setData({ loaded: true });
    },
    onBroken() {
      this.setData({ broken: true });
    },
  },
});
