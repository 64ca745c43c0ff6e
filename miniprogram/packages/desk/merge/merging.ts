import type { FieldProblem } from '../../../contract/field-problem';
import { askToConfirm } from '../../../platform/feedback';
import { follow } from '../../../stores/following';
import type { Draft, Drafts } from '../../../stores/drafts';
import type { Conflict } from './three-way';

/** A part two people changed, and whose writing stays. */
export type Choice<Part extends string> = Conflict<Part> & { readonly keepMine: boolean };

/** The parts to choose between; mine stays unless somebody says otherwise. */
export function choicesOf<Part extends string>(
  conflicts: readonly Conflict<Part>[],
): readonly Choice<Part>[] {
  return conflicts.map((one) => ({ ...one, keepMine: true }));
}

/** The parts of which mine stays. */
export function mineOf<Part extends string>(choices: readonly Choice<Part>[]): ReadonlySet<Part> {
  return new Set(choices.filter(({ keepMine }) => keepMine).map(({ part }) => part));
}

interface MergingPage {
  setData(data: Readonly<Record<string, unknown>>): void;
}

/** The sheet that says what somebody else saved meanwhile, in `changed`, and asks whose stays, in `conflicts`. */
export const merging = {
  onKeep(
    this: MergingPage,
    { currentTarget }: WechatMiniprogram.TouchEvent<object, object, { index: number; mine: boolean }>,
  ) {
    const { index, mine } = currentTarget.dataset;
    this.setData({ [`conflicts[${index}].keepMine`]: mine });
  },

  onChangedSheet(this: MergingPage, { detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.setData({ changed: null });
  },
};

/** A page that draws the draft it writes. */
interface WritingPage<Form> {
  draw(draft: Draft<Form>): void;
}

/** Follows the draft of a subject; what was typed before and is not in the books yet is still there. */
export function followDraft<Form>(
  page: WritingPage<Form>,
  drafts: Drafts<Form>,
  { subject, form, isDirty }: { readonly subject: string; readonly form: Form; isDirty(form: Form): boolean },
): void {
  const known = drafts.read(subject);
  if (known !== undefined && !known.sent && !isDirty(known.form)) drafts.tell(subject, { kind: 'done' });
  drafts.tell(subject, { kind: 'opened', form });
  follow(page, 'draft', () => drafts.subscribe(subject, (draft) => page.draw(draft)));
}

/** Whether somebody wants to lose what is typed. */
export function askToDiscard(): Promise<boolean> {
  return askToConfirm({ title: '放弃没有保存的修改？', yes: '放弃', no: '继续写' });
}

/** All that is wrong in one line: how much, and the first of it. Empty where nothing is. */
export function wrongText(problems: readonly FieldProblem[]): string {
  const [first] = problems;
  const count = problems.length > 1 ? `有 ${problems.length} 处要修改：` : '';
  return first === undefined ? '' : count + first.message;
}
