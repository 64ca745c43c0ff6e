import {
  PROVINCES,
  SETTINGS_LIMITS,
  type Province,
  type SettingsChanged,
  type SettingsView,
} from '../../../contract/desk-settings';
import type { FieldProblem } from '../../../contract/field-problem';
import { notify } from '../../../platform/feedback';
import { loadSettings, saveSettings } from '../../../services/desk-settings';
import type { Draft } from '../../../stores/drafts';
import { unfollow } from '../../../stores/following';
import { retriedPage } from '../../../stores/loaded-page';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import {
  askToDiscard,
  choicesOf,
  followDraft,
  merging,
  mineOf,
  wrongText,
  type Choice,
} from '../merge/merging';
import {
  conflictsOf,
  draftOf,
  formOf,
  formProblems,
  isDirty,
  merged,
  provinceText,
  settingsDrafts,
  SUBJECT,
  wordsLagBehind,
  type Part,
  type ProvinceField,
  type SettingsForm,
  type TypedField,
} from './settings-form';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Typed<Data extends object> = WechatMiniprogram.Input<object, Data>;

/** Under which name a problem of a typed field is told. */
const PROBLEM_PLACES: Partial<Record<TypedField, string>> = {
  hotWordsText: 'hotWords',
  feeText: 'fee',
  freeFromText: 'freeFrom',
  remoteFeeText: 'remoteFee',
  minutesText: 'payWithinMinutes',
  approvalText: 'secondApprovalAbove',
};

/** A province to choose. */
interface ProvinceChoice {
  readonly province: Province;
  readonly chosen: boolean;
}

function provinceChoices(chosen: readonly Province[]): readonly ProvinceChoice[] {
  return PROVINCES.map((province) => ({ province, chosen: chosen.includes(province) }));
}

Page({
  data: {
    phase: 'first' as ListPhase,
    problem: '',
    view: null as SettingsView | null,
    form: null as SettingsForm | null,
    remote: '',
    nowhere: '',
    dirty: false,
    lagging: false,
    limits: SETTINGS_LIMITS,
    problems: {} as Readonly<Record<string, string>>,
    wrong: '',
    saving: false,
    /** Sent, and its end is not known: it is sent again as it was. */
    unsure: false,
    /** Which list of provinces is being chosen; empty for none. */
    choosing: '' as ProvinceField | '',
    choices: [] as readonly ProvinceChoice[],
    /** What somebody else saved meanwhile. */
    changed: null as SettingsChanged | null,
    conflicts: [] as readonly Choice<Part>[],
  },

  onLoad() {
    void this.load();
  },

  onUnload() {
    unfollow(this);
  },

  ...retriedPage,

  async load() {
    const end = await loadSettings();
    if (end.kind === 'accepted') this.begin(end.value);
    else this.setData({ phase: phaseWithout(end), problem: end.message });
  },

  begin(view: SettingsView) {
    this.setData({ view, phase: 'end' });
    followDraft(this, settingsDrafts, { subject: SUBJECT, form: formOf(view), isDirty });
  },

  draw({ form, sent }: Draft<SettingsForm>) {
    this.setData({
      form,
      remote: provinceText(form.remoteProvinces),
      nowhere: provinceText(form.notDelivered),
      dirty: isDirty(form),
      lagging: wordsLagBehind(form),
      unsure: sent && !this.data.saving,
    });
  },

  change(change: Partial<SettingsForm>, place: string) {
    const { [place]: _gone, ...problems } = this.data.problems;
    this.setData({ problems, wrong: '' });
    settingsDrafts.tell(SUBJECT, { kind: 'changed', change });
  },

  onField({ currentTarget, detail }: Typed<{ field: TypedField }>) {
    const { field } = currentTarget.dataset;
    this.change({ [field]: detail.value }, PROBLEM_PLACES[field] ?? field);
  },

  // Provinces

  onProvinces({ currentTarget }: Tap<{ field: ProvinceField }>) {
    const { form, saving, unsure } = this.data;
    const { field } = currentTarget.dataset;
    if (form === null || saving || unsure) return;
    this.setData({ choosing: field, choices: provinceChoices(form[field]) });
  },

  onProvince({ currentTarget }: Tap<{ index: number }>) {
    const { choices } = this.data;
    const { index } = currentTarget.dataset;
    this.setData({ [`choices[${index}].chosen`]: choices[index]?.chosen !== true });
  },

  onChosen() {
    const { choosing, choices } = this.data;
    if (choosing === '') return;
    const chosen = choices.filter((one) => one.chosen).map(({ province }) => province);
    this.change({ [choosing]: chosen }, choosing);
    this.setData({ choosing: '' });
  },

  onProvinceSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseProvinces();
  },

  onCloseProvinces() {
    this.setData({ choosing: '' });
  },

  // Saving

  tell(problems: readonly FieldProblem[]) {
    const wrong = wrongText(problems);
    this.setData({
      // Of several about one field the first is the one to mend first.
      problems: Object.fromEntries([...problems].reverse().map(({ field, message }) => [field, message])),
      wrong,
    });
    // The page is long: the field may be far from the button.
    if (wrong !== '') notify(wrong);
  },

  async onSave() {
    const { saving } = this.data;
    const draft = settingsDrafts.read(SUBJECT);
    if (saving || draft === undefined) return;
    const problems = formProblems(draft.form);
    this.tell(problems);
    if (problems.length > 0) return;
    this.setData({ saving: true, unsure: false });
    await this.send(draft);
    this.setData({ saving: false });
  },

  async send({ form, clientToken }: Draft<SettingsForm>) {
    settingsDrafts.tell(SUBJECT, { kind: 'sent' });
    const end = await saveSettings({ clientToken, version: form.version, settings: draftOf(form) });
    if (end.kind === 'accepted') {
      this.settle(end.value);
      notify('已保存', 'done');
    } else if (end.kind === 'unknown') {
      this.setData({ unsure: true });
    } else {
      settingsDrafts.tell(SUBJECT, { kind: 'refused' });
      this.setData({ wrong: end.message });
      if (end.detail !== undefined && 'problems' in end.detail) this.tell(end.detail.problems);
      else if (end.detail !== undefined) this.compare(form, end.detail);
    }
  },

  /** What was written is in the books now. */
  settle(view: SettingsView) {
    unfollow(this, 'draft');
    settingsDrafts.tell(SUBJECT, { kind: 'done' });
    this.setData({ problems: {}, wrong: '' });
    this.begin(view);
  },

  async onDiscard() {
    const { view } = this.data;
    if ((await askToDiscard()) && view !== null) this.settle(view);
  },

  // Two people at once

  compare(form: SettingsForm, changed: SettingsChanged) {
    this.setData({ changed, conflicts: choicesOf(conflictsOf(form, changed.now)) });
  },

  ...merging,

  onMerge() {
    const { form, changed, conflicts } = this.data;
    if (form === null || changed === null) return;
    this.setData({ view: changed.now, changed: null, wrong: '' });
    const change = merged(form, changed.now, mineOf(conflicts));
    settingsDrafts.tell(SUBJECT, { kind: 'changed', change });
    void this.onSave();
  },
});
