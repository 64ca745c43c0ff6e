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
import { unfollow } from '../../../stores/following';
import { phaseWithoutOne, retriedPage } from '../../../stores/loaded-page';
import type { ListPhase } from '../../../stores/paged-list';
import { followRole } from '../role/follow-role';
import { combining } from './combining';
import { describing } from './describing';
import {
  askToDiscard,
  choicesOf,
  followDraft,
  merging,
  mineOf,
  wrongText,
  type Choice,
} from '../merge/merging';
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
    conflicts: [] as readonly Choice<Part>[],
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
    unfollow(this);
  },

  ...retriedPage,

  async load() {
    const { subject } = this.data;
    const end = await loadProductForm(subject === NEW_SUBJECT ? {} : { productId: subject });
    if (end.kind !== 'accepted') {
      this.setData({ phase: phaseWithoutOne(end, 'PRODUCT_NOT_FOUND'), problem: end.message });
      return;
    }
    const { categories, picturePrefix, product } = end.value;
    this.setData({ categories, picturePrefix, product, phase: 'end' });
    this.begin(product === null ? NEW_PRODUCT : formOf(product));
  },

  begin(form: ProductForm) {
    followDraft(this, productDrafts, { subject: this.data.subject, form, isDirty });
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
    const more = problems.some(({ field }) => /^(details|facts|keywords|limitPerOrder)/.test(field));
    const wrong = wrongText(problems);
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
    unfollow(this, 'draft');
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
        unfollow(this, 'draft');
        productDrafts.tell(subject, { kind: 'done' });
        await goBack();
      } else this.setData({ wrong: end.message });
    }
    this.setData({ saving: false });
  },

  async onDiscard() {
    const { product, subject } = this.data;
    if (!(await askToDiscard())) return;
    unfollow(this, 'draft');
    productDrafts.tell(subject, { kind: 'done' });
    this.setData({ problems: {}, wrong: '', unsure: false });
    this.begin(product === null ? NEW_PRODUCT : formOf(product));
  },

  // Two people at once

  compare(form: ProductForm, changed: ProductChanged) {
    this.setData({ changed, conflicts: choicesOf(conflictsOf(form, changed.product)) });
  },

  ...merging,

  onMerge() {
    const { form, changed, conflicts } = this.data;
    if (form === null || changed === null) return;
    this.setData({ product: changed.product, changed: null, wrong: '' });
    const change = merged(form, changed.product, mineOf(conflicts));
    productDrafts.tell(this.data.subject, { kind: 'changed', change });
    void this.save(false);
  },

  onBack() {
    void goBack();
  },
});
