import { pageUrl } from '../../../contract/routes';
import {
  ROLE_WORDS,
  STAFF_LIMITS,
  STAFF_ROLES,
  type InvitationView,
  type StaffBoard,
  type StaffRole,
  type StaffView,
} from '../../../contract/staff';
import { copyText } from '../../../platform/clipboard';
import type { CallEnd } from '../../../platform/cloud';
import { askToConfirm, choose, notify } from '../../../platform/feedback';
import { openPage } from '../../../platform/navigation';
import {
  cancelInvitation,
  changeRole,
  dismissStaff,
  inviteStaff,
  loadStaff,
  renameStaff,
} from '../../../services/desk-staff';
import { createDrafts } from '../../../stores/drafts';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import { dayText, timeText } from '../../../stores/when';
import { ROLE_HINTS } from './role-words';
import { loadedPage } from '../../../stores/loaded-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Sheet = 'invite' | 'role' | 'name' | 'code' | '';

interface InviteForm {
  readonly name: string;
  readonly role: StaffRole;
}

/** The invitation that is being written. */
const inviteDrafts = createDrafts<InviteForm>('desk-invite/1', ({ name, role }) => {
  const known = STAFF_ROLES.find((one) => one === role);
  return typeof name === 'string' && known !== undefined ? { name, role: known } : null;
});
const INVITATION = 'invitation';
const NEW_INVITATION: InviteForm = { name: '', role: 'cashier' };

function staffRow(member: StaffView) {
  return { ...member, words: ROLE_WORDS[member.role], since: dayText(member.joinedAt) };
}

function invitationRow(invitation: InvitationView) {
  return { ...invitation, words: ROLE_WORDS[invitation.role], until: timeText(invitation.expiresAt) };
}

type InvitationRow = ReturnType<typeof invitationRow>;
type StaffRow = ReturnType<typeof staffRow>;

