import { PRODUCT_LIMITS } from '../../../contract/desk-products';
import { MAX_PHOTO_BYTES } from '../../../contract/me';
import type { PictureView } from '../../../contract/picture';
import { choose, notify } from '../../../platform/feedback';
import { choosePhotos, uploadPhoto } from '../../../platform/media';
import { newClientToken } from '../../../platform/token';
import { checkPicture } from '../../../services/desk-products';
import type { EditingPage } from './product-page';
import { withoutPicture } from './sku-grid';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

/** A photo on its way; stored ones are in the form. */
export interface Upload {
  readonly tempPath: string;
  readonly picture: PictureView;
  readonly percent: number;
  readonly problem: string;
}

const UPLOAD_FAILED = '没有上传成功，点一下重试';

interface PhotoPage extends EditingPage {
  readonly data: EditingPage['data'] & {
    readonly uploads: readonly Upload[];
    readonly picturePrefix: string;
    readonly mayEdit: boolean;
  };
  move(tempPath: string, change: Partial<Upload>): void;
  upload(tempPath: string): Promise<void>;
}

/** The product's photos: taken or chosen, stored, looked at by the server, and only then part of the form. */
export const photographing = {
  async onAddPhoto(this: PhotoPage) {
    const { form, uploads } = this.data;
    const left = PRODUCT_LIMITS.pictures - (form?.gallery.length ?? 0) - uploads.length;
    if (left <= 0) return;
    const chosen = await choosePhotos(left);
    const fitting = chosen.filter(({ bytes }) => bytes <= MAX_PHOTO_BYTES).slice(0, left);
    if (fitting.length < chosen.length) notify('有照片超过5MB，请换一张');
    const fresh = fitting.map(({ tempPath }) => ({
      tempPath,
      picture: { fileId: tempPath, width: 1, height: 1, alt: '' },
      percent: 0,
      problem: '',
    }));
    this.setData({ uploads: [...this.data.uploads, ...fresh] });
    await Promise.all(fresh.map(({ tempPath }) => this.upload(tempPath)));
  },

  move(this: PhotoPage, tempPath: string, change: Partial<Upload>) {
    const uploads = this.data.uploads.map((one) => (one.tempPath === tempPath ? { ...one, ...change } : one));
    this.setData({ uploads });
  },

  /** Stores a photo and has the server look at it; only then it belongs to the product. */
  async upload(this: PhotoPage, tempPath: string) {
    this.move(tempPath, { percent: 0, problem: '' });
    const ending = /\.(\w{1,5})$/.exec(tempPath)?.[1] ?? 'jpg';
    const cloudPath = `${this.data.picturePrefix}${newClientToken()}.${ending}`;
    const fileId = await uploadPhoto({ tempPath }, cloudPath, (percent) => this.move(tempPath, { percent }));
    const end = fileId === null ? null : await checkPicture(fileId);
    if (end?.kind !== 'accepted') {
      this.move(tempPath, { problem: end?.kind === 'refused' ? end.message : UPLOAD_FAILED });
      return;
    }
    const { width, height } = end.value;
    const picture = { fileId: end.value.fileId, width, height, alt: '' };
    this.setData({ uploads: this.data.uploads.filter((one) => one.tempPath !== tempPath) });
    this.change({ gallery: [...(this.data.form?.gallery ?? []), picture] });
    this.fixed('gallery');
  },

  async onPhoto(this: PhotoPage, { currentTarget }: Tap<{ index: number }>) {
    const { index } = currentTarget.dataset;
    const { form, mayEdit } = this.data;
    const gallery = form?.gallery ?? [];
    const photo = gallery[index];
    if (form === null || photo === undefined || !mayEdit) return;
    const rest = gallery.filter((_photo, at) => at !== index);
    const chosen = await choose(index === 0 ? ['删除'] : ['设为主图', '删除']);
    if (chosen === null) return;
    if (index > 0 && chosen === 0) this.change({ gallery: [photo, ...rest] });
    else this.change({ gallery: rest, grid: withoutPicture(form.grid, photo.fileId) });
  },

  onUpload(this: PhotoPage, { currentTarget }: Tap<{ tempPath: string }>) {
    const { tempPath } = currentTarget.dataset;
    if (this.data.uploads.some((one) => one.tempPath === tempPath && one.problem !== ''))
      void this.upload(tempPath);
  },

  onRemoveUpload(this: PhotoPage, { currentTarget }: Tap<{ tempPath: string }>) {
    const { tempPath } = currentTarget.dataset;
    this.setData({ uploads: this.data.uploads.filter((one) => one.tempPath !== tempPath) });
  },
};
