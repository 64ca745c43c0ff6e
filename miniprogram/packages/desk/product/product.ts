import type { CategoryView } from '../../../contract/catalogue';
import {
  PRODUCT_LIMITS,
  PRODUCT_REFUSAL_WORDS,
  type EditProductView,
  type ProductChanged,
} from '../../../contract/desk-products';
import type { FieldProblem, FieldProblems } from '../../../contract/field-problem';
import { idFromLink } from '../../../contract/routes';
import { mayDo } from '../../../contract/staff';
import type { CallEnd } from '../../../platform/cloud';
import { askToConfirm, notify } from '../../../platform/feedback';
import { goBack, openPage, setTitle } from '../../../platform/navigation';
import {
  createProduct,
  editProduct,
  loadProductForm,
  publishProduct,
  removeProduct,
  withdrawProduct,
} from '../../../services/desk-products';
import type { Draft } from '../../../stores/drafts';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import { followRole, leaveRole } from '../role/follow-role';
import { combining } from './combining';
import { describing } from './describing';
import type { Conflict } from '../merge/three-way';
import { conflictsOf, merged, type Part } from './merge';
import {
  draftOf,
  formOf,
  formProblems,
  isDirty,
  NEW_PRODUCT,
  NEW_SUBJECT,
  productDrafts,
  type ProductForm,
} from './product-form';
import { photographing, type Upload } from './photographing';
import { categoryName, problemMap, skuRows, type ProblemMap, type SkuRow } from './product-page';
import type { AxisEdit } from './sku-grid';
import { specifying } from './specifying';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Typed<Data extends object> = WechatMiniprogram.Input<object, Data>;
type Saved = CallEnd<EditProductView, string, FieldProblems | ProductChanged>;

/** How each page stops following its draft. */
const following = new WeakMap<object, () => void>();

/** What each page drew last. `data.form` cannot tell: `setData` changes that very object. */
const drawn = new WeakMap<object, ProductForm>();

/** What buyers choose by most often. */
const AXIS_NAMES = ['颜色', '尺码', '规格', '口味', '款式'];

