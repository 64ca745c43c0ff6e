import { addressProblems, type AddressMethods } from '../../../contract/address';
import { notify } from '../../../platform/feedback';
import { openPage } from '../../../platform/navigation';
import { newClientToken } from '../../../platform/token';
import { chooseWechatAddress } from '../../../platform/wechat-address';
import { saveAddress } from '../../../services/addresses';
import { addressDraft } from '../../../stores/address-draft';

type Saved = AddressMethods['addresses.save']['value'];

/**
 * Takes an address of WeChat's book into the shop's. Null where none came of it, of which the shopper has been told:
 * what is incomplete waits in the form, and a phone without the book gets the empty form. `form` is what that is opened
 * with.
 */
export async function importAddress(form: { readonly pick?: 'yes' }): Promise<Saved | null> {
  const chosen = await chooseWechatAddress();
  if (chosen.kind === 'cancelled') return null;
  if (chosen.kind !== 'chosen') {
    notify(chosen.kind === 'declined' ? '也可以自己填写收货地址' : '没能打开微信地址，请手动填写');
    await openPage('addressEdit', form);
    return null;
  }
  const { address } = chosen;
  const [problem] = Object.values(addressProblems(address));
  if (problem !== undefined) {
    addressDraft.tell({ kind: 'typed', address });
    notify(`${problem}，其余已填好`);
    await openPage('addressEdit', form);
    return null;
  }
  const end = await saveAddress({ address, clientToken: newClientToken() });
  if (end.kind === 'accepted') return end.value;
  addressDraft.tell({ kind: 'typed', address });
  notify(end.message);
  return null;
}
