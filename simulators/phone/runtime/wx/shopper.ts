import { areaList } from '@vant/area-data';
import type { AppLife } from '../app-life';
import { el, openLayer } from '../layer';
import { reportHandled } from '../problems';
import { IDENTITY, post } from '../world';
import { asynchronousAll, listeners, required, textOf, WxFailure } from './call';
import type { Params } from './call';
import { ask } from './dialogs';
import { withConsent } from './privacy';
import { addToWx } from './registry';

/** The component for confirming receipt answers under this appid (开发文档, 确认收货组件). */
const CONFIRM_RECEIPT_APPID = 'wx1183b055aeec94d1';

interface Address {
  readonly userName: string;
  readonly telNumber: string;
  readonly provinceName: string;
  readonly cityName: string;
  readonly countyName: string;
  readonly detailInfo: string;
}

/** Addresses as everybody on WeChat keeps some; the codes come from the national list. */
const ADDRESSES: readonly Address[] = [
  {
    userName: '林小满',
    telNumber: '13800001234',
    provinceName: '浙江省',
    cityName: '杭州市',
    countyName: '西湖区',
    detailInfo: '龙井路 1 号 2 幢 301',
  },
  {
    userName: '周山',
    telNumber: '13900005678',
    provinceName: '江苏省',
    cityName: '苏州市',
    countyName: '姑苏区',
    detailInfo: '平江路 66 号',
  },
  {
    userName: '古丽',
    telNumber: '13700009012',
    provinceName: '新疆维吾尔自治区',
    cityName: '乌鲁木齐市',
    countyName: '天山区',
    detailInfo: '解放南路 9 号',
  },
];

function codeOf({ cityName, countyName }: Address): string {
  const city = Object.entries(areaList.city_list).find(([, name]) => name === cityName)?.[0] ?? '';
  const counties = Object.entries(areaList.county_list).filter(([code]) => code.startsWith(city.slice(0, 4)));
  return counties.find(([, name]) => name === countyName)?.[0] ?? '';
}

function chooseAddress(): Promise<Params> {
  return new Promise((resolve, reject) => {
    const take = (address: Address): void => {
      layer.close();
      resolve({
        ...address,
        postalCode: '',
        nationalCode: codeOf(address),
        nationalCodeFull: `${codeOf(address)}000`,
        detailInfoNew: address.detailInfo,
        streetName: '',
      });
    };
    const cancel = (): void => {
      layer.close();
      reject(new WxFailure('cancel'));
    };
    const rows = ADDRESSES.map((address) => {
      const { userName, telNumber, provinceName, cityName, countyName, detailInfo } = address;
      return el(
        'button',
        { class: 'ph-address', onClick: () => take(address) },
        el('b', { text: `${userName}  ${telNumber}` }),
        el('span', { text: [provinceName, cityName, countyName, detailInfo].join(' ') }),
      );
    });
    const head = el(
      'header',
      { class: 'ph-full-head' },
      el('button', { text: '取消', onClick: cancel }),
      el('b', { text: '我的地址' }),
      el('span'),
    );
    const layer = openLayer([head, ...rows], { kind: 'full', label: '我的地址', onDismiss: cancel });
  });
}

/** Tells WeChat that the goods arrived; what is wrong where it takes no receipt of them. */
async function atWechat(transactionId: string): Promise<string | null> {
  const verdict = await post<{ readonly kind: string; readonly what?: string }>('/wechat/receipts', {
    transaction_id: transactionId,
  });
  return verdict.kind === 'refused' ? (verdict.what ?? 'refused') : null;
}

