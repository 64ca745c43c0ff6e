import { MAX_ADDRESSES, type AddressView } from '../../../contract/address';
import type { AddressMethods } from '../../../contract/address';
import { askToConfirm, notify } from '../../../platform/feedback';
import { goBack, openPage } from '../../../platform/navigation';
import { listAddresses, removeAddress, setDefaultAddress } from '../../../services/addresses';
import type { ShopEnd } from '../../../services/shop';
import { checkout } from '../../../stores/checkout';
import type { ListPhase } from '../../../stores/paged-list';
import { importAddress } from '../address/import-address';
import { loadedPage } from '../../../stores/loaded-page';

type Book = AddressMethods['addresses.list']['value'];
type AddressTap = WechatMiniprogram.TouchEvent<object, object, { addressId: string }>;

Page({
  ...loadedPage,

  data: {
    addresses: [] as readonly AddressView[],
    phase: 'first' as ListPhase,
    problem: '',
    picking: false,
    /** The address the checkout behind goes to. */
    chosen: '',
    most: MAX_ADDRESSES,
    busy: false,
  },

  onLoad({ pick }: { pick?: string }) {
    this.setData({ picking: pick === 'yes' });
  },

  onShow() {
    void this.load();
  },

  async load() {
    const end = await listAddresses();
    if (end.kind === 'accepted') this.draw(end.value);
    else if (this.data.addresses.length === 0) this.setData({ phase: 'failed', problem: end.message });
    else notify(end.message);
  },

  draw({ addresses }: Book) {
    const { addressId } = checkout.read();
    const known = addresses.find((address) => address.addressId === addressId);
    const chosen = known ?? addresses.find(({ isDefault }) => isDefault);
    this.setData({
      addresses,
      phase: addresses.length === 0 ? 'empty' : 'end',
      chosen: this.data.picking ? (chosen?.addressId ?? '') : '',
    });
  },

  /** One change at a time: a second tap waits for the answer to the first. */
  async change(ask: () => Promise<ShopEnd<'addresses.remove' | 'addresses.setDefault'>>) {
    if (this.data.busy) return;
    this.setData({ busy: true });
    const end = await ask();
    this.setData({ busy: false });
    if (end.kind === 'accepted') {
      this.draw(end.value);
      return;
    }
    notify(end.message);
    await this.load();
  },

  onTap({ currentTarget }: AddressTap) {
    const { addressId } = currentTarget.dataset;
    if (this.data.picking) this.pick(addressId);
    else void openPage('addressEdit', { addressId });
  },

  pick(addressId: string) {
    checkout.tell({ kind: 'addressChosen', addressId });
    void goBack();
  },

  onEdit({ currentTarget }: AddressTap) {
    void openPage('addressEdit', { addressId: currentTarget.dataset.addressId });
  },

  onDefault({ currentTarget }: AddressTap) {
    const { addressId } = currentTarget.dataset;
    if (this.data.addresses.find((address) => address.addressId === addressId)?.isDefault === true) return;
    void this.change(() => setDefaultAddress(addressId));
  },

  async onRemove({ currentTarget }: AddressTap) {
    const { addressId } = currentTarget.dataset;
    const address = this.data.addresses.find((known) => known.addressId === addressId);
    if (address === undefined) return;
    const text = `${address.name} ${address.mobile}\n${address.city}${address.district}${address.detail}`;
    if (await askToConfirm({ title: '删除这个地址？', text, yes: '删除' }))
      void this.change(() => removeAddress(addressId));
  },

  onAdd() {
    if (this.isFull()) return;
    void openPage('addressEdit', this.data.picking ? { pick: 'yes' } : {});
  },

  isFull(): boolean {
    const full = this.data.addresses.length >= MAX_ADDRESSES;
    if (full) notify(`最多保存${MAX_ADDRESSES}个地址，请先删除不用的`);
    return full;
  },

  async onImport() {
    if (this.data.busy || this.isFull()) return;
    this.setData({ busy: true });
    const saved = await importAddress(this.data.picking ? { pick: 'yes' } : {});
    this.setData({ busy: false });
    if (saved === null) return;
    this.draw(saved);
    if (this.data.picking) this.pick(saved.addressId);
    else notify('已导入', 'done');
  },
});