Page({
  data: {
    subject: NEW_SUBJECT,
    phase: 'first' as ListPhase,
    problem: '',
    categories: [] as readonly CategoryView[],
    picturePrefix: '',
    product: null as EditProductView | null,
    form: null as ProductForm | null,
    rows: [] as readonly SkuRow[],
    category: '',
    dirty: false,
    mayEdit: false,
    limits: PRODUCT_LIMITS,
    uploads: [] as readonly Upload[],
    problems: {} as ProblemMap,
    wrong: '',
    saving: false,
    unsure: false,
    /** Which combination shows all its fields. */
    open: 0,
    /** Which combination's picture is being chosen; -1 for none. */
    picturing: -1,
    more: false,
    axisNames: AXIS_NAMES,
    /** Which axis is being edited; -1 for none. */
    axis: -1,
    edit: { name: '', values: [] } as AxisEdit,
    adding: '',
    axisWrong: '',
    filling: false,
    fillPrice: '',
    fillPieces: '',
    /** What somebody else saved meanwhile. */
    changed: null as ProductChanged | null,
    conflicts: [] as readonly (Conflict<Part> & { readonly keepMine: boolean })[],
  },

  onLoad({ productId }: { productId?: string }) {
    const id = productId === undefined ? NEW_SUBJECT : idFromLink(productId);
    followRole(this, (role) => this.setData({ mayEdit: mayDo(role, 'products') }));
    if (id === null) {
      this.setData({ phase: 'empty', problem: PRODUCT_REFUSAL_WORDS.PRODUCT_NOT_FOUND });
      return;
    }
    this.name(id);
    void this.load();
  },

  onUnload() {
    following.get(this)?.();
    leaveRole(this);
  },

  onRetry() {
    this.setData({ phase: 'first' });
    void this.load();
  },

  async load() {
    const { subject } = this.data;
    const end = await loadProductForm(subject === NEW_SUBJECT ? {} : { productId: subject });
    if (end.kind !== 'accepted') {
      const missing = end.kind === 'refused' && end.code === 'PRODUCT_NOT_FOUND';
      this.setData({ phase: missing ? 'empty' : phaseWithout(end), problem: end.message });
      return;
    }
    const { categories, picturePrefix, product } = end.value;
    this.setData({ categories, picturePrefix, product, phase: 'end' });
    this.begin(product === null ? NEW_PRODUCT : formOf(product));
  },

  /** Follows the draft of this product; what was typed before and is not in the books yet is still there. */
  begin(form: ProductForm) {
    const { subject } = this.data;
    const known = productDrafts.read(subject);
    if (known !== undefined && !known.sent && !isDirty(known.form))
      productDrafts.tell(subject, { kind: 'done' });
    productDrafts.tell(subject, { kind: 'opened', form });
    following.get(this)?.();
    following.set(
      this,
      productDrafts.subscribe(subject, (draft) => this.draw(draft)),
    );
  },

  draw({ form, sent }: Draft<ProductForm>) {
    const before = drawn.get(this);
    drawn.set(this, form);
    // A key in one field does not send the whole grid again.
    const patch: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(form))
      if (before?.[name as keyof ProductForm] !== value) patch[`form.${name}`] = value;
    // The page's own copy: the draft must not change with it.
    if (before === undefined) this.setData({ form: { ...form } });
    else this.setData(patch);
    if (before?.grid !== form.grid || before.gallery !== form.gallery)
      this.setData({ rows: skuRows(form, this.data.product) });
    this.setData({
      category: categoryName(this.data.categories, form.categoryId),
      dirty: isDirty(form),
      unsure: sent && !this.data.saving,
    });
  },

  change(change: Partial<ProductForm>) {
    if (!this.data.mayEdit) return;
    if (this.data.wrong !== '') this.setData({ wrong: '' });
    productDrafts.tell(this.data.subject, { kind: 'changed', change });
  },

  fixed(place: string) {
    if (this.data.problems[place] === undefined) return;
    const { [place]: _gone, ...problems } = this.data.problems;
    this.setData({ problems });
  },

  onField({ currentTarget, detail }: Typed<{ field: 'title' | 'subtitle' | 'keywordsText' | 'limitText' }>) {
    const { field } = currentTarget.dataset;
    this.change({ [field]: detail.value });
    this.fixed(field === 'limitText' ? 'limitPerOrder' : field === 'keywordsText' ? 'keywords' : field);
  },

  onCategory({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const categoryId = this.data.categories[Number(detail.value)]?.categoryId;
    if (categoryId !== undefined) this.change({ categoryId });
    this.fixed('categoryId');
  },

  onMore() {
    this.setData({ more: !this.data.more });
  },

  ...photographing,

  onStock({ currentTarget }: Tap<{ skuId: string }>) {
    void openPage('deskSku', { skuId: currentTarget.dataset.skuId });
  },

  ...combining,
  ...describing,
  ...specifying,

  // Saving

  tell(problems: readonly FieldProblem[]) {
    const [first] = problems;
    const more = problems.some(({ field }) => /^(details|facts|keywords|limitPerOrder)/.test(field));
    const count = problems.length > 1 ? `有 ${problems.length} 处要修改：` : '';
    const wrong = first === undefined ? '' : `${count}${first.message}`;
    this.setData({ problems: problemMap(problems), wrong, ...(more && { more: true }) });
    // The page is long: the field may be far from the button.
    if (wrong !== '') notify(wrong);
  },

  onSave() {
    void this.save(false);
  },

  onSaveAndPublish() {
    void this.save(true);
  },

  async save(publish: boolean) {
    const { saving, uploads, subject, mayEdit } = this.data;
    const draft = productDrafts.read(subject);
    if (saving || !mayEdit || draft === undefined) return;
    if (uploads.length > 0) {
      this.setData({ wrong: '有照片还没有上传好，请重试或删除' });
      return;
    }
    const problems = formProblems(draft.form);
    this.tell(problems);
    if (problems.length > 0) return;
    this.setData({ saving: true, unsure: false });
    const saved = isDirty(draft.form) || draft.sent ? await this.send(draft) : this.data.product;
    if (saved !== null && publish) await this.publish(saved.productId);
    this.setData({ saving: false });
  },

  /** Sends what is written. Null where it is not in the books; the page then says what to do. */
  async send({ form, clientToken }: Draft<ProductForm>): Promise<EditProductView | null> {
    const { subject } = this.data;
    productDrafts.tell(subject, { kind: 'sent' });
    const product = draftOf(form);
    const end: Saved = await (subject === NEW_SUBJECT
      ? createProduct({ clientToken, product })
      : editProduct({ clientToken, productId: subject, version: form.version, product }));
    if (end.kind === 'accepted') {
      this.settle(end.value);
      notify('已保存', 'done');
      return end.value;
    }
    if (end.kind === 'unknown') {
      this.setData({ unsure: true });
      return null;
    }
    productDrafts.tell(subject, { kind: 'refused' });
    this.setData({ wrong: end.message });
    if (end.detail !== undefined && 'problems' in end.detail) this.tell(end.detail.problems);
    else if (end.detail !== undefined) this.compare(form, end.detail);
    return null;
  },

  /** What was written is in the books now. */
  settle(product: EditProductView) {
    following.get(this)?.();
    productDrafts.tell(this.data.subject, { kind: 'done' });
    this.name(product.productId);
    this.setData({ product, problems: {}, wrong: '' });
    this.begin(formOf(product));
  },

  name(subject: string) {
    setTitle(subject === NEW_SUBJECT ? '新建商品' : '编辑商品');
    this.setData({ subject });
  },

  async publish(productId: string) {
    const end = await publishProduct(productId);
    if (end.kind === 'accepted') {
      this.settle(end.value);
      notify('已上架', 'done');
      return;
    }
    this.setData({ wrong: end.message });
    if (end.kind === 'refused' && end.detail !== undefined) this.tell(end.detail.problems);
  },

  async onWithdraw() {
    const { saving, subject } = this.data;
    if (saving) return;
    this.setData({ saving: true });
    const text = '顾客看不到它，已有的订单不受影响';
    if (await askToConfirm({ title: '下架这件商品？', text, yes: '下架' })) {
      const end = await withdrawProduct(subject);
      if (end.kind === 'accepted') {
        this.setData({ product: end.value });
        notify('已下架', 'done');
      } else this.setData({ wrong: end.message });
    }
    this.setData({ saving: false });
  },

  async onRemove() {
    const { saving, subject } = this.data;
    if (saving) return;
    this.setData({ saving: true });
    if (await askToConfirm({ title: '删除这件商品？', text: '删除后不能恢复', yes: '删除' })) {
      const end = await removeProduct(subject);
      if (end.kind === 'accepted') {
        following.get(this)?.();
        productDrafts.tell(subject, { kind: 'done' });
        await goBack();
      } else this.setData({ wrong: end.message });
    }
    this.setData({ saving: false });
  },

  async onDiscard() {
    const { product, subject } = this.data;
    const yes = await askToConfirm({ title: '放弃没有保存的修改？', yes: '放弃', no: '继续写' });
    if (!yes) return;
    following.get(this)?.();
    productDrafts.tell(subject, { kind: 'done' });
    this.setData({ problems: {}, wrong: '', unsure: false });
    this.begin(product === null ? NEW_PRODUCT : formOf(product));
  },

  // Two people at once

  compare(form: ProductForm, changed: ProductChanged) {
    const conflicts = conflictsOf(form, changed.product).map((one) => ({ ...one, keepMine: true }));
    this.setData({ changed, conflicts });
  },

  onKeep({ currentTarget }: Tap<{ index: number; mine: boolean }>) {
    const { index, mine } = currentTarget.dataset;
    this.setData({ [`conflicts[${index}].keepMine`]: mine });
  },

  onMerge() {
    const { form, changed, conflicts } = this.data;
    if (form === null || changed === null) return;
    const mine = new Set<Part>(conflicts.filter(({ keepMine }) => keepMine).map(({ part }) => part));
    this.setData({ product: changed.product, changed: null, wrong: '' });
    productDrafts.tell(this.data.subject, { kind: 'changed', change: merged(form, changed.product, mine) });
    void this.save(false);
  },

  onChangedSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.setData({ changed: null });
  },

  onBack() {
    void goBack();
  },
});
