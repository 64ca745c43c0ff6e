/** A picture in the shop's file storage. Width and height are there so that a page keeps its place while it loads. */
export interface PictureView {
  /** A `cloud://` address, which the phone's `<image>` shows as it is. */
  readonly fileId: string;
  readonly width: number;
  readonly height: number;
  /** What is to be seen, for a person who cannot. */
  readonly alt: string;
}