Page({
  ...loadedPage,

  data: {
    phase: 'first' as ListPhase,
    problem: '',
    staff: [] as readonly StaffRow[],
    invitations: [] as readonly InvitationRow[],
    roles: STAFF_ROLES.map((role) => ({ role, words: ROLE_WORDS[role], hint: ROLE_HINTS[role] })),
    sheet: '' as Sheet,
    /** Whose role or name is being changed. */
    member: null as StaffRow | null,
    role: 'cashier' as StaffRole,
    name: '',
    wrong: '',
    busy: false,
    /** The invitation whose code is shown. */
    shown: null as InvitationRow | null,
    longestName: STAFF_LIMITS.nameLength,
    hours: STAFF_LIMITS.invitationHours,
  },

  onLoad() {
    void this.load();
  },

  async load() {
    const end = await loadStaff();
    if (end.kind === 'accepted') this.show(end.value);
    else if (this.data.phase === 'end') notify(end.message);
    else this.setData({ phase: phaseWithout(end), problem: end.message });
  },

  show({ staff, invitations }: StaffBoard) {
    this.setData({
      staff: staff.map(staffRow),
      invitations: invitations.map(invitationRow),
      phase: 'end',
    });
  },

  /** Does something about the staff and draws the board as it is then. Answers whether it was done. */
  async run(ask: () => Promise<CallEnd<StaffBoard, string, unknown>>): Promise<boolean> {
    if (this.data.busy) return false;
    this.setData({ busy: true, wrong: '' });
    const end = await ask();
    this.setData({ busy: false });
    if (end.kind === 'accepted') {
      this.show(end.value);
      return true;
    }
    if (this.data.sheet === '') notify(end.message);
    this.setData({ wrong: end.kind === 'unknown' ? `${end.message}。再点一次不会重复` : end.message });
    if (end.kind === 'refused') await this.load();
    return false;
  },

  async onMember({ currentTarget }: Tap<{ openid: string }>) {
    const member = this.data.staff.find(({ openid }) => openid === currentTarget.dataset.openid);
    if (member === undefined || this.data.busy) return;
    const chosen = await choose(['调整岗位', '修改称呼', '移除店员']);
    if (chosen === 0) this.setData({ sheet: 'role', member, role: member.role, wrong: '' });
    if (chosen === 1) this.setData({ sheet: 'name', member, name: member.name, wrong: '' });
    if (chosen === 2) await this.dismiss(member);
  },

  async dismiss({ openid, name }: StaffRow) {
    const text = '立即失去所有权限，操作记录会保留';
    if (!(await askToConfirm({ title: `移除 ${name}？`, text, yes: '移除' }))) return;
    if (await this.run(() => dismissStaff(openid))) notify('已移除', 'done');
  },

  onRole({ currentTarget }: Tap<{ role: StaffRole }>) {
    const { role } = currentTarget.dataset;
    this.setData({ role, wrong: '' });
    if (this.data.sheet === 'invite') this.keep({ role });
  },

  onName({ detail }: WechatMiniprogram.Input) {
    this.setData({ name: detail.value, wrong: '' });
    if (this.data.sheet === 'invite') this.keep({ name: detail.value });
  },

  keep(change: Partial<InviteForm>) {
    inviteDrafts.tell(INVITATION, { kind: 'changed', change });
  },

  async onSaveRole() {
    const { member, role } = this.data;
    if (member === null) return;
    if (role === member.role) {
      this.onCloseSheet();
      return;
    }
    if (await this.run(() => changeRole({ openid: member.openid, from: member.role, to: role }))) {
      this.onCloseSheet();
      notify('已调整', 'done');
    }
  },

  async onSaveName() {
    const { member, name } = this.data;
    if (member === null) return;
    if (name.trim() === '') this.setData({ wrong: '请填写称呼' });
    else if (await this.run(() => renameStaff({ openid: member.openid, name: name.trim() })))
      this.onCloseSheet();
  },

  onInvite() {
    inviteDrafts.tell(INVITATION, { kind: 'opened', form: NEW_INVITATION });
    const { name, role } = inviteDrafts.read(INVITATION)?.form ?? NEW_INVITATION;
    this.setData({ sheet: 'invite', name, role, wrong: '' });
  },

  async onSendInvite() {
    const draft = inviteDrafts.read(INVITATION);
    if (draft === undefined || this.data.busy) return;
    const { role, name } = draft.form;
    if (name.trim() === '') {
      this.setData({ wrong: '请填写称呼，如：小王' });
      return;
    }
    this.setData({ busy: true, wrong: '' });
    inviteDrafts.tell(INVITATION, { kind: 'sent' });
    const end = await inviteStaff({ clientToken: draft.clientToken, role, name: name.trim() });
    this.setData({ busy: false });
    if (end.kind === 'accepted') {
      inviteDrafts.tell(INVITATION, { kind: 'done' });
      this.show(end.value);
      this.setData({ sheet: 'code', shown: invitationRow(end.value.invitation) });
    } else if (end.kind === 'unknown') {
      this.setData({ wrong: '没有等到结果。再点一次即可，不会重复邀请' });
    } else {
      inviteDrafts.tell(INVITATION, { kind: 'refused' });
      this.setData({ wrong: end.message });
    }
  },

  onInvitation({ currentTarget }: Tap<{ invitationId: string }>) {
    const { invitationId } = currentTarget.dataset;
    const shown = this.data.invitations.find((one) => one.invitationId === invitationId) ?? null;
    if (shown !== null) this.setData({ sheet: 'code', shown, wrong: '' });
  },

  async onCancelInvitation() {
    const { shown } = this.data;
    if (shown === null) return;
    if (await this.run(() => cancelInvitation(shown.invitationId))) {
      this.onCloseSheet();
      notify('已撤回', 'done');
    }
  },

  onCopyCode() {
    if (this.data.shown !== null) void copyText(this.data.shown.code);
  },

  onShareAppMessage() {
    const { shown } = this.data;
    if (shown === null) return { title: '来店里逛逛', path: pageUrl('home', {}) };
    return {
      title: `邀请${shown.name}加入店铺，岗位：${shown.words}`,
      path: pageUrl('deskJoin', { code: shown.code }),
    };
  },

  onSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseSheet();
  },

  onCloseSheet() {
    // Whoever was shown the code may have joined by now.
    if (this.data.sheet === 'code') void this.load();
    this.setData({ sheet: '', shown: null });
  },

  onLog() {
    void openPage('deskLog', {});
  },
});
