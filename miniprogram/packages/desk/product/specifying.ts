import { askToConfirm } from '../../../platform/feedback';
import type { EditingPage, ProblemMap } from './product-page';
import {
  axisEdit,
  axisProblem,
  valuesTyped,
  withAllCells,
  withAxis,
  withoutAxis,
  type AxisEdit,
} from './sku-grid';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Typed<Data extends object> = WechatMiniprogram.Input<object, Data>;

interface AxisPage extends EditingPage {
  readonly data: EditingPage['data'] & {
    readonly mayEdit: boolean;
    readonly axis: number;
    readonly edit: AxisEdit;
    readonly adding: string;
    readonly filling: boolean;
    readonly fillPrice: string;
    readonly fillPieces: string;
    readonly problems: ProblemMap;
  };
  onCloseAxis(): void;
  onAdd(): void;
}

/** The sheet in which what a buyer chooses by is written, and the one that fills every combination at once. */
export const specifying = {
  onAxis(this: AxisPage, { currentTarget }: Tap<{ index: number }>) {
    const { form } = this.data;
    const { index } = currentTarget.dataset;
    if (form !== null && this.data.mayEdit)
      this.setData({ axis: index, edit: axisEdit(form.grid, index), adding: '', axisWrong: '' });
  },

  onAxisSheet(this: AxisPage, { detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseAxis();
  },

  onCloseAxis(this: AxisPage) {
    this.setData({ axis: -1 });
  },

  onAxisName(this: AxisPage, { detail }: WechatMiniprogram.Input) {
    this.setData({ 'edit.name': detail.value, axisWrong: '' });
  },

  onAxisChip(this: AxisPage, { currentTarget }: Tap<{ name: string }>) {
    this.setData({ 'edit.name': currentTarget.dataset.name, axisWrong: '' });
  },

  onValue(this: AxisPage, { currentTarget, detail }: Typed<{ index: number }>) {
    this.setData({ [`edit.values[${currentTarget.dataset.index}].now`]: detail.value, axisWrong: '' });
  },

  onRemoveValue(this: AxisPage, { currentTarget }: Tap<{ index: number }>) {
    const { index } = currentTarget.dataset;
    const values = this.data.edit.values.filter((_value, at) => at !== index);
    this.setData({ 'edit.values': values, axisWrong: '' });
  },

  onAdding(this: AxisPage, { detail }: WechatMiniprogram.Input) {
    this.setData({ adding: detail.value, axisWrong: '' });
  },

  onAdd(this: AxisPage) {
    const fresh = valuesTyped(this.data.adding).map((now) => ({ was: '', now }));
    this.setData({ 'edit.values': [...this.data.edit.values, ...fresh], adding: '' });
  },

  onSaveAxis(this: AxisPage) {
    this.onAdd();
    const { form, axis, edit } = this.data;
    if (form === null) return;
    const axisWrong = axisProblem(form.grid, axis, edit);
    this.setData({ axisWrong });
    if (axisWrong !== '') return;
    this.change({ grid: withAxis(form.grid, axis, edit) });
    this.setData({ axis: -1, problems: {} });
  },

  async onRemoveAxis(this: AxisPage) {
    const { form, axis } = this.data;
    const name = form?.grid.axes[axis]?.name ?? '';
    const text = '每个组合只留下第一个选项的价格和库存，其余规格会停售';
    if (form === null || !(await askToConfirm({ title: `去掉“${name}”？`, text, yes: '去掉' }))) return;
    this.change({ grid: withoutAxis(form.grid, axis) });
    this.setData({ axis: -1, problems: {} });
  },

  onFilling(this: AxisPage) {
    this.setData({ filling: !this.data.filling, fillPrice: '', fillPieces: '' });
  },

  onFillSheet(this: AxisPage, { detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.setData({ filling: false });
  },

  onFill(this: AxisPage, { currentTarget, detail }: Typed<{ field: 'fillPrice' | 'fillPieces' }>) {
    this.setData({ [currentTarget.dataset.field]: detail.value });
  },

  onFillAll(this: AxisPage) {
    const { form, fillPrice, fillPieces } = this.data;
    if (form === null) return;
    const change = {
      ...(fillPrice !== '' && { priceText: fillPrice }),
      ...(fillPieces !== '' && { piecesText: fillPieces }),
    };
    this.change({ grid: withAllCells(form.grid, change) });
    this.setData({ filling: false, problems: {} });
  },
};
