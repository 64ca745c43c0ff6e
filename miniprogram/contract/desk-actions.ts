import type { Role } from './me';

/** What somebody of the staff can have done, with the words of the log. */
export const ACTION_WORDS = {
  'product.create': '新建商品',
  'product.edit': '修改商品',
  'product.publish': '上架商品',
  'product.withdraw': '下架商品',
  'product.remove': '删除商品',
  'stock.adjust': '调整库存',
  'staff.invite': '邀请店员',
  'staff.cancelInvitation': '撤回邀请',
  'staff.join': '加入店铺',
  'staff.appoint': '指定店主',
  'staff.changeRole': '调整岗位',
  'staff.rename': '修改称呼',
  'staff.dismiss': '移除店员',
  'settings.save': '修改店铺设置',
  'order.note': '修改订单备注',
  'order.ship': '发货',
  'order.correctShipment': '更正物流',
  'order.retryUpload': '重新上传发货信息',
  'order.remind': '提醒收货',
  'refund.create': '发起退款',
  'refund.approveRequest': '同意退款申请',
  'refund.rejectRequest': '拒绝退款申请',
  'refund.approve': '复核同意退款',
  'refund.decline': '复核不同意退款',
  'refund.retry': '重试退款',
  'refund.redirect': '退款改退银行卡',
  'refund.settleByHand': '确认已另行退款',
  'refund.goodsBack': '退货入库',
  'collect.byCode': '扫码收款',
  'collect.byQr': '出示收款码',
  'collect.void': '撤销收款',
  'bill.resolve': '处理对账差异',
  'bill.refetch': '重新获取账单',
} as const;
export type ActionKind = keyof typeof ACTION_WORDS;

/** To what things something can be done. */
export const ACTION_SUBJECTS = [
  'product',
  'sku',
  'order',
  'bill',
  'staff',
  'invitation',
  'settings',
] as const;
export type ActionSubjectKind = (typeof ACTION_SUBJECTS)[number];

/** The one thing something was done to. */
export interface ActionSubject {
  readonly kind: ActionSubjectKind;
  readonly id: string;
}

/** What an action changed, in words a person reads: `{ field: '价格 燕麦色', from: '¥19.00', to: '¥18.00' }`. */
export interface FieldChange {
  readonly field: string;
  /** Empty where there was nothing. */
  readonly from: string;
  readonly to: string;
}

/** Somebody of the staff as others see them. Without a name: somebody who has left and deleted the account. */
export interface StaffName {
  readonly openid: string;
  readonly name: string;
}

/** One line of the log. */
export interface ActionView {
  readonly actionId: string;
  readonly at: string;
  readonly by: StaffName & { readonly role: Role };
  readonly what: ActionKind;
  readonly subject: ActionSubject;
  /** What the subject was called then. */
  readonly title: string;
  readonly changes: readonly FieldChange[];
  /** A reason that was given; may be empty. */
  readonly note: string;
}

/** The log of what the staff did. */
export interface ActionMethods {
  'actions.list': {
    /** Newest first, 20 on a page; `before` is the `next` of the page before. All filters together. */
    params: {
      readonly by?: string;
      readonly what?: ActionKind;
      readonly subject?: ActionSubject;
      readonly before?: string;
    };
    value: { readonly actions: readonly ActionView[]; readonly next?: string };
  };
}
