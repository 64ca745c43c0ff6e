import type { PictureView } from '../../contract/picture';

interface Shape {
  readonly width: number;
  readonly height: number;
}

/** The shape of the box, so that the page keeps its place while the picture loads. */
function shapeOf(ratio: string, picture: PictureView | null): Shape {
  const [width = 0, height = 0] = ratio.split(':').map(Number);
  if (width > 0 && height > 0) return { width, height };
  return picture !== null && picture.width > 0 && picture.height > 0 ? picture : { width: 1, height: 1 };
}

/** A picture of the shop in a box that is there before it. `ratio` is e.g. `1:1`; empty keeps the picture's own. */
Component({
  properties: {
    picture: { type: Object, optionalTypes: [null], value: null },
    ratio: { type: String, value: '1:1' },
    lazy: { type: Boolean, value: true },
  },

  data: { src: '', alt: '', width: 1, height: 1, loaded: false, broken: false },

  observers: {
    'picture, ratio'(picture: PictureView | null, ratio: string) {
      const src = picture?.fileId ?? '';
      const again = src !== this.data.src;
      const { width, height } = shapeOf(ratio, picture);
      this.setData({
        width,
        height,
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
