import { askToConfirm } from './feedback';
import { logError, logInfo } from './log';

/** Offers a new version once it has been fetched. A shopper in the middle of paying may say later. */
export function watchForUpdate(): void {
  if (typeof wx.getUpdateManager !== 'function') return;
  const updates = wx.getUpdateManager();
  updates.onUpdateReady(() => {
    logInfo('update.ready');
    void askToConfirm({ title: '发现新版本', text: '重新打开后即可使用', yes: '立即更新', no: '稍后' }).then(
      (yes) => {
        if (yes) updates.applyUpdate();
      },
    );
  });
  updates.onUpdateFailed(() => logError('update.failed'));
}
