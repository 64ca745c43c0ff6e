import {
  ADDRESS_LENGTHS,
  addressProblems,
  tidyAddress,
  type Address,
  type AddressView,
} from '../../../contract/address';
import { idFromLink } from '../../../contract/routes';
import { notify } from '../../../platform/feedback';
import { goBack, setTitle } from '../../../platform/navigation';
import { newClientToken } from '../../../platform/token';
import { chooseWechatAddress } from '../../../platform/wechat-address';
import { listAddresses, saveAddress } from '../../../services/addresses';
import { addressDraft, EMPTY_ADDRESS } from '../../../stores/address-draft';
import { checkout } from '../../../stores/checkout';
import type { ListPhase } from '../../../stores/paged-list';
import { parseAddress } from './parse-address';

type Field = 'name' | 'mobile' | 'detail';
type FieldEvent = WechatMiniprogram.CustomEvent<{ value: string }, object, { field: Field }>;

Page({
  data: {
    /** Null for a new address. */
    addressId: null as string | null,
    /** The name of a new address: a repeated tap saves it once. */
    clientToken: '',
    address: EMPTY_ADDRESS,
    region: [] as readonly string[],
    problems: {} as Partial<Record<keyof Address, string>>,
    lengths: ADDRESS_LENGTHS,
    makeDefault: false,
    wasDefault: false,
    phase: 'first' as ListPhase,
    problem: '',
    pasted: '',
    picking: false,
    saving: false,
  },

  onLoad({ addressId, pick }: { addressId?: string; pick?: string }) {
    const id = idFromLink(addressId);
    setTitle(id === null ? '新建地址' : '编辑地址');
    this.setData({ addressId: id, picking: pick === 'yes', clientToken: newClientToken() });
    if (id === null) this.begin();
    else void this.load();
  },

  begin() {
    this.enter(addressDraft.read());
    this.setData({ phase: 'end' });
  },

  onRetry() {
    void this.load();
  },

  async load() {
    this.setData({ phase: 'first' });
    const end = await listAddresses();
    if (end.kind !== 'accepted') {
      this.setData({ phase: 'failed', problem: end.message });
      return;
    }
    const known = end.value.addresses.find(({ addressId }) => addressId === this.data.addressId);
    if (known === undefined) this.setData({ phase: 'empty' });
    else this.show(known);
  },

  show({ isDefault, ...address }: AddressView) {
    this.enter(address);
    this.setData({ phase: 'end', makeDefault: isDefault, wasDefault: isDefault });
  },

  enter({ name, mobile, province, city, district, detail }: Address) {
    const region = province === '' ? [] : [province, city, district];
    this.setData({ address: { name, mobile, province, city, district, detail }, region });
    this.keepDraft();
  },

  /** A new address survives a wrong tap on 返回; it is forgotten once it is saved. */
  keepDraft() {
    if (this.data.addressId === null) addressDraft.tell({ kind: 'typed', address: this.data.address });
  },

  onField({ currentTarget, detail }: FieldEvent) {
    const { field } = currentTarget.dataset;
    this.setData({ [`address.${field}`]: detail.value, [`problems.${field}`]: '' });
    this.keepDraft();
  },

  onLeaveField({ currentTarget }: FieldEvent) {
    const { field } = currentTarget.dataset;
    if (this.data.address[field].trim() === '') return;
    this.setData({ [`problems.${field}`]: addressProblems(tidyAddress(this.data.address))[field] ?? '' });
  },

  onRegion({ detail }: WechatMiniprogram.CustomEvent<{ value: readonly string[] }>) {
    const [province = '', city = '', district = ''] = detail.value;
    this.enter({ ...this.data.address, province, city, district });
    this.setData({ 'problems.province': '' });
  },

  onDefault({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.setData({ makeDefault: detail.value });
  },

  onPasted({ detail }: WechatMiniprogram.Input) {
    this.setData({ pasted: detail.value });
  },

  onRead() {
    const found = parseAddress(this.data.pasted);
    if (Object.keys(found).length === 0) {
      notify('没有认出地址，请手动填写');
      return;
    }
    this.enter({ ...this.data.address, ...found });
    this.setData({ pasted: '', problems: {} });
    notify('已填入，请核对');
  },

  async onImport() {
    if (this.data.saving) return;
    const chosen = await chooseWechatAddress();
    if (chosen.kind === 'failed') notify('没能打开微信地址，请手动填写');
    if (chosen.kind === 'declined') notify('可以在下面自己填写');
    if (chosen.kind !== 'chosen') return;
    this.enter(chosen.address);
    this.setData({ problems: addressProblems(chosen.address) });
  },

  async onSave() {
    if (this.data.saving) return;
    const { addressId, clientToken, makeDefault, picking } = this.data;
    const address = tidyAddress(this.data.address);
    const problems = addressProblems(address);
    this.setData({ problems });
    const [first] = Object.values(problems);
    if (first !== undefined) {
      notify(first);
      return;
    }
    this.setData({ saving: true });
    const target = addressId === null ? { clientToken } : { addressId };
    const end = await saveAddress({ address, makeDefault, ...target });
    if (end.kind !== 'accepted') {
      this.setData({ saving: false });
      notify(end.message);
      return;
    }
    if (addressId === null) addressDraft.tell({ kind: 'saved' });
    if (picking) checkout.tell({ kind: 'addressChosen', addressId: end.value.addressId });
    await goBack();
  },

  onBack() {
    void goBack();
  },
});
