import { errorText, isCancel } from './error-text';
import { logError } from './log';

/** A photo the person chose, on the phone until it is uploaded. */
export interface ChosenPhoto {
  readonly tempPath: string;
  readonly bytes: number;
}

/** Lets the person take or choose photos; an empty list when they closed the sheet. */
export async function choosePhotos(count: number): Promise<readonly ChosenPhoto[]> {
  try {
    const { tempFiles } = await wx.chooseMedia({ count, mediaType: ['image'], sizeType: ['compressed'] });
    return tempFiles.map(({ tempFilePath, size }) => ({ tempPath: tempFilePath, bytes: size }));
  } catch (error) {
    if (!isCancel(error)) logError('media.choose', { errMsg: errorText(error) });
    return [];
  }
}

/** Uploads a photo to the cloud and answers its file id, or null when it did not arrive. */
export async function uploadPhoto(photo: ChosenPhoto, cloudPath: string): Promise<string | null> {
  try {
    const { fileID } = await wx.cloud.uploadFile({ cloudPath, filePath: photo.tempPath });
    return fileID;
  } catch (error) {
    logError('media.upload', { errMsg: errorText(error) });
    return null;
  }
}

/** Shows pictures over the whole screen, beginning with one of them. */
export function previewPictures(urls: readonly string[], current: string): void {
  wx.previewImage({ urls: [...urls], current }).catch((error: unknown) => {
    logError('media.preview', { errMsg: errorText(error) });
  });
}