/** The shopper confirms receipt on WeChat's own page; the shop has to ask the server whether it is so. */
function confirmReceipt(params: Params, app: AppLife): Promise<Params> {
  const data = (params['extraData'] ?? {}) as Params;
  return new Promise((resolve) => {
    const end = (status: 'success' | 'cancel' | 'fail', errormsg: string): void => {
      layer.close();
      const extraData = { status, errormsg, req_extradata: data };
      resolve({ extraData });
      app.show({ referrerInfo: { appId: CONFIRM_RECEIPT_APPID, extraData } });
    };
    const cancel = (): void => end('cancel', '用户取消');
    const number = textOf(data, 'transaction_id') || textOf(data, 'merchant_trade_no');
    const confirm = (): void => {
      void atWechat(number).then((problem) => {
        if (problem === null) return end('success', '');
        reportHandled(`微信没有收下这次确认收货：${problem}`);
        end('fail', problem);
      });
    };
    const layer = openLayer(
      [
        el(
          'header',
          { class: 'ph-full-head' },
          el('button', { text: '返回', onClick: cancel }),
          el('b', { text: '确认收货' }),
          el('span'),
        ),
        el(
          'div',
          { class: 'ph-receipt-box' },
          el('p', { text: '请确认已收到商品' }),
          el('small', { text: `交易单号 ${number}` }),
        ),
        el('button', { class: 'ph-wide-button', text: '确认收货', onClick: confirm }),
      ],
      { kind: 'full', label: '确认收货', onDismiss: cancel },
    );
    app.hide();
  });
}

async function openBusinessView(params: Params, app: AppLife): Promise<Params> {
  const type = String(required(params, 'businessType', 'string'));
  if (type !== 'weappOrderConfirm') throw new WxFailure(`businessType ${type} is not supported`);
  return confirmReceipt(params, app);
}

function notice(title: string, text: string): Promise<boolean> {
  return ask({ title, content: text, showCancel: false, confirmText: '好' });
}

/** 开放接口 and what belongs to the person: login, address, messages, phone. */
export function addShopper(app: AppLife): void {
  const copied = listeners('CopyUrl');
  let logins = 0;
  let clipboard = '';
  addToWx({
    onCopyUrl: copied.on,
    offCopyUrl: copied.off,
    getLaunchOptionsSync: app.launchOptions,
    getEnterOptionsSync: app.enterOptions,
    onAppShow: app.showListeners.on,
    offAppShow: app.showListeners.off,
    onAppHide: app.hideListeners.on,
    offAppHide: app.hideListeners.off,
    onError: app.errorListeners.on,
    offError: app.errorListeners.off,
    onUnhandledRejection: app.rejectionListeners.on,
    offUnhandledRejection: app.rejectionListeners.off,
    onPageNotFound: app.notFoundListeners.on,
    offPageNotFound: app.notFoundListeners.off,
    ...asynchronousAll(
      withConsent({
        chooseAddress,
        setClipboardData: async (params) => {
          clipboard = String(required(params, 'data', 'string'));
          await navigator.clipboard?.writeText(clipboard).catch(() => clipboard);
          addCopiedToast();
        },
        getClipboardData: () => ({ data: clipboard }),
      }),
    ),
    ...asynchronousAll({
      login: () => ({ code: `${IDENTITY}-${(logins += 1)}` }),
      checkSession: () => undefined,
      openBusinessView: (params) => openBusinessView(params, app),
      openCustomerServiceChat: () => notice('客服会话', '手机上会打开与商家的客服会话。'),
      makePhoneCall: async (params) => {
        const number = String(required(params, 'phoneNumber', 'string'));
        if (!(await ask({ title: `呼叫 ${number}`, confirmText: '呼叫' }))) throw new WxFailure('cancel');
      },
      openSetting: () => ({ authSetting: {} }),
      authorize: () => undefined,
      navigateToMiniProgram: () => notice('另一个小程序', '手机上会打开另一个小程序。'),
      openEmbeddedMiniProgram: () => notice('另一个小程序', '手机上会打开另一个小程序。'),
      openDocument: () => notice('文档', '手机上会打开这份文档。'),
      exitMiniProgram: app.leave,
      showShareMenu: () => undefined,
      hideShareMenu: () => undefined,
      updateShareMenu: () => undefined,
    }),
  });
}

/** WeChat says so by itself. */
function addCopiedToast(): void {
  const layer = openLayer([el('p', { text: '内容已复制' })], { kind: 'toast' });
  layer.element.classList.add('ph-plain');
  window.setTimeout(() => layer.close(), 1_500);
}
