import { textFromLink } from '../../../contract/routes';
import { ROLE_WORDS } from '../../../contract/staff';
import { openPage } from '../../../platform/navigation';
import { joinStaff, loadMe } from '../../../services/me';
import { session } from '../../../stores/session';

/** A code as it is read: eight letters and digits. */
const LONGEST_CODE = 8;

function tidyCode(text: string): string {
  return text
    .replace(/[^0-9A-Za-z]/g, '')
    .toUpperCase()
    .slice(0, LONGEST_CODE);
}

Page({
  data: {
    code: '',
    wrong: '',
    joining: false,
    /** Joined: as what. */
    role: '',
    name: '',
  },

  onLoad({ code }: { code?: string }) {
    this.setData({ code: tidyCode(textFromLink(code)) });
  },

  onCode({ detail }: WechatMiniprogram.Input) {
    this.setData({ code: tidyCode(detail.value), wrong: '' });
  },

  async onJoin() {
    const { code, joining } = this.data;
    if (joining) return;
    if (code.length < LONGEST_CODE) {
      this.setData({ wrong: `邀请码是 ${LONGEST_CODE} 位字母和数字` });
      return;
    }
    this.setData({ joining: true, wrong: '' });
    const end = await joinStaff(code);
    if (end.kind === 'accepted') {
      session.tell({ kind: 'meArrived', me: { role: end.value.role } });
      this.setData({ role: ROLE_WORDS[end.value.role], name: end.value.name });
    } else if (end.kind === 'refused' && end.code !== 'ALREADY_STAFF') {
      this.setData({ wrong: end.message });
    } else {
      await this.ask(end.message);
    }
    this.setData({ joining: false });
  },

  /** The answer got lost, or it was done before: the server knows who this is. */
  async ask(message: string) {
    const me = await loadMe();
    if (me.kind === 'accepted' && me.value.role !== 'none') {
      session.tell({ kind: 'meArrived', me: me.value });
      this.setData({ role: ROLE_WORDS[me.value.role] });
    } else this.setData({ wrong: `${message}。再点一次即可` });
  },

  onDesk() {
    void openPage('desk', {});
  },
});
