import { errorText, isCancel } from './error-text';
import { logError } from './log';

interface FileSystem {
  writeFileSync(path: string, data: string, encoding: 'utf8'): void;
}

/**
 * Writes a text as a file and lets the person send it to a chat. False where the phone cannot; a person who closed the
 * list of chats has it written all the same.
 */
export async function saveTextFile(fileName: string, text: string): Promise<boolean> {
  if (!wx.canIUse('getFileSystemManager') || !wx.canIUse('shareFileMessage')) return false;
  try {
    const files: FileSystem = wx.getFileSystemManager();
    const filePath = `${wx.env.USER_DATA_PATH}/${fileName}`;
    files.writeFileSync(filePath, text, 'utf8');
    await wx.shareFileMessage({ filePath, fileName });
    return true;
  } catch (error) {
    if (isCancel(error)) return true;
    logError('file.share', { errMsg: errorText(error) });
    return false;
  }
}
