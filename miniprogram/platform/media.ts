import { errorText, isCancel, isDeclined } from './error-text';
import { logError } from './log';
import { acceptDecline } from './privacy';

/** A photo the person chose, on the phone until it is uploaded. */
export interface ChosenPhoto {
  readonly tempPath: string;
  readonly bytes: number;
}

/** Lets the person take or choose photos; an empty list when they closed the sheet or did not agree to it. */
export async function choosePhotos(count: number): Promise<readonly ChosenPhoto[]> {
  try {
    const { tempFiles } = await wx.chooseMedia({ count, mediaType: ['image'], sizeType: ['compressed'] });
    return tempFiles.map(({ tempFilePath, size }) => ({ tempPath: tempFilePath, bytes: size }));
  } catch (error) {
    if (isDeclined(error)) acceptDecline('chooseMedia');
    else if (!isCancel(error)) logError('media.choose', { errMsg: errorText(error) });
    return [];
  }
}

/** Uploads a photo to the cloud and answers its file id, or null when it did not arrive. `onProgress` hears whole percents. */
export function uploadPhoto(
  photo: Pick<ChosenPhoto, 'tempPath'>,
  cloudPath: string,
  onProgress: (percent: number) => void,
): Promise<string | null> {
  return new Promise((resolve) => {
    // With a callback, and only then, WeChat answers the task that tells the progress.
    const task = wx.cloud.uploadFile({
      cloudPath,
      filePath: photo.tempPath,
      success: ({ fileID }) => resolve(fileID),
      fail: (error) => {
        logError('media.upload', { errMsg: errorText(error) });
        resolve(null);
      },
    }) as WechatMiniprogram.UploadTask | undefined;
    task?.onProgressUpdate(({ progress }) => onProgress(progress));
  });
}

/** Shows pictures over the whole screen, beginning with one of them. */
export function previewPictures(urls: readonly string[], current: string): void {
  wx.previewImage({ urls: [...urls], current }).catch((error: unknown) => {
    logError('media.preview', { errMsg: errorText(error) });
  });
}
