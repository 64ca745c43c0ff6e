import { wxApi } from '../wx/registry';
import type { Host } from './builtin';

/** What `open-type` asks WeChat for; answers are those of a shopper who agrees (开发文档, button). */
export async function openCapability({ text, trigger, node }: Host): Promise<void> {
  switch (text('openType')) {
    case 'share':
      return void wxApi('__share')({ from: 'button', target: { id: node.id, dataset: node.dataset } });
    case 'contact':
      await wxApi('openCustomerServiceChat')({});
      return trigger('contact', { errMsg: 'enterContact:ok', path: '', query: {} });
    case 'getPhoneNumber':
    case 'getRealtimePhoneNumber':
      return trigger(text('openType').toLowerCase(), { code: 'phone-code', errMsg: 'getPhoneNumber:ok' });
    case 'chooseAvatar': {
      const chosen = (await wxApi('chooseMedia')({ count: 1, mediaType: ['image'] })) as {
        readonly tempFiles: readonly { readonly tempFilePath: string }[];
      };
      return trigger('chooseavatar', { avatarUrl: chosen.tempFiles[0]?.tempFilePath });
    }
    case 'openSetting':
      return trigger('opensetting', { errMsg: 'openSetting:ok', authSetting: {} });
    case 'agreePrivacyAuthorization':
      wxApi('__agreePrivacy')({ buttonId: node.id });
      return trigger('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' });
    case 'feedback':
    case 'launchApp':
    case 'openGroupProfile':
      return void wxApi('showToast')({ title: '手机上会打开微信的页面', icon: 'none' });
    default:
      throw new Error(`<button open-type="${text('openType')}"> 在这台手机上不存在`);
  }
}
